"""A worker takes jobs over connections of its own: what it hands out stays part of the transaction that claimed it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import psycopg
import pytest

from syncline.store.errors import StoreUnavailableError
from tests.support.store_database import empty_store, served, server_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.jobs.service.queue import JobQueue
    from syncline.jobs.service.service import Service
    from syncline.store.database import DatabaseStore

_LOOKS = 3


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with server_folder() as folder, served(folder) as url:
        yield url


@dataclass
class Losing:
    """Stands in for a service that loses its database each time between handing out and committing."""

    queue: JobQueue
    told: threading.Event
    store: DatabaseStore = field(default_factory=empty_store)
    pool: None = None
    ran: list[str] = field(default_factory=list)
    looks: int = 0

    def plan(self) -> None:
        """Nothing is planned."""

    def hand_out_subscriptions(self) -> None:
        """Nobody subscribes."""

    def hand_out(self) -> None:
        self.looks += 1
        if self.looks == _LOOKS:
            self.told.set()
        with self.queue.together():
            self.queue.run_cycles(["acme/rep@acme.example"])
            raise StoreUnavailableError("handing out work", "57P01")

    def run_cycles(self, ids: Sequence[str]) -> None:
        self.ran += ids


def test_what_was_not_committed_is_not_handed_out_while_jobs_are_taken(url: str) -> None:
    from syncline.jobs.service.tasks import DatabaseQueue  # noqa: PLC0415 - Django has to be set up before
    from syncline.jobs.service.worker import Worker  # noqa: PLC0415 - as above

    told = threading.Event()
    losing = Losing(DatabaseQueue(), told)
    Worker(cast("Service", losing), told).run()
    with psycopg.connect(url) as connection:
        left = connection.execute("SELECT task_name FROM procrastinate_jobs").fetchall()
    assert (losing.looks, losing.ran, left) == (_LOOKS, [], [])
