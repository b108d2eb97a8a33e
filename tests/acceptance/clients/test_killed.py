"""Kill -9 in the middle of a first sync, again and again: what comes out is what comes out undisturbed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.server import SocketServer
from tests.acceptance.clients.contents import contents, overwritten
from tests.acceptance.clients.office import Office, open_office
from tests.acceptance.clients.wire import Wire
from tests.support.cli_world import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SPANS = (4, 3, 2)
"""Each death comes within this part of an undisturbed run: soon enough that there is work left for the next."""


@contextmanager
def wired(folder: Path) -> Iterator[tuple[Office, Wire]]:
    """Answer an office whose program reaches the servers over a wire; one of five reps has no folder yet."""
    with open_office(folder, reps=5, contacts=10, events=5) as office, ExitStack() as stack:
        wire = Wire()
        exchange, salesforce = (office.setup["connections"][f"acme-{one}"] for one in ("exchange", "salesforce"))
        address = stack.enter_context(SocketServer(wire.to(salesforce["login_url"]))).url
        salesforce["login_url"] = address
        address = stack.enter_context(SocketServer(wire.to(exchange["ews_url"]))).url
        exchange["ews_url"] = f"{address}/EWS/Exchange.asmx"
        yield office, wire


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, list[str]], set[str]]:
    """How many calls the first sync makes, what is there after it, and what it overwrote."""
    with wired(tmp_path_factory.mktemp("undisturbed")) as (office, wire):
        office.first()
        calls = wire.calls
        return calls, contents(office), overwritten(office)


def kill(process: subprocess.Popen[bytes], database: Path | None) -> None:
    """Kill the program with everything it started, and with the database if one is named."""
    os.killpg(process.pid, signal.SIGKILL)
    if database is not None:
        os.kill(int((database / "postgres" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)


def die(office: Office, wire: Wire, *, with_database: bool) -> bool:
    """Run a cycle until the wire strikes; tell whether it lived on to its end instead."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [*PROGRAM, "sync", "--once", "--json"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, env=office.program.environment(),
    ) as process:  # fmt: skip
        wire.strike = lambda: kill(process, office.program.base / "data" if with_database else None)
        process.wait()
    return process.returncode != -signal.SIGKILL


@pytest.mark.parametrize("with_database", [False, True])
def test_killed_again_and_again_it_ends_as_if_nothing_had_been(
    undisturbed: tuple[int, dict[str, list[str]], set[str]],
    tmp_path: Path,
    with_database: bool,  # noqa: FBT001
) -> None:
    calls, expected, lost = undisturbed
    chance = random.Random(f"killed {with_database}")
    with wired(tmp_path) as (office, wire):
        office.apply()
        lived = 0
        for span in SPANS:
            wire.at = wire.calls + chance.randint(2, calls // span)
            wire.answered = chance.random() < 0.6
            lived += die(office, wire, with_database=with_database)
        wire.at = 0
        office.settle()

        assert lived <= 1
        assert contents(office) == expected
        assert overwritten(office) == lost
        assert office.outbox() == []
        assert office.run("stop").code == 0
