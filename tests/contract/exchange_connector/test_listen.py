"""SPEC 6.1: a worker hears which collection of which rep changed, over a real socket that hangs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.errors import RetryLaterError, SignInAgainError, StopRepError, ThrottledError
from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.connectors.notices import Deaf, Heard
from syncline.sandbox.faults import Fault, FaultKind
from syncline.sandbox.server import SocketServer
from tests.contract.mailbox_stage import ANN, CONTACTS, EVENTS, listed
from tests.support.exchange_stage import PASSWORD, REP, ExchangeStage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.exchange import OpenMailbox

OTHER = "other@acme.example"
START, END = datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 10)  # noqa: DTZ001 - wall times of a mailbox


class Ear:
    """A stage behind a socket; a minute of the server lasts 0.15 s."""

    def __init__(self, stage: ExchangeStage, url: str) -> None:
        self.stage = stage
        self.settings = ExchangeSettings(f"{url}/EWS/Exchange.asmx", "svc@acme.example", PASSWORD)
        self.connection = ExchangeConnection(self.settings, clock=stage.now)
        self.cursors: dict[str, dict[Any, str | None]] = {REP: {}}

    @property
    def box(self) -> OpenMailbox:
        return self.stage.box

    def know(self, *collections: Any) -> None:
        """Read the collections once, so that there are cursors."""
        self.cursors[REP] = {one: listed(self.stage, one)[1] for one in collections}

    def listen(self, **more: Any) -> Iterator[Heard | Deaf]:
        return self.connection.listen(self.cursors, minutes=1, **more)


@pytest.fixture
def ear() -> Iterator[Ear]:
    stage = ExchangeStage()
    stage.faults._application = stage.server
    stage.server.subscriptions.pace.minute = 0.15
    stage.server.subscriptions.pace.heartbeat = 0.04
    with SocketServer(stage.faults, threads=6) as server:
        yield Ear(stage, server.url)
        stage.server.subscriptions.hang_up()


def heard(ear: Ear, act: Any) -> list[Heard | Deaf]:
    """What is heard after all has been told once, when `act` happens then."""
    told: list[Heard | Deaf] = []
    everything = sum(len({*cursors, EVENTS}) for cursors in ear.cursors.values())
    for one in ear.listen():
        told.append(one)
        if len(told) == everything:
            act()
    return told[everything:]


def test_first_everything_may_have_changed(ear: Ear) -> None:
    ear.know(CONTACTS, EVENTS)
    assert heard(ear, lambda: None) == []
    assert list(ear.listen(stop=lambda: True)) == [Heard(REP, CONTACTS), Heard(REP, EVENTS)]


def test_each_collection_is_told_apart(ear: Ear) -> None:
    ear.know(CONTACTS, EVENTS)
    contact = ear.stage.put(CONTACTS, ANN)
    assert heard(ear, lambda: ear.stage.change(contact, {"JobTitle": "Countess"})) == [Heard(REP, CONTACTS)]
    assert heard(ear, lambda: ear.box.create_event("Board", START, END)) == [Heard(REP, EVENTS)]
    assert heard(ear, lambda: ear.stage.trash(contact)) == [Heard(REP, CONTACTS)]


def test_what_happens_elsewhere_is_not_heard(ear: Ear) -> None:
    ear.know(CONTACTS, EVENTS)
    assert heard(ear, lambda: ear.box.create_contact({"Surname": "Private"})) == []


def test_a_calendar_that_was_never_read_is_listened_to_as_well(ear: Ear) -> None:
    assert heard(ear, lambda: ear.box.create_event("Board", START, END)) == [Heard(REP, EVENTS)]


def test_several_mailboxes_share_a_connection_and_one_bad_one_stops_nobody(ear: Ear) -> None:
    ear.stage.server.add_mailbox(OTHER, "secret")
    ear.stage.server.add_mailbox("denied@acme.example", "secret")
    ear.stage.server.denied.add("denied@acme.example")
    ear.know(EVENTS)
    ear.cursors |= {"denied@acme.example": {}, OTHER: {}}
    told: list[Heard | Deaf] = []
    for one in ear.listen():
        told.append(one)
        if len(told) == 3:
            ear.stage.server.mailboxes[OTHER].create_event("Board", START, END)
    deaf = next(one for one in told if isinstance(one, Deaf))
    assert (deaf.address, type(deaf.error), deaf.error.code) == (
        "denied@acme.example", StopRepError, "mailbox_outside_scope",
    )  # fmt: skip
    assert told[3:] == [Heard(OTHER, EVENTS)]
    assert ear.stage.server.requests["GetStreamingEvents"] == 1


def test_subscriptions_are_given_back(ear: Ear) -> None:
    ear.know(CONTACTS, EVENTS)
    list(ear.listen())
    assert len(ear.stage.server.subscriptions) == 0


def test_a_server_that_forgot_a_subscription_ends_the_hearing(ear: Ear) -> None:
    ear.know(EVENTS)
    assert heard(ear, ear.stage.server.subscriptions.expire) == []


def test_too_many_connections_are_a_reason_to_wait(ear: Ear) -> None:
    ear.stage.server.subscriptions.pace.connections = 0
    with pytest.raises(ThrottledError):
        list(ear.listen())


def test_a_line_that_breaks(ear: Ear) -> None:
    ear.stage.faults.arm(Fault(FaultKind.HALF, matches=lambda body, _: b"GetStreamingEvents" in body))
    with pytest.raises(RetryLaterError):
        list(ear.listen())


@pytest.mark.parametrize("kind", [FaultKind.UNAVAILABLE, FaultKind.HTML, FaultKind.NOTHING, FaultKind.LOST_BEFORE])
def test_a_bad_day(ear: Ear, kind: FaultKind) -> None:
    ear.stage.faults.arm(Fault(kind, matches=lambda body, _: b"GetStreamingEvents" in body))
    with pytest.raises(RetryLaterError):
        list(ear.listen())


def test_a_wrong_password_stops_the_whole_connection(ear: Ear) -> None:
    ear.stage.server._directory.service_password = "changed"
    with pytest.raises(SignInAgainError):
        list(ear.listen())


def test_by_ntlm(ear: Ear) -> None:
    ear.stage.server.sign_in.schemes = ("NTLM",)
    settings = ExchangeSettings(ear.settings.ews_url, "ACME\\svc", PASSWORD, auth="ntlm")
    ear.connection = ExchangeConnection(settings, clock=ear.stage.now)
    assert heard(ear, lambda: ear.box.create_event("Board", START, END)) == [Heard(REP, EVENTS)]
