"""Play one story twice: undisturbed, and with kills; answer where each ended."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.acceptance.clients.contents import contents, overwritten
from tests.acceptance.clients.office import Office, open_office
from tests.acceptance.crash.load import Load
from tests.acceptance.crash.processes import ROOT, Relay, Worker
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

LONGEST = 0.8
"""Seconds from a worker's first call to the kill, at most."""
_FREEZE = 0.4
_VICTIMS = ("worker",) * 5 + ("database",) * 3 + ("line",) * 2 + ("freeze",)


@dataclass(slots=True)
class Ending:
    """What is there at the end, and what struck on the way."""

    contents: dict[str, list[str]]
    links: list[Any]
    overwritten: set[str]
    mails: int
    struck: Counter[str] = field(default_factory=Counter)


def play(folder: Path, seed: int, kills: int, rounds: int) -> Ending:
    """Play a first sync and rounds of edits, with this many kills spread over all of them."""
    folder.mkdir()
    with _stage(folder) as stage:
        shares = [kills // (rounds + 1)] * (rounds + 1)
        shares[0] += kills - sum(shares)
        load = Load(seed, stage.office.desks)
        for number, share in enumerate(shares):
            stage.act(load.edits(number) if number else [], random.Random(f"{seed} kills {number}"), share)
        return stage.ending()


@dataclass(slots=True)
class _Stage:
    office: Office
    relay: Relay
    worker: Worker
    struck: Counter[str] = field(default_factory=Counter)

    def act(self, edits: Sequence[Callable[[], object]], chance: random.Random, kills: int) -> None:
        """Let people do their edits between kills, then let everything come to rest."""
        left = list(edits)
        for number in range(kills):
            share = len(left) // (kills - number)
            for edit in left[:share]:
                edit()
            left = left[share:]
            self._strike(chance)
        for edit in left:
            edit()
        self.worker.start()
        self.worker.rest()

    def _strike(self, chance: random.Random) -> None:
        """Wait until the worker talks to somebody, and a random while longer."""
        self.relay.called.clear()
        self.worker.start()
        assert self.relay.called.wait(GUARD), "".join(self.worker.said[-8:])
        threading.Event().wait(chance.uniform(0, LONGEST))
        victim = chance.choice(_VICTIMS)
        self.struck[victim] += 1
        getattr(self, f"_kill_{victim}")()

    def _kill_worker(self) -> None:
        self.worker.kill()

    def _kill_database(self) -> None:
        """The worker lives on, and has to find its way back to a database."""
        record = self.office.program.base / "data" / "postgres" / "postmaster.pid"
        os.kill(int(record.read_text().splitlines()[0]), signal.SIGKILL)

    def _kill_line(self) -> None:
        """The servers' end of every connection is gone; they are back at the same address."""
        self.relay.kill()
        self.relay.start()

    def _kill_freeze(self) -> None:
        """The servers hold their breath."""
        os.kill(self.office.sandbox, signal.SIGSTOP)
        threading.Event().wait(_FREEZE)
        os.kill(self.office.sandbox, signal.SIGCONT)

    def ending(self) -> Ending:
        """Look at everything."""
        self.worker.stop()
        data = self.office.program.base / "data"
        command = [sys.executable, "-m", "tests.acceptance.crash.links", str(data)]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603 - our own program
        return Ending(
            contents(self.office), json.loads(told.stdout), overwritten(self.office), len(self.office.outbox()),
            self.struck,
        )  # fmt: skip


def differences(ending: Ending, expected: Ending) -> list[str]:
    """Say where two endings differ. A write that was announced and not made may be in the journal besides."""
    found = [name for name, held in expected.contents.items() if ending.contents.get(name) != held]
    found += ["links"] if ending.links != expected.links else []
    found += ["journal"] if not ending.overwritten >= expected.overwritten else []
    return found + (["mails"] if ending.mails or expected.mails else [])


@contextmanager
def _stage(folder: Path) -> Iterator[_Stage]:
    with open_office(folder, reps=2, contacts=8, events=4) as office:
        connections = office.setup["connections"]
        urls = [connections["acme-salesforce"]["login_url"], connections["acme-exchange"]["ews_url"]]
        relay = Relay([urlsplit(url).port or 80 for url in urls])
        salesforce, exchange = relay.ports
        connections["acme-salesforce"]["login_url"] = f"http://127.0.0.1:{salesforce}"
        connections["acme-exchange"]["ews_url"] = f"http://127.0.0.1:{exchange}/EWS/Exchange.asmx"
        office.contacts["deletes"] = "both"
        office.setup["guards"] = {"deletes": {"at_least": 1000, "percent": 100, "count": 1000}}
        office.apply()
        worker = Worker(office.program.environment())
        relay.start()
        try:
            yield _Stage(office, relay, worker)
        finally:
            worker.kill()
            relay.close()
            office.program.run("stop")
