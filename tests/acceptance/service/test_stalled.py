"""Jobs that a killed worker had in hand leave the queue; those of a living one stay."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from syncline.jobs.service.worker import STALLED
from syncline.store.schedule import Whose
from tests.support.holding_worker import QUEUE, TASK
from tests.support.store_database import served, server_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from procrastinate.jobs import Job


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with server_folder() as folder, served(folder) as url:
        yield url


@contextmanager
def worker(url: str) -> Iterator[subprocess.Popen[str]]:
    """A worker of its own that has one job in hand."""
    from syncline.jobs.service.tasks import app  # noqa: PLC0415 - Django has to be set up before

    app.configure_task(TASK, queue=QUEUE).defer()
    command = [sys.executable, "-m", "tests.support.holding_worker", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        assert process.stdout.readline() == "in hand\n"
        try:
            yield process
        finally:
            process.kill()


def remove() -> int:
    """Do what a worker does every so often."""
    from syncline.jobs.service.stalled import remove_stalled  # noqa: PLC0415 - as above
    from syncline.jobs.service.tasks import app, worker_connector  # noqa: PLC0415

    async def removed() -> int:
        with app.replace_connector(worker_connector()) as own:
            async with own.open_async():
                return len(await remove_stalled(own, STALLED))

    return asyncio.run(removed())


def told(url: str, statement: str, *arguments: Any) -> list[Any]:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(statement.encode(), arguments)
        return found.fetchall() if found.description else []


def silent(url: str) -> None:
    """Let the time pass after which a worker counts as dead, without waiting for it."""
    told(
        url, "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - make_interval(secs => %s)", STALLED + 1
    )


def test_the_job_of_a_killed_worker_is_removed_and_so_is_the_worker(url: str) -> None:
    with worker(url) as process:
        process.kill()
        process.wait()
        assert remove() == 0
        assert told(url, "SELECT status FROM procrastinate_jobs") == [("doing",)]
        silent(url)
        assert remove() == 1
    assert told(url, "SELECT * FROM procrastinate_jobs") == []
    assert told(url, "SELECT * FROM procrastinate_workers") == []
    assert remove() == 0


def test_the_job_of_a_living_worker_stays_whatever_becomes_of_others(url: str) -> None:
    with worker(url) as dead:
        dead.kill()
        dead.wait()
        silent(url)
        with worker(url):
            assert remove() == 1
            assert told(url, "SELECT status FROM procrastinate_jobs") == [("doing",)]
            assert len(told(url, "SELECT id FROM procrastinate_workers")) == 1


def test_two_that_remove_at_once_do_not_stumble_over_each_other(url: str) -> None:
    told(url, "DELETE FROM procrastinate_jobs")
    with worker(url) as process:
        process.kill()
        process.wait()
        silent(url)
        assert sum(asyncio.run(_twice())) >= 1
    assert told(url, "SELECT * FROM procrastinate_jobs") == []


def test_every_job_tells_whose_turns_it_has_in_hand(url: str) -> None:
    from syncline.jobs.service.tasks import DatabaseQueue, turns_of  # noqa: PLC0415 - as above

    told(url, "DELETE FROM procrastinate_jobs")
    queue = DatabaseQueue()
    queue.read_org("acme")
    queue.run_cycles(["acme/one@acme.example", "acme/two@acme.example"])
    queue.first_cycle("acme/new@acme.example")
    queue.tend_subscriptions(["acme/one@acme.example"])
    assert [turns_of(job) for job in asyncio.run(_jobs())] == [
        (Whose.ORG, ["acme"]),
        (Whose.REP, ["acme/one@acme.example", "acme/two@acme.example"]),
        (Whose.REP, ["acme/new@acme.example"]),
        (Whose.SUBSCRIPTION, ["acme/one@acme.example"]),
    ]


async def _jobs() -> list[Job]:
    """The jobs as a worker sees them."""
    from syncline.jobs.service.tasks import app, worker_connector  # noqa: PLC0415 - as above

    with app.replace_connector(worker_connector()) as own:
        async with own.open_async():
            return list(await own.job_manager.list_jobs_async())


async def _twice() -> list[int]:
    from syncline.jobs.service.stalled import remove_stalled  # noqa: PLC0415 - as above
    from syncline.jobs.service.tasks import app, worker_connector  # noqa: PLC0415

    with app.replace_connector(worker_connector()) as own:
        async with own.open_async():
            both = await asyncio.gather(remove_stalled(own, STALLED), remove_stalled(own, STALLED))
            return [len(removed) for removed in both]
