"""Whatever the seed: real sockets, one cycle, and everybody is in step; a second one finds nothing to do."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from syncline.cli.connector import RealConnector
from syncline.cli.setup_file.plan import plan
from syncline.cli.setup_file.read import read
from syncline.cli.setup_file.secrets import Surroundings
from syncline.jobs.run import Round
from syncline.records.words import Side
from syncline.sandbox.demo import RunningSandbox, start_sandbox
from syncline.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(slots=True)
class Installation:
    """A store and the cycles that run on it."""

    store: MemoryStore = field(default_factory=MemoryStore)

    def apply(self, setup: dict[str, Any], folder: Path) -> None:
        document = read(json.dumps(setup), "set-up", Surroundings(folder, {}))
        plan(document, self.store, now()).write(self.store)

    def cycle(self) -> dict[str, Any]:
        connector = RealConnector("installation", now)
        return Round(self.store, connector, now, lambda: uuid.uuid4().hex).run(None).as_json()


def now() -> datetime:
    return datetime.now(UTC)


def written(report: dict[str, Any]) -> int:
    return sum(
        counts[word]
        for collections in report["reps"].values()
        for ways in collections.values()
        for counts in ways.values()
        for word in ("created", "updated", "deleted", "failed")
    )


def folders(sandbox: RunningSandbox) -> list[int]:
    """Answer how many contacts stand in each rep's folder."""
    assert sandbox.exchange is not None
    return [
        len(folder.items)
        for mailbox in sandbox.exchange.mailboxes.values()
        for folder in mailbox.folders.values()
        if folder.name == "Salesforce_Sync"
    ]


def owned(sandbox: RunningSandbox) -> list[int]:
    """Answer how many contacts each rep has in Salesforce."""
    assert sandbox.salesforce is not None
    users = [user["username"] for user in sandbox.servers["salesforce"]["users"]]
    return [len(sandbox.salesforce.as_user(user).query("SELECT Id FROM Contact")) for user in users]


@pytest.fixture(params=[1, 2, 3])
def sandbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningSandbox]:
    running = start_sandbox({"salesforce", "exchange"}, request.param, 5, 100, 40, tmp_path)
    yield running
    running.stop()


def test_one_cycle_brings_everybody_in_step(sandbox: RunningSandbox, tmp_path: Path) -> None:
    installation = Installation()
    installation.apply(sandbox.setup, tmp_path)
    first, second = installation.cycle(), installation.cycle()

    for report in (first, second):
        assert report["in_step"]
        assert (report["errors"], report["unresolved"], report["unrepresentable"], report["held"]) == (0, 0, 0, [])
    assert written(first) > 5 * 100
    assert written(second) == 0
    assert folders(sandbox) == owned(sandbox) == [100] * 5
    assert sandbox.exchange is not None
    assert sandbox.exchange.outbox == []
    overwritten = [row for row in installation.store.journal() if any(row.before.values())]
    assert {row.side for row in overwritten} == {Side.MAILBOX}
    assert len({row.rep for row in overwritten}) == 4, "all but the rep who had no folder"
