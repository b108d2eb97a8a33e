"""SPEC 5.6 and 5.3: only what the rep marked; private events, and what becomes of what is made private later.

On every mail system: by the category in Outlook, by the label on Google.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.any_calendar import DAY, KINDS, berlin, calendar_of
from tests.support.house import REP
from tests.support.house_people import events, kinds
from tests.support.house_tables import events_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.any_calendar import AnyCalendar

    Make = Callable[..., AnyCalendar]

HIDDEN: dict[str, Any] = {"Sensitivity": "Private"}


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Make:
    """Makes a calendar with these settings of events."""
    return lambda **settings: calendar_of(request.param, **settings)


def turn_to(calendar: AnyCalendar, **settings: Any) -> None:
    """An admin changes the configuration."""
    calendar.house.events = events_with(**settings)
    calendar.house.apply()


# --- selected (5.6) --------------------------------------------------------------------------------------------------


def test_only_marked_events_sync_and_taking_the_mark_off_keeps_both_copies(make: Make) -> None:
    calendar = make(which="selected")
    event, plain = calendar.meet("marked"), calendar.meet("not marked", hour=11)
    calendar.at.mark(event)
    assert calendar.rest() == ["marked"]
    calendar.at.mark(event, on=False)
    calendar.change(event, Subject="on its own")
    assert calendar.rest() == ["marked"]
    calendar.at.delete(event)
    assert calendar.rest() == ["marked"], "the pair has ended: a deletion says nothing about the Salesforce copy"
    calendar.at.mark(plain)
    assert calendar.rest() == ["marked", "not marked"]


def test_marking_an_event_again_goes_on_with_the_same_copy(make: Make) -> None:
    calendar = make(which="selected")
    event = calendar.meet("marked")
    for on in (True, False, True):
        calendar.at.mark(event, on=on)
        calendar.rest()
    calendar.change(event, Subject="marked again")
    assert calendar.rest() == ["marked again"]


def test_deleting_the_salesforce_copy_of_an_event_that_is_marked_no_more_says_nothing_to_the_calendar(
    make: Make,
) -> None:
    calendar = make(which="selected")
    event = calendar.meet("marked")
    calendar.at.mark(event)
    calendar.rest()
    calendar.at.mark(event, on=False)
    calendar.rest()
    calendar.house.org.as_user(REP).delete(events(calendar.house)[0]["Id"])
    assert calendar.rest() == []
    assert calendar.read(event).values["Subject"] == "marked"


def test_a_configuration_that_turns_to_marked_events_lets_the_others_go(make: Make) -> None:
    calendar = make()
    event, marked = calendar.meet("not marked"), calendar.meet("marked", day="2026-03-05")
    calendar.at.mark(marked)
    calendar.rest()
    turn_to(calendar, which="selected")
    calendar.rest()
    calendar.at.delete(event)
    assert calendar.rest() == ["marked", "not marked"], "its pair ended with the change of the configuration"
    turn_to(calendar)
    assert calendar.rest() == ["marked", "not marked"]


def test_a_configuration_that_turns_back_to_all_events_goes_on_with_the_copies_that_it_let_go(make: Make) -> None:
    calendar = make()
    event = calendar.meet("not marked")
    calendar.rest()
    turn_to(calendar, which="selected")
    calendar.rest()
    calendar.change(event, Subject="renamed meanwhile")
    assert calendar.rest() == ["not marked"]
    turn_to(calendar)
    assert calendar.rest() == ["renamed meanwhile"]


# --- private (5.3) ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["Private", "Personal", "Confidential"])
def test_a_configuration_that_begins_to_sync_private_events_brings_them_in(make: Make, word: str) -> None:
    calendar = make()
    calendar.meet("doctor", Sensitivity=word)
    assert calendar.rest() == []
    turn_to(calendar, private=True)
    calendar.rest()
    assert [(one["Subject"], one["IsPrivate"]) for one in events(calendar.house)] == [("doctor", True)]


@pytest.mark.parametrize("private", [True, "busy_only"])
def test_a_configuration_that_stops_syncing_private_events_lets_them_go_and_back_they_go_on(
    make: Make, *, private: object
) -> None:
    calendar = make(private=private)
    event = calendar.meet("doctor", **HIDDEN)
    told = calendar.rest()
    turn_to(calendar)
    calendar.rest()
    calendar.change(event, Location="Clinic")
    assert calendar.rest() == told
    assert events(calendar.house)[0]["Location"] is None
    turn_to(calendar, private=private)
    assert calendar.rest() == told
    (copy,) = events(calendar.house)
    assert copy["Location"] == ("Clinic" if private is True else None)
    turn_to(calendar)
    calendar.rest()
    calendar.at.delete(event)
    assert calendar.rest() == told


def test_a_private_event_is_private_on_both_sides_and_about_nobody(make: Make) -> None:
    calendar = make(private=True, relate=True)
    rep = calendar.house.org.as_user(REP)
    rep.create("Contact", {"LastName": "Ann", "Email": "ann@customer.example"})
    calendar.put(
        {"Subject": "doctor", "Start": berlin(DAY, 9), "End": berlin(DAY, 10), **HIDDEN},
        invited=["ann@customer.example", "stranger@elsewhere.example"],
    )
    calendar.rest()
    (event,) = calendar.house.org.admin.query("SELECT IsPrivate, WhoId FROM Event")
    assert (event["IsPrivate"], event["WhoId"]) == (True, None)
    assert kinds(calendar.house) == []


def test_what_is_made_private_later_stops_and_made_public_again_goes_on(make: Make) -> None:
    calendar = make()
    event = calendar.meet("visit")
    calendar.rest()
    calendar.change(event, Subject="secret visit", **HIDDEN)
    calendar.rest()
    assert [(one["Subject"], one["IsPrivate"]) for one in events(calendar.house)] == [("visit", False)]
    calendar.change(event, Subject="open visit", Sensitivity="Normal")
    assert calendar.rest() == ["open visit"]


def test_what_is_made_private_later_leaves_salesforce_where_that_is_configured(make: Make) -> None:
    calendar = make(made_private="remove")
    event = calendar.meet("visit")
    calendar.rest()
    calendar.change(event, Subject="secret visit", **HIDDEN)
    assert calendar.rest() == []
    (row,) = calendar.house.store.journal()
    assert (row.action, "visit" in row.whole) == ("delete", True)
    assert "secret" not in row.whole
    calendar.change(event, Subject="open visit", Sensitivity="Normal")
    assert calendar.rest() == ["open visit"]


def test_busy_only_takes_the_time_and_no_content(make: Make) -> None:
    calendar = make(private="busy_only")
    calendar.meet("doctor", Location="Clinic", Body="Blood test", ReminderMinutesBeforeStart=30, **HIDDEN)
    event = calendar.meet("visit", day="2026-03-05", Location="Room 1")
    calendar.rest()
    calendar.change(event, Subject="secret", **HIDDEN)
    calendar.rest()
    shown = [(one["Subject"], one["Location"], one["Description"], one["IsPrivate"]) for one in events(calendar.house)]
    assert shown == [("Busy", None, None, True)] * 2
    assert [one["StartDateTime"][:16] for one in events(calendar.house)] == ["2026-03-04T08:00", "2026-03-05T08:00"]
    calendar.change(event, Sensitivity="Normal")
    calendar.rest()
    assert [(one["Subject"], one["Location"]) for one in events(calendar.house)][1] == ("secret", "Room 1")


@pytest.mark.parametrize("private", [False, "busy_only"])
def test_nothing_private_is_kept_in_the_store(make: Make, *, private: object) -> None:
    calendar = make(private=private)
    calendar.meet("doctor", Location="Clinic", **HIDDEN)
    later = calendar.meet("visit", day="2026-03-05")
    calendar.rest()
    calendar.change(later, Subject="surgeon", **HIDDEN)
    calendar.rest()
    store = calendar.house.store
    kept = [seen.record for seen in store._sightings._sightings.values()]  # type: ignore[attr-defined]
    links = store.live_links(f"acme/{REP}", "events", "", 10)  # type: ignore[arg-type]
    for word in ("doctor", "Clinic", "surgeon"):
        assert word not in repr((kept, links, store.unresolved(), store.errors()))


def test_an_event_that_is_private_in_salesforce_is_neither_overwritten_nor_doubled(make: Make) -> None:
    calendar = make()
    start, end = "2026-03-04T08:00:00Z", "2026-03-04T09:00:00Z"
    private = {"Subject": "visit", "StartDateTime": start, "EndDateTime": end, "IsPrivate": True}
    calendar.house.org.as_user(REP).create("Event", private)
    event = calendar.meet("visit", Location="Room 1")
    calendar.rest()
    calendar.change(event, Location="Room 2")
    calendar.rest()
    shown = [(one["Subject"], one["Location"], one["IsPrivate"]) for one in events(calendar.house)]
    assert shown == [("visit", None, True)]


def test_what_is_made_private_in_salesforce_later_stops_and_goes_on_when_it_is_public_again(make: Make) -> None:
    calendar = make()
    event = calendar.meet("visit")
    calendar.rest()
    rep, copy = calendar.house.org.as_user(REP), events(calendar.house)[0]["Id"]
    rep.update(copy, {"IsPrivate": True})
    calendar.rest()
    calendar.change(event, Subject="changed", Location="Room 1")
    assert calendar.rest() == ["visit"]
    assert events(calendar.house)[0]["IsPrivate"] is True
    rep.update(copy, {"IsPrivate": False})
    calendar.change(event, Location="Room 2")
    calendar.rest()
    assert [(one["Subject"], one["Location"]) for one in events(calendar.house)] == [("changed", "Room 2")]


def test_private_in_salesforce_stays_private_there_where_private_events_sync(make: Make) -> None:
    """Under to_salesforce the target's own edit stays until the source changes that same field (SPEC 3.2)."""
    calendar = make(private=True)
    event = calendar.meet("visit")
    calendar.rest()
    calendar.house.org.as_user(REP).update(events(calendar.house)[0]["Id"], {"IsPrivate": True})
    calendar.change(event, Location="Room 1")
    calendar.rest()
    assert [(one["Location"], one["IsPrivate"]) for one in events(calendar.house)] == [("Room 1", True)]


# --- both directions -------------------------------------------------------------------------------------------------


def test_both_ways_a_mark_that_is_taken_off_ends_the_pair_for_either_side(make: Make) -> None:
    calendar = make(which="selected", direction="both", remove_deleted=True)
    event = calendar.meet("marked")
    calendar.at.mark(event)
    calendar.rest()
    rep, copy = calendar.house.org.as_user(REP), events(calendar.house)[0]["Id"]
    rep.update(copy, {"Location": "Room 1"})
    calendar.rest()
    assert calendar.read(event).values["Location"] == "Room 1"
    calendar.at.mark(event, on=False)
    calendar.rest()
    rep.update(copy, {"Subject": "in Salesforce alone"})
    assert calendar.rest() == ["in Salesforce alone"]
    assert calendar.read(event).values["Subject"] == "marked"
    rep.delete(copy)
    assert calendar.rest() == []
    assert calendar.read(event).values["Subject"] == "marked"
    assert calendar.house.store.journal() == []


@pytest.mark.parametrize("made_private", ["keep", "remove"])
def test_both_ways_what_is_made_private_in_the_calendar_hears_no_more_of_salesforce(
    make: Make, made_private: str
) -> None:
    calendar = make(direction="both", made_private=made_private)
    event = calendar.meet("visit")
    calendar.rest()
    copy = events(calendar.house)[0]["Id"]
    calendar.change(event, Subject="secret", **HIDDEN)
    left = ["visit"] if made_private == "keep" else []
    assert calendar.rest() == left
    if left:
        calendar.house.org.as_user(REP).update(copy, {"Location": "Room 1"})
        calendar.rest()
    values = calendar.read(event).values
    assert (values["Subject"], values.get("Location"), values["Sensitivity"]) == ("secret", None, "Private")
    calendar.change(event, Sensitivity="Normal")
    assert calendar.rest() == ["secret"]


def test_both_ways_what_is_made_private_in_salesforce_is_never_taken_out_of_the_calendar(make: Make) -> None:
    calendar = make(direction="both", made_private="remove")
    event = calendar.meet("visit")
    calendar.rest()
    calendar.house.org.as_user(REP).update(events(calendar.house)[0]["Id"], {"IsPrivate": True, "Subject": "secret"})
    assert calendar.rest() == ["secret"]
    values = calendar.read(event).values
    assert (values["Subject"], values.get("Sensitivity")) == ("visit", None)


def test_both_ways_the_option_brings_private_events_of_salesforce_and_switched_off_leaves_them(make: Make) -> None:
    calendar = make(direction="both")
    calendar.rest()
    times = {"StartDateTime": "2026-03-04T08:00:00.000Z", "EndDateTime": "2026-03-04T09:00:00.000Z"}
    rep = calendar.house.org.as_user(REP)
    copy = rep.create("Event", {"Subject": "doctor", "IsPrivate": True, **times})
    calendar.rest()
    assert calendar.at.records() == []
    turn_to(calendar, direction="both", private=True)
    calendar.rest()
    event = calendar.at.only()
    assert (event.values["Subject"], event.values["Sensitivity"]) == ("doctor", "Private")
    turn_to(calendar, direction="both")
    calendar.rest()
    rep.update(copy, {"Subject": "surgeon"})
    calendar.rest()
    assert calendar.at.only().values["Subject"] == "doctor"
    turn_to(calendar, direction="both", private=True)
    calendar.rest()
    assert [one.values["Subject"] for one in calendar.at.records()] == ["surgeon"]
