"""One, two and four workers that cannot keep up: what more of them bring, and what the database pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.service.works import works

if TYPE_CHECKING:
    from benchmarks.service.works import Spent

WORKERS = (1, 2, 4)
DISTANCES = (0.0, 0.1)
"""Seconds that a request to the mail server is on its way. Without any, CPU decides; a real line takes some."""
_RATE = 500.0
"""Cycles a second that are asked for: more than two cores can do. With few mailboxes turns would be claimed again
before they were worked off, and workers would meet at one mailbox.
"""
_SETTLE = 10.0
"""Seconds in which a worker that started gets everything it needs into its memory."""


def scaling(mailboxes: int, window: float) -> dict[tuple[float, int], Spent]:
    """Measure idle cycles at each distance by so many workers, each a process with connections and data of its own."""
    found: dict[tuple[float, int], Spent] = {}
    every = mailboxes / _RATE
    with works(mailboxes, every) as made:
        made.plant.worker(every)
        made.warm(keeps_up=False)
        for number in WORKERS:
            while len(made.plant.workers) < number:
                made.plant.worker(every)
            for made.plant.door.distance in DISTANCES:
                made.during(_SETTLE)
                found[made.plant.door.distance, number] = made.during(window)
    return found
