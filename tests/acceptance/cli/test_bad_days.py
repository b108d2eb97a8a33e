"""What goes wrong is said with what to do, nothing is written, nothing is lost, and it heals."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.faults import Fault, FaultKind
from syncline.sandbox.salesforce import make_app_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.cli_world import LiveWorld


@pytest.fixture(scope="module")
def synced(world: LiveWorld) -> LiveWorld:
    assert world.apply().code == 0
    assert world.run("sync", "--once").code == 0
    return world


def holdings(world: LiveWorld) -> list[int]:
    """Answer how much there is on both sides."""
    return [world.org.count("Contact"), world.org.count("Event")] + [
        len(mailbox.items) for mailbox in world.exchange.mailboxes.values()
    ]


def wrong_password(world: LiveWorld, setup: dict[str, Any]) -> None:
    setup["connections"]["mail"]["password"] = "no longer"


def wrong_key(world: LiveWorld, setup: dict[str, Any]) -> None:
    (world.base / "other.key").write_text(make_app_key().private_key)
    setup["connections"]["acme"]["private_key"] = {"file": "other.key"}


def unknown_host(world: LiveWorld, setup: dict[str, Any]) -> None:
    setup["connections"]["mail"]["ews_url"] = "https://mail.nowhere.invalid/EWS/Exchange.asmx"


def unknown_org(world: LiveWorld, setup: dict[str, Any]) -> None:
    setup["connections"]["acme"]["login_url"] = "https://login.nowhere.invalid"


@pytest.mark.parametrize(
    ("spoil", "said", "remedy"),
    [
        (wrong_password, "password", "set-up file"),
        (wrong_key, "key", "External Client App"),
        (unknown_host, "mail.nowhere.invalid", "ews_url"),
        (unknown_org, "login.nowhere.invalid", "login_url"),
    ],
)
def test_a_wrong_set_up_is_told_and_the_right_one_heals_it(
    synced: LiveWorld, spoil: Callable[[LiveWorld, dict[str, Any]], None], said: str, remedy: str
) -> None:
    setup = copy.deepcopy(synced.setup())
    spoil(synced, setup)
    before = holdings(synced)
    assert synced.apply(setup).code == 0
    outcome = synced.run("sync", "--once", "--json")
    assert synced.apply().code == 0
    healed = synced.run("sync", "--once")

    assert outcome.code == 1
    assert not outcome.json["in_step"]
    assert "Traceback" not in outcome.err
    assert said in outcome.err
    assert remedy in outcome.err
    assert holdings(synced) == before
    assert healed.code == 0


def test_a_mailbox_outside_the_scope_stops_its_rep_alone(synced: LiveWorld) -> None:
    denied, other = synced.reps
    synced.exchange.denied.add(denied)
    synced.add_contact(other)
    try:
        outcome = synced.run("sync", "--once", "--json")
    finally:
        synced.exchange.denied.clear()

    assert outcome.code == 1
    assert outcome.json["reps"][other]["contacts"]["to_salesforce"]["created"] == 1
    assert {row["rep"] for row in synced.run("errors", "--json").json["errors"]} == {f"acme/{denied}"}
    assert synced.run("sync", "--once").code == 0


@pytest.mark.parametrize("server", ["exchange", "salesforce"])
@pytest.mark.parametrize("kind", [FaultKind.HTML, FaultKind.HALF, FaultKind.NOTHING, FaultKind.UNAVAILABLE])
def test_a_server_that_answers_nonsense_costs_nothing(synced: LiveWorld, server: str, kind: FaultKind) -> None:
    faults = synced.exchange_faults if server == "exchange" else synced.org_faults
    before = holdings(synced)
    faults.arm(Fault(kind, times=-1))
    try:
        outcome = synced.run("sync", "--once", "--json")
    finally:
        faults.disarm()

    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert outcome.err.strip()
    assert kind in faults.acted
    assert holdings(synced) == before
