"""Progress with rate and estimate."""

from __future__ import annotations

import io
from dataclasses import dataclass

from rich.console import Console
from rich.progress import Progress

from syncline.cli.progress import Bars, Lines
from syncline.cli.steps import Steps


@dataclass
class Seconds:
    """A clock that is moved by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_settling_ends_with_what_was_read() -> None:
    clock = Seconds()
    steps = Steps(clock)
    reading = steps.note("m@acme.example", "reading contacts from mailbox", 300)
    steps.note("m@acme.example", "reading contacts from salesforce", 100)
    steps.note("o@acme.example", "reading contacts from mailbox", 5000)
    steps.note("m@acme.example", "settling contacts", 0)
    clock.now = 10.0
    step = steps.note("m@acme.example", "settling contacts", 200)

    assert (reading.total, step.total, step.rate, step.seconds_left) == (None, 400, 20.0, 10.0)
    assert step.told() == "m@acme.example: settling contacts: 200 of 400, 20/s, about 10 s left"


def test_the_estimate_never_runs_backwards() -> None:
    step = Steps(Seconds()).note("m@acme.example", "settling events", 200)

    assert (step.total, step.rate, step.seconds_left) == (200, None, None)


def test_lines_come_only_now_and_then() -> None:
    said: list[str] = []
    clock = Seconds()
    lines = Lines(said.append, clock)
    for second in range(12):
        clock.now = float(second)
        lines("m@acme.example", "reading contacts from mailbox", second * 100)

    assert [line.rpartition(": ")[2] for line in said] == ["0", "500, 100/s", "1,000, 100/s"]


def test_a_bar_per_rep_shows_the_step_that_runs() -> None:
    bars = Progress(console=Console(file=io.StringIO()))
    shown = Bars(bars)
    for rep in ("m@acme.example", "o@acme.example"):
        shown(rep, "reading contacts from mailbox", 7)
    shown("m@acme.example", "settling contacts", 3)

    assert [(task.description, task.completed, task.total) for task in bars.tasks] == [
        ("o@acme.example: reading contacts from mailbox", 7, None),
        ("m@acme.example: settling contacts", 3, 7),
    ]
