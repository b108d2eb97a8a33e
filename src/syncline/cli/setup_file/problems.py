"""What is wrong with a set-up file: everything at once, each with its place and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in the file; line and column count from one. (0, 0) is the file as a whole."""

    line: int = 0
    column: int = 0


WHOLE_FILE = Spot()


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, or worth a warning."""

    spot: Spot
    message: str
    remedy: str

    def located(self, file: str) -> str:
        """Say where and what, on one line, in the form that editors jump to."""
        place = f"{file}:{self.spot.line}:{self.spot.column}" if self.spot.line else file
        return f"{place}: {self.message}"

    def as_json(self, file: str) -> dict[str, str | int]:
        """Answer the problem for machines."""
        return {
            "file": file,
            "line": self.spot.line,
            "column": self.spot.column,
            "message": self.message,
            "remedy": self.remedy,
        }


class SetupError(Exception):
    """The file cannot be applied; nothing was written. `problems` are in the order of the file."""

    code = "setup_file"

    def __init__(self, file: str, problems: Sequence[Problem], warnings: Sequence[Problem] = ()) -> None:
        super().__init__("\n".join(problem.located(file) for problem in problems))
        self.file = file
        self.problems = sorted(problems)
        self.warnings = sorted(warnings)


@dataclass(slots=True)
class Findings:
    """Collects problems and warnings while a file is read, so that nobody has to mend a file one error at a time."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def wrong(self, spot: Spot, message: str, remedy: str) -> None:
        """Note something that keeps the file from being applied."""
        self.problems.append(Problem(spot, message, remedy))

    def warn(self, spot: Spot, message: str, remedy: str) -> None:
        """Note something that is allowed, but should be looked at."""
        self.warnings.append(Problem(spot, message, remedy))


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Suggest the known word that `word` most looks like, else list all of them behind `otherwise`."""
    words = list(known)
    folded = {other.casefold(): other for other in words}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {folded[close[0]]!r}?"
    return f"{otherwise} {', '.join(words)}."
