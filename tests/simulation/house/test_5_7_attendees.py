"""SPEC 5.7: who takes part in a meeting reaches Salesforce, with what they answered, and nobody is told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from syncline.sandbox.exchange.state.item import Address, Attendee
from tests.support.house import REP, House, quiet
from tests.support.house_people import BERLIN, events, kinds, rest
from tests.support.house_tables import NO_CONTACTS, events_with

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.exchange import Item

COLLEAGUE = "colleague@acme.example"
ANN, BOB, EVE = "ann@customer.example", "bob@customer.example", "eve@prospect.example"
STRANGER = "stranger@elsewhere.example"
START, END = datetime(2026, 3, 4, 9), datetime(2026, 3, 4, 10)  # noqa: DTZ001 - wall time in Berlin


def house_with(reps: tuple[str, ...] = (REP,), **settings: Any) -> House:
    house = House(contacts=NO_CONTACTS, events=events_with(attendees=True, **settings), reps=reps)
    house.org.add_user(COLLEAGUE, last_name="Colleague")
    mine = house.org.as_user(REP)
    for email in (ANN, BOB):
        mine.create("Contact", {"LastName": email, "Email": email})
    mine.create("Lead", {"LastName": EVE, "Company": "Prospect", "Email": EVE})
    return house


def meet(house: House, *people: str, rep: str = REP, subject: str = "Visit", **more: Any) -> Item:
    invited = [(one.partition("@")[0], one) for one in people]
    return house.mailbox(rep).create_event(subject, START, END, zone=BERLIN, attendees=invited, **more)


def invite(house: House, item: Item, *people: str) -> None:
    """The rep says anew who is invited."""
    house.mailbox().edit(item, {"RequiredAttendees": tuple(Attendee(Address(one, one)) for one in people)})


def answer(house: House, item: Item, answers: Mapping[str, str]) -> None:
    for email, response in answers.items():
        house.mailbox().answer(item, email, response)


def invited(house: House) -> dict[str, str]:
    """Who is invited in Salesforce, and what they answered."""
    rows = house.org.admin.query("SELECT Relation.Email, Status FROM EventRelation")
    return {one["Relation"]["Email"]: one["Status"] for one in rows}


def test_users_contacts_and_leads_are_invited_and_strangers_are_not() -> None:
    house = house_with()
    meet(house, COLLEAGUE, ANN.upper(), EVE, STRANGER)
    rest(house)
    assert invited(house) == {COLLEAGUE: "New", ANN: "New", EVE: "New"}
    own = [one for one in events(house) if one["OwnerId"] == house.org.user_id(REP)]
    assert [one["Subject"] for one in own] == ["Visit"]
    assert kinds(house) == []


def test_answers_follow_and_are_nobodys_typing() -> None:
    house = house_with()
    item = meet(house, COLLEAGUE, ANN, BOB, EVE)
    rest(house)
    answer(house, item, {COLLEAGUE: "Accept", ANN: "Tentative", BOB: "Decline", EVE: "NoResponseReceived"})
    rest(house)
    assert invited(house) == {COLLEAGUE: "Accepted", ANN: "Maybe", BOB: "Declined", EVE: "New"}
    assert house.store.journal(limit=10) == []


def test_who_is_taken_out_goes_and_is_journaled_and_who_is_added_comes() -> None:
    house = house_with()
    item = meet(house, ANN, COLLEAGUE)
    rest(house)
    answer(house, item, {ANN: "Accept"})
    invite(house, item, ANN, BOB)
    rest(house)
    assert invited(house) == {ANN: "Accepted", BOB: "New"}
    assert [one["OwnerId"] for one in events(house)] == [house.org.user_id(REP)], "the colleague's event is gone"
    (row,) = house.store.journal(limit=10)
    assert COLLEAGUE in str(row.before["Attendees"])
    assert quiet(house.sync())
