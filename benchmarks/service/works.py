"""A plant of seeded mailboxes, and what it costs while it works."""

from __future__ import annotations

import resource
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.plant import plant

from benchmarks.machine import cpu
from benchmarks.service.seeding import Seeding, in_step
from syncline.sandbox.salesforce.pubsub import PubSubServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from wsgiref.types import WSGIApplication

    from tests.support.plant import Plant

_CYCLES = "SELECT COALESCE(SUM(number), 0) FROM store_count WHERE what = 'cycles' AND hour = ''"
_SEEN = "SELECT count(*) FROM store_cycle WHERE rep LIKE 'acme/seeded%'"
_LATE = "SELECT count(*) FROM store_turn WHERE whose = 'rep' AND due < now() - interval '2 seconds'"
_PATIENCE = 1800.0
_REQUESTS, _REQUESTS_OF_A_USER = 100_000, 1_000
"""A day, in an org of the Enterprise Edition: how soon the feed may be read again rests on it.

https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_api.htm
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds since the beginning, and cycles that came to their end."""

    at: float
    cycles: int
    workers: float
    database: float
    servers: float
    """Of the servers and of whoever measures: one process, which counts nowhere."""


@dataclass(frozen=True, slots=True)
class Works:
    """A plant in which everybody is in step."""

    plant: Plant
    mailboxes: int
    telling: PubSubServer
    """Where the org tells of changes."""

    def warm(self, *, keeps_up: bool = True) -> None:
        """Wait until every mailbox had its first cycle, and nobody is late; raises if anything was written.

        Workers that are asked for more than they can do never come that far: they do not keep up.
        """
        wait(lambda: self.plant.ask(_SEEN)[0][0] == self.mailboxes, 0.5)
        if keeps_up:
            wait(lambda: self.plant.ask(_LATE)[0][0] == 0, 0.5)
        if not in_step(self.plant, self.mailboxes):
            raise RuntimeError("the seeded mailboxes are not in step: the figures would not be those of idle ones")

    def cycles(self) -> int:
        """Cycles that came to their end so far."""
        return int(str(self.plant.ask(_CYCLES)[0][0]))

    def spent(self) -> Spent:
        """Look at all meters."""
        own = resource.getrusage(resource.RUSAGE_SELF)
        workers = sum(cpu(worker.pid) for worker in self.plant.workers if worker.alive)
        return Spent(time.monotonic(), self.cycles(), workers, cpu(self._server()), own.ru_utime + own.ru_stime)

    def during(self, seconds: float) -> Spent:
        """Let time pass, and answer what was spent meanwhile."""
        before = self.spent()
        threading.Event().wait(seconds)
        now = self.spent()
        return Spent(
            now.at - before.at,
            max(now.cycles - before.cycles, 1),
            now.workers - before.workers,
            now.database - before.database,
            now.servers - before.servers,
        )

    def _server(self) -> int:
        return int((self.plant.base / "postgres" / "postmaster.pid").read_text().splitlines()[0])


@contextmanager
def works(
    mailboxes: int, every: float, around: Callable[[WSGIApplication], WSGIApplication] = lambda served: served
) -> Iterator[Works]:
    """Answer so many mailboxes in a folder of their own; no worker runs yet. One more mailbox is empty.

    `around` puts something in front of both servers.
    """
    with (
        tempfile.TemporaryDirectory(prefix="syncline-bench-") as folder,
        plant(Path(folder), 1, 0, around) as made,
    ):
        made.world.org.requests.limit = _REQUESTS + _REQUESTS_OF_A_USER * mailboxes
        telling = PubSubServer(made.world.org)
        made.apply(pubsub=telling.address)
        Seeding(made, every).run(mailboxes)
        try:
            yield Works(made, mailboxes, telling)
        finally:
            telling.stop()


def wait(holds: Callable[[], bool], pause: float = 0.01) -> None:
    """Look again and again until something holds. Raises `TimeoutError` after half an hour."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > _PATIENCE:
            raise TimeoutError
        threading.Event().wait(pause)
