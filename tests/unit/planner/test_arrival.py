"""What a side holds after a write without an answer tells how much of it was agreed."""

from __future__ import annotations

import pytest

from syncline.planner.arrival import arrived
from syncline.records.attendees import Attendee, attendees_text, read_attendees
from syncline.records.fields import ATTENDEES
from syncline.records.link import Link
from syncline.records.words import Collection, Side

ANN, BOB, EVE = (f"{name}@customer.example" for name in ("ann", "bob", "eve"))


def link(**base: str) -> Link:
    return Link("l", "rep", Collection.EVENTS, "s", "m", base=base)


def people(*addresses: str) -> str:
    return attendees_text(Attendee(one) for one in addresses)


@pytest.mark.parametrize("side", Side)
def test_what_arrived_is_agreed_and_what_did_not_is_not(side: Side) -> None:
    before = link(Subject="Old", Location="Room", Body="Text").with_sent(side, {"Subject": "New", "Location": None})
    after = arrived(before, side, {"Subject": "New", "Location": "Other", "Body": "Text"})
    assert after == link(Subject="New", Location="Room", Body="Text")
    emptied = arrived(before, side, {"Subject": "Typed", "Body": "Text"})
    assert emptied == link(Subject="Old", Body="Text")


def test_nothing_sent_is_nothing_agreed() -> None:
    assert arrived(link(Subject="Old"), Side.SALESFORCE, {"Subject": "New"}) == link(Subject="Old")


def test_of_people_each_is_agreed_who_is_in_and_who_is_out() -> None:
    before = link(Attendees=people(ANN, BOB)).with_sent(Side.SALESFORCE, {ATTENDEES: people(ANN, EVE)})
    after = arrived(before, Side.SALESFORCE, {ATTENDEES: people(ANN, EVE)})
    assert [one.address for one in read_attendees(str(after.base[ATTENDEES]))] == [ANN, EVE]
    half = arrived(before, Side.SALESFORCE, {ATTENDEES: people(ANN, BOB)})
    assert [one.address for one in read_attendees(str(half.base[ATTENDEES]))] == [ANN, BOB]
    out = arrived(before, Side.SALESFORCE, {ATTENDEES: people(ANN)})
    assert [one.address for one in read_attendees(str(out.base[ATTENDEES]))] == [ANN]
