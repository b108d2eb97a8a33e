"""The demonstration and the sandbox, as a newcomer starts them."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.acceptance.cli.test_journey import written
from tests.support.cli_world import LiveWorld
from tests.support.guard import GUARD

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

SMALL = ("--reps", "2", "--contacts", "10", "--events", "5")
EVERYTHING = ("--reps", "9", "--contacts", "5", "--events", "2")
"""Enough reps for three mail systems in two orgs."""
SERVERS = {"salesforce", "exchange", "microsoft365", "google"}


@pytest.fixture
def alone(tmp_path: Path) -> LiveWorld:
    """The program on a data folder that is not there yet, without the servers of the other tests."""
    return LiveWorld(tmp_path, reps=())


def first_line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    document: dict[str, Any] = json.loads(process.stdout.readline())
    return document


def test_the_demo_ends_in_step_and_leaves_the_folder_for_a_look(alone: LiveWorld) -> None:
    outcome = alone.run("demo", "--once", "--json", *EVERYTHING)
    again = alone.run("demo", "--once", "--json", *EVERYTHING)

    assert (outcome.code, outcome.json["in_step"], outcome.json["errors"]) == (0, True, 0)
    assert len(outcome.json["reps"]) == 9
    assert set(outcome.json["calls"]) == SERVERS
    assert outcome.json["cycles"] >= 1
    assert (again.code, again.json["error"]["code"]) == (2, "folder_in_use")
    reps = alone.run("status", "--json").json["reps"]
    assert {(rep["org"], rep["mail"]) for rep in reps} == {
        (org, mail) for org in ("acme-salesforce", "globex-salesforce")
        for mail in ("acme-exchange", "acme-m365", "acme-google")
    }  # fmt: skip


def test_the_demo_keeps_going_with_a_page_until_interrupted(alone: LiveWorld) -> None:
    with alone.running("demo", "--json", "--listen", "127.0.0.1:0", *SMALL) as process:
        told = first_line(process)
        page = requests.get(told["page"], timeout=GUARD)
        process.send_signal(signal.SIGINT)
        process.wait(GUARD)

    assert page.status_code == 200
    assert all(address in page.text for address in told["reps"])
    assert process.returncode == 0


def test_every_trouble_is_shown_as_what_it_is(alone: LiveWorld) -> None:
    outcome = alone.run("demo", "--once", "--trouble", "--json", "--reps", "3", "--contacts", "10", "--events", "2")
    assert outcome.code == 0, outcome.err
    told = outcome.json["trouble"]
    assert {one["name"] for one in told if not one["as_expected"]} == set()
    assert len(told) == 8
    assert all(one["prepared"] in outcome.err and one["outcome"] in outcome.err for one in told)
    held = alone.run("held", "--json").json["held"]
    assert {row["rep"].partition("/")[2] for row in held} == {one["rep"] for one in told if "deletions" in one["name"]}


def test_trouble_needs_three_reps(alone: LiveWorld) -> None:
    outcome = alone.run("sandbox", "--trouble", "--reps", "2")
    assert (outcome.code, "--reps 3" in outcome.err) == (2, True)


def test_the_sandbox_tells_servers_and_a_set_up_that_can_be_applied(alone: LiveWorld) -> None:
    with alone.running("sandbox", "--orgs", "2", *EVERYTHING) as process:
        told = first_line(process)
        outcome = alone.apply(told["setup"])
        synced = alone.run("sync", "--once", "--json")
        again = alone.run("sync", "--once", "--json")
        process.terminate()
        process.wait(GUARD)

    assert set(told["servers"]) == {*SERVERS, "second_salesforce"}
    assert (outcome.code, outcome.json["warnings"]) == (0, [])
    assert (synced.code, synced.json["in_step"]) == (0, True)
    assert (again.code, again.json["in_step"], written(again.json)) == (0, True, 0)
    assert process.returncode == 0


def test_a_server_that_is_not_there_is_refused(alone: LiveWorld) -> None:
    outcome = alone.run("sandbox", "--only", "sharepoint")

    assert outcome.code == 2
    assert "no server" in outcome.err
