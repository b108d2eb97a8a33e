"""From a set-up file to mailboxes and Salesforce in step, with the program as people run it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.support.cli_world import LiveWorld, sync_folder
from tests.support.guard import GUARD

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LiveWorld]:
    with LiveWorld(tmp_path).serving() as world:
        yield world
        world.run("stop")


def written(report: dict[str, Any]) -> int:
    return sum(
        counts[word]
        for collections in report["reps"].values()
        for ways in collections.values()
        for counts in ways.values()
        for word in ("created", "updated", "deleted")
    )


def first_line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    document: dict[str, Any] = json.loads(process.stdout.readline())
    return document


def test_set_up_sync_and_stay_in_step(world: LiveWorld) -> None:
    assert world.apply().code == 0
    first = world.run("sync", "--once", "--json")
    second = world.run("sync", "--once", "--json")

    assert (first.code, first.json["in_step"], first.json["errors"]) == (0, True, 0)
    assert set(first.json["reps"]) == set(world.reps)
    assert world.org.count("Contact") == 12
    assert world.org.count("Event") == 6
    assert [len(sync_folder(mailbox).items) for mailbox in world.exchange.mailboxes.values()] == [6, 6]
    assert (second.code, written(second.json)) == (0, 0)
    assert world.exchange.outbox == []

    status = world.run("status", "--json").json
    assert status["in_step"]
    assert [rep["collections"]["contacts"]["links"] for rep in status["reps"]] == [6, 6]


def test_everything_runs_and_stops(world: LiveWorld) -> None:
    assert world.apply().code == 0
    with world.running("up", "--json", "--listen", "127.0.0.1:0", "--every", "1") as process:
        url = first_line(process)["url"]
        page = requests.get(url, timeout=GUARD)
        readiness = requests.get(f"{url}readyz", timeout=GUARD)
        world.add_contact(world.reps[0])
        log = _until(process, "cycles finished")
        stopped = world.run("stop", "--json")
        process.wait(GUARD)
        log += process.stderr.read() if process.stderr else ""

    assert (page.status_code, readiness.json()) == (200, {"ready": True})
    assert not any(address in page.text for address in world.reps), "nobody has signed in"
    assert stopped.json["stopped"] == ["up"]
    assert process.returncode == 0
    assert not any(address in log for address in world.reps)


def _until(process: subprocess.Popen[str], word: str) -> str:
    """Read what a process says until it says this."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if word in line:
            return said
    raise AssertionError(f"it ended and never said {word!r}: {said}")


def test_a_second_worker_on_one_folder_is_refused(world: LiveWorld) -> None:
    with world.running("worker", "--json") as process:
        assert first_line(process)["ready"]
        refused = world.run("worker", "--json")
        process.terminate()
        process.wait(GUARD)

    assert (refused.code, refused.json["error"]["code"]) == (1, "already_running")
    assert process.returncode == 0
