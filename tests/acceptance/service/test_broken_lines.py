"""The database goes away at any moment, under everything that runs: nothing ends, nothing stands still, nobody is lost.

Which request a connection breaks at comes from a seed; what each process does at that moment is as it comes.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import requests

from tests.support.breaking_line import breaking_line
from tests.support.cli_world import sync_folder
from tests.support.guard import GUARD
from tests.support.plant import Plant, plant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.crash.processes import Part
    from tests.support.breaking_line import BreakingLine

SEED = "2026"
LONGEST = 40
"""Requests that a connection lasts at most."""
BROKEN = 100
RESTARTS = 3
QUEUES = 3
PAGES = ("", "healthz", "readyz", "metrics", "api/status", "api/openapi.json", "accounts/sign-in/")
FINE = {200, 302, 401, 404, 503}


@pytest.fixture
def works(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    with plant(tmp_path_factory.mktemp("plant")) as works:
        works.apply()
        yield works


def edit(works: Plant, chance: random.Random) -> None:
    """Let somebody enter somebody, on one of the two sides."""
    address = chance.choice(works.world.reps)
    if chance.random() < 0.5:
        works.world.add_contact(address)
    else:
        works.world.add_to_salesforce(address)


def in_step(works: Plant, made: int) -> bool:
    """Whether everybody who was entered is on both sides."""
    folders = [sync_folder(mailbox) for mailbox in works.world.exchange.mailboxes.values()]
    return works.world.counts("Contact") == sum(len(folder.items) for folder in folders) == made


def visit(served: list[Part], chance: random.Random) -> set[int]:
    """Look at a page of each."""
    addresses = [f"{part.url}{chance.choice(PAGES)}" for part in served]
    return {requests.get(one, timeout=GUARD, allow_redirects=False).status_code for one in addresses}


def strike(works: Plant, line: BreakingLine, served: list[Part], chance: random.Random) -> int:
    """Break connections, and restart the database now and then, while everybody works; answers how many were made."""
    made = 0
    at = [BROKEN * number // (RESTARTS + 1) for number in range(1, RESTARTS + 1)]
    line.whole = False
    while line.broken < BROKEN:
        assert visit(served, chance) <= FINE
        if chance.random() < 0.2:
            edit(works, chance)
            made += 1
        if at and line.broken >= at[0]:
            at.pop(0)
            works.restart()
    line.whole = True
    return made


def test_whatever_breaks_when_everything_lives_and_ends_in_step(works: Plant) -> None:
    chance = random.Random(SEED)
    made = 6 * len(works.world.reps)
    with breaking_line(works.url, SEED, LONGEST) as line:
        works.through(line.url)
        workers = [works.worker(), works.worker()]
        pages = ("--listen", "127.0.0.1:0")
        served = [works.part("web", *pages), works.part("up", *pages, "--every", "2")]
        parts = [*workers, *served, works.part("listen")]
        works.until(lambda: all(part.url for part in served) and in_step(works, made), "everybody is in step")

        made += strike(works, line, served, chance)
        for address in works.world.reps:
            works.world.add_contact(address)
            works.world.add_to_salesforce(address)  # lets them be looked at soon
        made += 2 * len(works.world.reps)
        works.until(lambda: in_step(works, made), "everybody is in step again")

        assert [part.alive for part in parts] == [True] * len(parts), works.said()[-80:]
        listening = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        works.until(lambda: len(works.ask(listening)) == QUEUES * 3, "each queue is told of jobs again")
        heard = "SELECT name FROM store_turn WHERE whose = 'push'"
        works.until(lambda: len(works.ask(heard)) == len(works.world.reps), "each mailbox is listened to again")
        ready = {requests.get(f"{part.url}readyz", timeout=GUARD).status_code for part in served for _ in range(16)}
        assert ready == {200}
        assert [line for line in works.said() if "defect" in line or "Traceback" in line] == []
        assert max(Counter(names(works)).values()) == 1


def names(works: Plant) -> list[str]:
    """Everybody in Salesforce, by last name and address; twice who was made twice."""
    found = works.world.org.as_user("sync@acme.example").query("SELECT LastName, Email FROM Contact")
    return [f"{row['LastName']} {row['Email']}" for row in found]
