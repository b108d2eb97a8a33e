"""The options of every command, which may stand before or after it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEFAULT_FOLDER = "syncline-data"
EPILOG = "Every command also takes --json, --data DIR and --progress, in any place."


@dataclass(frozen=True, slots=True)
class CommonOptions:
    """What was asked of all commands alike."""

    machine: bool
    """`--json`: exactly one JSON document on standard output, everything else on standard error."""
    data: Path
    data_named: bool
    """Whether the data folder was named, in the arguments or the environment."""
    progress: bool


class OptionMissesValueError(Exception):
    """`--data` stands last."""


def split(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[CommonOptions, list[str]]:
    """Take the common options out of the arguments, wherever they stand before a `--`."""
    rest: list[str] = []
    machine, progress = False, False
    data = environment.get("SYNCLINE_DATA", "")
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--json":
            machine = True
        elif word == "--progress":
            progress = True
        elif word == "--data":
            data = _value(next(words, None))
        elif word.startswith("--data="):
            data = _value(word.removeprefix("--data="))
        else:
            rest.append(word)
    return CommonOptions(machine, Path(data or DEFAULT_FOLDER), bool(data), progress), rest


def _value(word: str | None) -> str:
    if not word:
        raise OptionMissesValueError
    return word
