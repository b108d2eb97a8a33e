"""Several workers on one database: nobody is worked on by two, and whoever ends, however, leaves nothing undone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.crash.processes import ROOT
from tests.support.guard import GUARD
from tests.support.plant import Plant, plant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.crash.processes import Worker

SECONDS = 40.0
"""How long ending takes at the most on a very busy machine: less than a server's silence is borne."""


@pytest.fixture
def works(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    with plant(tmp_path_factory.mktemp("plant")) as works:
        works.apply()
        yield works


def names(works: Plant) -> list[str]:
    """Everybody in Salesforce, by last name and address; twice who was made twice."""
    found = works.world.org.as_user("sync@acme.example").query("SELECT LastName, Email FROM Contact")
    return sorted(f"{row['LastName']} {row['Email']}" for row in found)


def expected(works: Plant) -> int:
    """How many contacts there are where everybody is on both sides."""
    return 6 * len(works.world.reps)


def ended(worker: Worker, number: signal.Signals) -> tuple[int, float]:
    """End a worker, and answer its exit code and how long that took."""
    began = time.monotonic()
    return worker.end(number), time.monotonic() - began


def all_synced(works: Plant) -> bool:
    inside = [mailbox.items for mailbox in works.world.exchange.mailboxes.values()]
    return works.world.counts("Contact") == expected(works) and sum(map(len, inside)) >= expected(works)


def test_two_workers_share_the_mailboxes_and_never_meet_in_one(works: Plant) -> None:
    first, second = works.worker(), works.worker()
    works.until(lambda: all_synced(works), "everybody is in step")
    first.cycles(2)
    second.cycles(2)
    assert {count for name, count in works.door.most.items() if name} == {1}
    assert len(names(works)) == len(set(names(works))) == expected(works)


def test_a_worker_that_is_killed_in_the_middle_holds_nothing_back(works: Plant) -> None:
    first = works.worker()
    works.until(lambda: works.world.counts("Contact") > 3 * len(works.world.reps), "the first ones are created")
    second = works.worker()
    first.kill()
    works.until(lambda: all_synced(works), "the other worker did the rest")
    second.cycles(2)
    assert len(names(works)) == len(set(names(works))) == expected(works)


def test_a_worker_that_is_told_to_end_does_so_within_seconds(works: Plant) -> None:
    worker = works.worker()
    works.until(lambda: works.world.counts("Contact") > 3 * len(works.world.reps), "it is in the middle of something")
    code, seconds = ended(worker, signal.SIGTERM)
    assert code == 0
    assert seconds < SECONDS
    assert works.ask("SELECT 1 FROM procrastinate_jobs WHERE status = 'doing'") == []
    works.worker()
    works.until(lambda: all_synced(works), "the next one did the rest")
    assert len(names(works)) == len(set(names(works))) == expected(works)


def test_a_database_that_is_restarted_under_workers_is_found_again(works: Plant) -> None:
    workers = [works.worker(), works.worker()]
    works.until(lambda: all_synced(works), "everybody is in step")
    for _ in range(2):
        works.restart()
        address = works.world.reps[0]
        before = works.world.counts("Contact")
        works.world.add_contact(address)
        works.until(lambda: works.world.counts("Contact") == before + 1, "it goes on")  # noqa: B023 - called at once
        for worker in workers:
            worker.cycles(1)
    assert all(worker.alive for worker in workers)


def test_a_mailbox_that_never_answers_keeps_nobody_waiting_not_even_the_end(works: Plant) -> None:
    worker = works.worker()
    works.until(lambda: all_synced(works), "everybody is in step")
    works.door.kept = works.world.reps[0]
    assert works.door.caught.wait(GUARD)
    before = works.world.counts("Contact")
    for address in works.world.reps[1:]:
        works.world.add_contact(address)
    works.until(lambda: works.world.counts("Contact") == before + 3, "the others go on")
    code, seconds = ended(worker, signal.SIGTERM)
    assert code == 0
    assert seconds < 15 + 3 + SECONDS


def test_a_worker_that_breaks_says_so_to_whoever_starts_it_again(works: Plant) -> None:
    """Even where a thread keeps it that waits for a server: who ended well is not started again."""
    command = [sys.executable, "-m", "tests.support.breaking_worker"]
    ended = subprocess.run(  # noqa: S603 - our own program
        command, env=works.environment(0), cwd=ROOT, capture_output=True, check=False
    )
    assert ended.returncode == os.EX_SOFTWARE
