"""How far long work has come: a bar with rate and estimate on a terminal, plain lines elsewhere, on standard error."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from syncline.cli.session import Progress as ProgressPort
    from syncline.cli.session import Session

_SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def shown_progress(session: Session) -> Iterator[ProgressPort]:
    """Show progress while the block runs: on a terminal, or anywhere with `--progress`; else not at all."""
    console = session.output.errors()
    if console.is_terminal:
        with _bars(console) as bars:
            yield Bars(bars)
    elif session.options.progress:
        yield Lines(session.output.note)
    else:
        yield nothing_shown


def nothing_shown(rep: str, what: str, done: int) -> None:
    """Show no progress."""


class RateColumn(ProgressColumn):
    """Records a second."""

    def render(self, task: Task) -> Text:
        """Answer the rate, or a dash while there is none."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "-/s")


def _bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


@dataclass(slots=True)
class Bars:
    """One bar per rep and step. Most servers never say how much there is: the bar then runs without an end."""

    bars: Progress
    _tasks: dict[tuple[str, str], int] = field(default_factory=dict)

    def __call__(self, rep: str, what: str, done: int) -> None:
        """Move the bar on, and drop the bar of the rep's step before."""
        key = (rep, what)
        if key not in self._tasks:
            for old in [one for one in self._tasks if one[0] == rep]:
                self.bars.remove_task(self._tasks.pop(old))  # type: ignore[arg-type] # rich's TaskID is an int
            self._tasks[key] = self.bars.add_task(f"{rep}: {what}", total=None)
        self.bars.update(self._tasks[key], completed=done)  # type: ignore[arg-type] # as above


@dataclass(slots=True)
class Lines:
    """A line now and then, with the rate since the step began."""

    say: Callable[[str], None]
    clock: Callable[[], float] = monotonic
    _began: dict[tuple[str, str], float] = field(default_factory=dict)
    _said: float = float("-inf")

    def __call__(self, rep: str, what: str, done: int) -> None:
        """Say how far a step has come, at most every few seconds."""
        now = self.clock()
        began = self._began.setdefault((rep, what), now)
        if now - self._said < _SECONDS_BETWEEN_LINES:
            return
        self._said = now
        rate = f", {done / (now - began):,.0f}/s" if now > began else ""
        self.say(f"{rep}: {what}: {done:,}{rate}")
