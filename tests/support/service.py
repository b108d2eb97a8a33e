"""The service in one process: jobs are kept in a list and run when the test says so, time is stepped."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.jobs.service.live import Live
from syncline.jobs.service.pace import Pace
from syncline.jobs.service.queue import JobQueue
from syncline.jobs.service.service import Service
from tests.support.house import Plug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.support.house import House

EVERY = 300.0


@dataclass
class Listed(JobQueue):
    """Jobs, oldest first. One that waits is not put in again."""

    orgs: list[str] = field(default_factory=list)
    batches: list[list[str]] = field(default_factory=list)
    tended: list[list[str]] = field(default_factory=list)
    firsts: list[str] = field(default_factory=list)

    @contextmanager
    def together(self) -> Iterator[None]:
        yield

    def waiting(self) -> int:
        return len(self.batches)

    def tend_subscriptions(self, reps: Sequence[str]) -> None:
        self.tended.append(list(reps))

    def read_org(self, org: str) -> None:
        self.orgs += [] if org in self.orgs else [org]

    def run_cycles(self, reps: Sequence[str]) -> None:
        self.batches.append(list(reps))

    def first_cycle(self, rep: str) -> None:
        self.firsts += [] if rep in self.firsts else [rep]


@dataclass
class Shift:
    """A worker of a house. `ran` are the reps whose cycles were run, in order."""

    house: House
    queue: Listed = field(default_factory=Listed)
    ran: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.service = Service(
            self.house.store, Live(self.house.store, Plug(self.house)), self.queue, self.house.clock, self.house.ids,
            chance=lambda: 0.0, pace=Pace(EVERY),
        )  # fmt: skip

    def work(self) -> None:
        """Hand out what is due, and work until the queue is empty."""
        self.service.plan()
        self.service.hand_out()
        self.service.hand_out_subscriptions()
        while self.queue.orgs or self.queue.batches or self.queue.firsts or self.queue.tended:
            if self.queue.tended:
                self.service.tend_subscriptions(self.queue.tended.pop(0))
                continue
            if self.queue.orgs:
                self.service.read_org(self.queue.orgs.pop(0))
                continue
            batch = self.queue.batches.pop(0) if self.queue.batches else [self.queue.firsts.pop(0)]
            self.ran += batch
            self.service.run_cycles(batch)

    def after(self, seconds: float) -> list[str]:
        """Let time pass, work, and answer whose cycles were run."""
        self.house.clock.advance(timedelta(seconds=seconds))
        self.ran.clear()
        self.work()
        return list(self.ran)
