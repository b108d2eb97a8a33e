"""`syncline coming-from` and `syncline alerts`, as a person or a program runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from syncline.jobs.alerts.recent import Delivery, remember
from syncline.jobs.alerts.run import Alert
from tests.support.cli_machine import NOON

if TYPE_CHECKING:
    from tests.support.cli_machine import FakeMachine

ALERT = Alert("held", "acme/ann", "2 actions wait.", "Look.", "2026-03-02T11:00:00+00:00")


def test_an_org_that_cannot_be_asked_is_no_clear_answer(machine: FakeMachine) -> None:
    outcome = machine.run("coming-from", "--json")
    assert outcome.code == 1
    assert outcome.json["clear"] is False
    assert [(one["shown"], one["code"]) for one in outcome.json["orgs"]] == [(False, "unavailable")]
    assert "could not be asked (unavailable)" in machine.run("coming-from").out


def test_what_was_told_lately_and_by_which_way_nothing_gets_through(machine: FakeMachine) -> None:
    assert "Nothing was told yet." in machine.run("alerts").out
    remember(machine.store, [ALERT], [Delivery("mail"), Delivery("web hook", "status 500")], NOON)
    outcome = machine.run("alerts")
    assert "2 actions wait." in outcome.out
    assert "By web hook nothing gets through: status 500" in outcome.err
    told = machine.run("alerts", "--json").json
    assert [one["kind"] for one in told["alerts"]] == ["held"]
    assert list(told["broken"]) == ["web hook"]


def test_a_test_alert_needs_a_way_that_works(machine: FakeMachine) -> None:
    assert "no way is set up" in machine.run("alerts", "test").err
    machine.store.save_setup(settings={"alerts": json.dumps({"web_hook": "http://127.0.0.1:9/"})})
    outcome = machine.run("alerts", "test", "--json")
    assert outcome.code == 1
    assert outcome.json == {"deliveries": [{"way": "web hook", "reason": "ConnectionError"}]}
