"""A sandbox in a process of its own, the program beside it, and reps who work with other people's clients."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests
from exchangelib import close_connections

from tests.acceptance.clients.desk import Desk
from tests.support.cli_world import LiveWorld
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.cli_machine import Outcome

PATIENCE = 6
"""How many cycles it may take until nothing is left to do."""


@dataclass
class Office:
    """What the sandbox told, and the program on a data folder of its own."""

    program: LiveWorld
    servers: dict[str, Any]
    setup: dict[str, Any]
    sandbox: int = 0
    """The process id of the sandbox."""
    desks: list[Desk] = field(init=False)

    def __post_init__(self) -> None:
        self.desks = [Desk(self.servers, number) for number in range(len(self.servers["exchange"]["mailboxes"]))]

    @property
    def nothing(self) -> dict[str, int]:
        """What cycles do that find nothing to do."""
        return dict.fromkeys(("created", "updated", "deleted", "skipped", "failed"), 0)

    @property
    def contacts(self) -> dict[str, Any]:
        """The contacts of the set-up's configuration, to be changed before `apply`."""
        (configuration,) = self.setup["configurations"].values()
        contacts: dict[str, Any] = configuration["contacts"]
        return contacts

    def rep(self, desk: Desk) -> str:
        """Answer what the program calls a rep."""
        return f"acme-salesforce/{desk.address}"

    def apply(self) -> None:
        """Apply the set-up as it is now."""
        outcome = self.program.apply(self.setup)
        assert outcome.code == 0, outcome.err

    def run(self, *arguments: str) -> Outcome:
        """Run a command that answers JSON."""
        outcome = self.program.run(*arguments, "--json")
        assert "Traceback" not in outcome.err, outcome.err
        return outcome

    def cycle(self) -> Outcome:
        """Run one cycle of everybody."""
        return self.run("sync", "--once")

    def first(self) -> None:
        """Run the first cycle of a set-up, which leaves nothing to do."""
        self.apply()
        outcome = self.cycle()
        assert (outcome.code, outcome.json["in_step"], outcome.json["errors"]) == (0, True, 0), outcome.err

    def settle(self) -> dict[str, int]:
        """Run cycles until one is in step and writes nothing; answers what they did, summed up."""
        total: dict[str, int] = {}
        for _ in range(PATIENCE):
            outcome = self.cycle()
            done = summed(outcome.json)
            total = {word: total.get(word, 0) + count for word, count in done.items()}
            if outcome.code == 0 and outcome.json["in_step"] and not written(outcome.json):
                assert (outcome.json["errors"], outcome.json["held"]) == (0, [])
                return total
        raise AssertionError(f"not in step after {PATIENCE} cycles: {outcome.out}{outcome.err}")

    def journal(self, **wanted: str) -> list[dict[str, Any]]:
        """Answer the journal's rows that have these values, newest first."""
        rows: list[dict[str, Any]] = self.run("journal").json["journal"]
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]

    def outbox(self) -> list[dict[str, Any]]:
        """Answer every mail that the Exchange server would have sent."""
        mails: list[dict[str, Any]] = requests.get(self.servers["exchange"]["outbox_url"], timeout=GUARD).json()
        return mails


def summed(report: dict[str, Any]) -> dict[str, int]:
    """Answer a report's counts over all reps, collections and directions."""
    total: dict[str, int] = {}
    for collections in report["reps"].values():
        for counts in (counts for ways in collections.values() for counts in ways.values()):
            for word, count in counts.items():
                total[word] = total.get(word, 0) + count
    return total


def written(report: dict[str, Any]) -> int:
    """Answer how many records a cycle wrote."""
    return sum(summed(report)[word] for word in ("created", "updated", "deleted"))


@contextmanager
def open_office(folder: Path, *, reps: int = 3, contacts: int = 20, events: int = 10) -> Iterator[Office]:
    """Start a sandbox; nothing is applied yet."""
    program = LiveWorld(folder, reps=())
    counts = ("--reps", str(reps), "--contacts", str(contacts), "--events", str(events))
    with program.running("sandbox", "--only", "salesforce,exchange", *counts) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        try:
            yield Office(program, told["servers"], told["setup"], process.pid)
        finally:
            close_connections()
            process.terminate()
            process.wait(GUARD)
