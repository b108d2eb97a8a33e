"""What mailboxes cost with which nothing happens, and those of people at work; more and more of them."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.machine import memory
from benchmarks.service.seeding import address_of
from benchmarks.service.works import works

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.service.works import Spent, Works

PROMISED = 300.0
"""Seconds of a cycle."""
_QUICKEST = 5.0
_MOST = 10_000
"""Mailboxes that have the promised cycle; fewer have a shorter one, so that as many cycles a second are measured."""
RECORDS, SHARE = 1_000, 0.02
"""Records of a mailbox at work, and what part of them changes in a day."""
CHANGES = RECORDS * SHARE * PROMISED / 86_400
"""Changes that one cycle of five minutes meets: 0.07."""


@dataclass(frozen=True, slots=True)
class Grown:
    """Figures of one size. CPU in seconds for one cycle; memory of the worker in megabytes."""

    mailboxes: int
    idle: Spent
    busy: Spent
    megabytes: float
    changes: int


def growth(mailboxes: int, window: float) -> Grown:
    """Measure one worker with so many mailboxes: a window in which nothing happens, one with changes."""
    every = max(_QUICKEST, PROMISED * mailboxes / _MOST)
    with works(mailboxes, every) as made:
        worker = made.plant.worker(every)
        made.warm()
        idle = made.during(window)
        megabytes = memory(worker.pid)
        with _people(made, CHANGES * mailboxes / every) as done:
            busy = made.during(window)
        return Grown(mailboxes, idle, busy, megabytes, len(done))


@contextmanager
def _people(made: Works, rate: float) -> Iterator[list[str]]:
    """Let people edit contacts in their mailboxes while the block runs, so many a second; answers who did."""
    over, done = threading.Event(), list[str]()

    def edit() -> None:
        began = time.monotonic()
        while not over.wait(max(began + (len(done) + 1) / rate - time.monotonic(), 0)):
            address = address_of(len(done) * 7919 % made.mailboxes)
            mailbox = made.plant.world.exchange.mailboxes[address]
            item = next(one for one in list(mailbox.items.values()) if one.kind == "Contact")
            mailbox.edit(item, {"JobTitle": made.plant.world.faker.job()})
            done.append(address)

    person = threading.Thread(target=edit)
    person.start()
    try:
        yield done
    finally:
        over.set()
        person.join()
