"""SPEC 5.6 and 5.3: only what the rep marked; private events, and what becomes of what is made private later."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.house import REP, House
from tests.support.house_people import BERLIN, events, kinds, rest, subjects
from tests.support.house_tables import NO_CONTACTS, events_with

if TYPE_CHECKING:
    from syncline.sandbox.exchange import Item

MARKED: dict[str, Any] = {"Categories": ("Blue", "Salesforce")}
PRIVATE: dict[str, Any] = {"Sensitivity": "Private"}
DOCTOR: dict[str, Any] = {**PRIVATE, "Location": "Clinic", "LegacyFreeBusyStatus": "OOF"}


def house_with(**settings: Any) -> House:
    return House(contacts=NO_CONTACTS, events=events_with(**settings))


def meet(house: House, subject: str, day: int = 4, **values: Any) -> Item:
    start, end = datetime(2026, 3, day, 9), datetime(2026, 3, day, 10)  # noqa: DTZ001 - wall time in the zone
    return house.mailbox().create_event(subject, start, end, zone=BERLIN, values=values)


def test_only_marked_events_sync_and_taking_the_mark_off_keeps_both_copies() -> None:
    house = house_with(which="selected")
    item = meet(house, "marked", **MARKED)
    plain = meet(house, "not marked")
    rest(house)
    assert subjects(house) == ["marked"]
    house.mailbox().edit(item, {"Categories": ("Blue",), "Subject": "on its own"})
    rest(house)
    assert subjects(house) == ["marked"]
    house.mailbox().trash(item)
    rest(house)
    assert subjects(house) == ["marked"], "the pair has ended: a deletion says nothing about the Salesforce copy"
    house.mailbox().edit(plain, {"Categories": ("salesforce",)})
    rest(house)
    assert subjects(house) == ["marked", "not marked"]


def test_marking_an_event_again_goes_on_with_the_same_copy() -> None:
    house = house_with(which="selected")
    item = meet(house, "marked", **MARKED)
    rest(house)
    house.mailbox().edit(item, {"Categories": ()})
    rest(house)
    house.mailbox().edit(item, {**MARKED, "Subject": "marked again"})
    rest(house)
    assert subjects(house) == ["marked again"]


def test_a_configuration_that_turns_to_marked_events_lets_the_others_go() -> None:
    house = house_with()
    item = meet(house, "not marked")
    meet(house, "marked", day=5, **MARKED)
    rest(house)
    house.events = events_with(which="selected")
    house.apply()
    rest(house)
    house.mailbox().trash(item)
    rest(house)
    assert subjects(house) == ["marked", "not marked"], "its pair ended with the change of the configuration"


def test_a_configuration_that_begins_to_sync_private_events_brings_them_in() -> None:
    house = house_with()
    meet(house, "doctor", **PRIVATE)
    rest(house)
    house.events = events_with(private=True)
    house.apply()
    rest(house)
    assert [(one["Subject"], one["IsPrivate"]) for one in events(house)] == [("doctor", True)]


def test_a_configuration_that_stops_syncing_private_events_lets_them_go() -> None:
    house = house_with(private=True)
    item = meet(house, "doctor", **PRIVATE)
    rest(house)
    house.events = events_with()
    house.apply()
    rest(house)
    house.mailbox().trash(item)
    rest(house)
    assert subjects(house) == ["doctor"]


def test_a_private_event_is_private_on_both_sides_and_about_nobody() -> None:
    house = house_with(private=True, relate=True)
    rep = house.org.as_user(REP)
    rep.create("Contact", {"LastName": "Ann", "Email": "ann@customer.example"})
    start, end = datetime(2026, 3, 4, 9), datetime(2026, 3, 4, 10)  # noqa: DTZ001 - wall time in the zone
    invited = [("Ann", "ann@customer.example"), ("Stranger", "stranger@elsewhere.example")]
    house.mailbox().create_event("doctor", start, end, zone=BERLIN, values=PRIVATE, attendees=invited)
    rest(house)
    (event,) = house.org.admin.query("SELECT IsPrivate, WhoId FROM Event")
    assert (event["IsPrivate"], event["WhoId"]) == (True, None)
    assert kinds(house) == []


def test_what_is_made_private_later_leaves_salesforce_where_that_is_configured() -> None:
    house = house_with(made_private="remove")
    item = meet(house, "visit")
    rest(house)
    house.mailbox().edit(item, {**PRIVATE, "Subject": "secret visit"})
    rest(house)
    assert subjects(house) == []
    (row,) = house.store.journal()
    assert (row.action, "visit" in row.whole) == ("delete", True)
    house.mailbox().edit(item, {"Sensitivity": "Normal", "Subject": "open visit"})
    rest(house)
    assert subjects(house) == ["open visit"]


def test_busy_only_takes_the_time_and_no_content() -> None:
    house = house_with(private="busy_only")
    meet(house, "doctor", **DOCTOR)
    item = meet(house, "visit", day=5, Location="Room 1")
    rest(house)
    house.mailbox().edit(item, {**PRIVATE, "Subject": "secret"})
    rest(house)
    shown = [(one["Subject"], one["Location"], one["IsPrivate"], one["ShowAs"]) for one in events(house)]
    assert shown == [("Busy", None, True, "OutOfOffice"), ("Busy", None, True, "Busy")]
    house.mailbox().edit(item, {"Sensitivity": "Normal"})
    rest(house)
    assert [(one["Subject"], one["Location"]) for one in events(house)][1] == ("secret", "Room 1")


@pytest.mark.parametrize("private", [False, "busy_only"])
def test_nothing_private_is_kept_in_the_store(private: object) -> None:
    house = house_with(private=private)
    meet(house, "doctor", **DOCTOR)
    rest(house)
    kept = [seen.record for seen in house.store._sightings._sightings.values()]  # type: ignore[attr-defined]
    links = house.store.live_links(f"acme/{REP}", "events", "", 10)  # type: ignore[arg-type]
    assert "doctor" not in repr((kept, links))


def test_an_event_that_is_private_in_salesforce_is_neither_overwritten_nor_doubled() -> None:
    house = house_with()
    start, end = "2026-03-04T08:00:00Z", "2026-03-04T09:00:00Z"
    private = {"Subject": "visit", "StartDateTime": start, "EndDateTime": end, "IsPrivate": True}
    house.org.as_user(REP).create("Event", private)
    item = meet(house, "visit", Location="Room 1")
    rest(house)
    house.mailbox().edit(item, {"Location": "Room 2"})
    rest(house)
    shown = [(one["Subject"], one["Location"], one["IsPrivate"]) for one in events(house)]
    assert shown == [("visit", None, True)]
