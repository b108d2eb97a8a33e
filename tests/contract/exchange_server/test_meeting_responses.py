"""Meetings that are answered and called off, by hand and with exchangelib."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.exchange_server.conftest import ANN
from tests.support.ews_raw import Caller

if TYPE_CHECKING:
    from syncline.sandbox.exchange import ExchangeServer, OpenMailbox
    from syncline.sandbox.exchange.state.item import Item
    from tests.support.ews_schema import Referee

BOB = "bob@acme.example"


def respond(
    caller: Caller, name: str, item: Item, disposition: str = ' MessageDisposition="SendAndSaveCopy"'
) -> list[str]:
    reference = f'<t:ReferenceItemId Id="{item.id}"/>'
    return caller.codes(
        f"<m:CreateItem{disposition}><m:Items><t:{name}>{reference}</t:{name}></m:Items></m:CreateItem>"
    )


@pytest.fixture
def meeting(ann: OpenMailbox) -> Item:
    return ann.create_event("Board", *hours(), attendees=[("Bob", BOB)])


@pytest.fixture
def copy(server: ExchangeServer, meeting: Item) -> Item:
    """What Bob has of it."""
    values: dict[str, Any] = {"UID": meeting.values["UID"]}
    return server.mailboxes[BOB].create_event("Board", *hours(), organizer=("Ann", ANN), values=values)


def hours() -> tuple[datetime, datetime]:
    return datetime(2026, 3, 16, 8, tzinfo=UTC), datetime(2026, 3, 16, 9, tzinfo=UTC)


@pytest.fixture
def bob(referee: Referee) -> Caller:
    return Caller(referee, BOB, "bob")


@pytest.mark.parametrize(
    ("name", "answer"), [("AcceptItem", "Accept"), ("TentativelyAcceptItem", "Tentative"), ("DeclineItem", "Decline")]
)
def test_an_answer_reaches_the_organizer(
    server: ExchangeServer, bob: Caller, meeting: Item, copy: Item, name: str, answer: str
) -> None:
    assert respond(bob, name, copy) == ["NoError"]
    (mail,) = server.outbox
    assert (mail.kind, mail.sender, mail.to) == ("message", BOB, (ANN,))
    assert meeting.values["RequiredAttendees"][0].response == answer
    (held,) = server.mailboxes[BOB].items.values()
    assert held.values["MyResponseType"] == answer
    assert held.folder.distinguished == ("deleteditems" if answer == "Decline" else "calendar")


def test_an_answer_that_is_only_kept(server: ExchangeServer, bob: Caller, meeting: Item, copy: Item) -> None:
    assert respond(bob, "AcceptItem", copy, ' MessageDisposition="SaveOnly"') == ["NoError"]
    assert (server.outbox, copy.values["MyResponseType"]) == ([], "Accept")
    assert meeting.values["RequiredAttendees"][0].response == "Unknown"


def test_the_organizer_calls_it_off(server: ExchangeServer, owner: Caller, ann: OpenMailbox, meeting: Item) -> None:
    assert respond(owner, "CancelCalendarItem", meeting) == ["NoError"]
    assert [(mail.kind, mail.to) for mail in server.outbox] == [("cancellation", (BOB,))]
    assert [item.folder.distinguished for item in ann.items.values()] == ["deleteditems"]


def test_answers_that_cannot_be(owner: Caller, bob: Caller, ann: OpenMailbox, meeting: Item, copy: Item) -> None:
    assert respond(owner, "AcceptItem", meeting) == ["ErrorCalendarIsOrganizerForAccept"]
    assert respond(bob, "CancelCalendarItem", copy) == ["ErrorCalendarIsNotOrganizer"]
    assert respond(bob, "AcceptItem", copy, "") == ["ErrorMessageDispositionRequired"]
    contact = ann.create_contact({"Surname": "Byron"})
    assert respond(owner, "DeclineItem", contact) == ["ErrorInvalidItemForOperationDeclineItem"]
    nothing = '<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:AcceptItem/></m:Items></m:CreateItem>'
    assert owner.codes(nothing) == ["ErrorInvalidReferenceItem"]
    copy.values["IsCancelled"] = True
    assert respond(bob, "AcceptItem", copy) == ["ErrorCalendarIsCancelledForAccept"]
