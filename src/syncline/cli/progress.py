"""How far long work has come: bars with rate and estimate on a terminal, plain lines elsewhere, on standard error."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from syncline.cli.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console
    from rich.progress import TaskID

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
    """One bar for each rep's step; reading has no known end, settling ends with what was read. Thread safe."""

    bars: Progress
    _steps: Steps = field(default_factory=lambda: Steps(monotonic))
    _tasks: dict[str, tuple[str, TaskID]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, rep: str, what: str, done: int) -> None:
        """Move the rep's bar on; a new step takes the place of the one before."""
        with self._lock:
            step = self._steps.note(rep, what, done)
            shown, task = self._tasks.get(rep, ("", None))
            if task is None or shown != what:
                if task is not None:
                    self.bars.remove_task(task)
                task = self.bars.add_task(f"{rep}: {what}", total=step.total)
                self._tasks[rep] = (what, task)
            self.bars.update(task, completed=done, total=step.total)


@dataclass(slots=True)
class Lines:
    """A line now and then. Thread safe."""

    say: Callable[[str], None]
    clock: Callable[[], float] = monotonic
    _steps: Steps = field(init=False)
    _said: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._steps = Steps(self.clock)

    def __call__(self, rep: str, what: str, done: int) -> None:
        """Say how far a step has come, at most every few seconds."""
        with self._lock:
            step = self._steps.note(rep, what, done)
            now = self.clock()
            if now - self._said >= _SECONDS_BETWEEN_LINES:
                self._said = now
                self.say(step.told())
