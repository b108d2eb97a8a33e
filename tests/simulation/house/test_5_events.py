"""SPEC 5.1 to 5.9: calendar events to Salesforce, and what must never happen on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.clock import SteppedClock
from tests.support.house import House
from tests.support.house_people import BERLIN, events, kinds, move, rest, subjects
from tests.support.house_tables import NO_CONTACTS, events_with

if TYPE_CHECKING:
    from syncline.sandbox.exchange import Item

REP = "rep@acme.example"
TODAY = date(2026, 3, 2)


def house_with(now: datetime | None = None, **settings: Any) -> House:
    house = House(contacts=NO_CONTACTS, events=events_with(**settings))
    if now is not None:
        house.clock.advance(now - house.clock())
    return house


def meet(house: House, subject: str, start: datetime | date, end: datetime | date, **more: Any) -> Item:
    return house.mailbox().create_event(subject, start, end, zone=more.pop("zone", BERLIN), **more)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)  # noqa: DTZ001 - wall time in the zone that goes with it


def test_everything_that_is_mapped_arrives_and_later_edits_too() -> None:
    house = house_with()
    values = {"Location": "Room 1", "Body": "Agenda\nPoints", "LegacyFreeBusyStatus": "OOF"}
    item = meet(house, "Visit", at(4, 9), at(4, 10), values=values)
    rest(house)
    (event,) = events(house)
    assert (event["Location"], event["Description"], event["ShowAs"]) == ("Room 1", "Agenda\nPoints", "OutOfOffice")
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    house.mailbox().edit(item, {"Location": None, "Start": noon, "End": noon + timedelta(hours=1), "Body": "New"})
    house.mailbox().edit(item, {"LegacyFreeBusyStatus": "Tentative"})
    rest(house)
    (event,) = events(house)
    assert (event["Location"], event["Description"], event["ShowAs"]) == (None, "New", "Busy")
    assert (event["StartDateTime"][:16], event["EndDateTime"][:16]) == ("2026-03-04T12:00", "2026-03-04T13:00")


@pytest.mark.parametrize("shown", ["Tentative", "WorkingElsewhere"])
def test_a_state_that_salesforce_does_not_know_is_busy_there_and_not_written_again(shown: str) -> None:
    house = house_with()
    item = meet(house, "Visit", at(4, 9), at(4, 10), values={"LegacyFreeBusyStatus": shown})
    rest(house)
    before = house.org.get(events(house)[0]["Id"])
    house.store.reset(f"acme/{REP}")
    rest(house)
    assert (house.org.get(events(house)[0]["Id"]), house.store.journal()) == (before, [])
    assert item.values["LegacyFreeBusyStatus"] == shown
    house.mailbox().edit(item, {"LegacyFreeBusyStatus": "Free"})
    rest(house)
    assert events(house)[0]["ShowAs"] == "Free"


def test_a_timed_event_becomes_all_day_and_back() -> None:
    house = house_with()
    item = meet(house, "Trip", at(4, 9), at(4, 10))
    rest(house)
    midnight = datetime(2026, 3, 3, 23, tzinfo=UTC)
    house.mailbox().edit(item, {"IsAllDayEvent": True, "Start": midnight, "End": midnight + timedelta(days=2)})
    rest(house)
    (event,) = events(house)
    assert (event["IsAllDayEvent"], event["ActivityDate"]) == (True, "2026-03-04")
    start = datetime(2026, 3, 5, 8, tzinfo=UTC)
    house.mailbox().edit(item, {"IsAllDayEvent": False, "Start": start, "End": start + timedelta(hours=1)})
    rest(house)
    (event,) = events(house)
    assert (event["IsAllDayEvent"], event["StartDateTime"][:16]) == (False, "2026-03-05T08:00")


@pytest.mark.parametrize("remove", [True, False])
def test_deleted_in_the_calendar(remove: bool) -> None:  # noqa: FBT001
    house = house_with(remove_deleted=remove)
    gone = meet(house, "gone", at(4, 9), at(4, 10))
    meet(house, "stays", at(4, 9), at(4, 10))
    rest(house)
    house.wait(minutes=10)
    house.mailbox().trash(gone)
    rest(house)
    assert subjects(house) == (["stays"] if remove else ["gone", "stays"])
    assert len(house.store.journal()) == int(remove)


def test_what_slid_out_of_the_window_is_unknown_and_not_deleted() -> None:
    house = house_with()
    item = meet(house, "past soon", at(3, 9), at(3, 10))
    rest(house)
    house.wait(days=7)
    rest(house)
    house.mailbox().trash(item)
    rest(house)
    assert subjects(house) == ["past soon"]
    assert house.store.journal() == []


def test_moved_into_another_calendar_is_not_deleted() -> None:
    house = house_with()
    item = meet(house, "moved", at(4, 9), at(4, 10))
    rest(house)
    box = house.mailbox()
    other = box.make_folder("Team", parent=box.well_known("calendar"), folder_class="IPF.Appointment")
    moved = move(house, item, other)
    rest(house)
    assert subjects(house) == ["moved"]
    back = move(house, moved, box.well_known("calendar"))
    box.edit(back, {"Subject": "moved back"})
    rest(house)
    assert subjects(house) == ["moved back"]


def test_deleted_in_salesforce_stays_deleted_there_and_stays_in_the_calendar() -> None:
    house = house_with()
    item = meet(house, "visit", at(4, 9), at(4, 10))
    rest(house)
    house.org.as_user(REP).delete(events(house)[0]["Id"])
    rest(house)
    house.mailbox().edit(item, {"Subject": "visit again"})
    rest(house)
    house.store.reset(f"acme/{REP}")
    rest(house)
    assert subjects(house) == []
    assert item.id in house.mailbox().items


def test_longer_than_14_days_and_recurring_are_reported_one_by_one_and_left_alone() -> None:
    house = house_with()
    meet(house, "15 days", TODAY + timedelta(days=1), TODAY + timedelta(days=16))
    meet(house, "14 days", TODAY + timedelta(days=1), TODAY + timedelta(days=15))
    item = meet(house, "three weeks", at(3, 9), at(24, 9))
    weekly = meet(house, "weekly", at(4, 9), at(4, 10))
    _recur(house, weekly)
    report = rest(house)
    assert subjects(house) == ["14 days"]
    assert kinds(house) == [
        "not_representable:longer_than_14_days",
        "not_representable:longer_than_14_days",
        "not_representable:recurring",
    ]
    assert (report["unrepresentable"], report["unresolved"], report["in_step"]) == (3, 0, True)
    house.mailbox().edit(item, {"End": datetime(2026, 3, 3, 9, tzinfo=UTC)})
    rest(house)
    assert subjects(house) == ["14 days", "three weeks"]
    assert len(kinds(house)) == 2


def test_an_event_that_becomes_a_series_stops_and_is_reported() -> None:
    house = house_with()
    item = meet(house, "weekly", at(4, 9), at(4, 10))
    rest(house)
    _recur(house, item)
    rest(house)
    assert subjects(house) == ["weekly"]
    assert kinds(house) == ["not_representable:recurring"]


def _recur(house: House, item: Item) -> None:
    pattern = (
        "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Wednesday</t:DaysOfWeek></t:WeeklyRecurrence>"
        "<t:NoEndRecurrence><t:StartDate>2026-03-04</t:StartDate></t:NoEndRecurrence>"
    )
    house.mailbox().edit(item, {"Recurrence": pattern})


@pytest.mark.parametrize("organizer", [None, ("Boss", "boss@partner.example")])
def test_meetings_with_attendees_sync_and_nobody_gets_a_mail(organizer: tuple[str, str] | None) -> None:
    house = house_with()
    invited = [("Ann", "ann@customer.example"), ("Bob", "bob@customer.example")]
    item = meet(house, "meeting", at(4, 9), at(4, 10), attendees=invited, organizer=organizer)
    rest(house)
    house.mailbox().edit(item, {"Location": "Elsewhere"})
    rest(house)
    house.org.as_user(REP).update(events(house)[0]["Id"], {"Subject": "renamed in Salesforce"})
    rest(house)
    house.mailbox().trash(item)
    rest(house)
    assert subjects(house) == []
    assert house.exchange.outbox == []


def test_only_the_default_calendar_syncs() -> None:
    house = house_with()
    box = house.mailbox()
    other = box.make_folder("Team", parent=box.well_known("calendar"), folder_class="IPF.Appointment")
    meet(house, "elsewhere", at(4, 9), at(4, 10), folder=other)
    rest(house)
    assert subjects(house) == []


def test_events_match_by_subject_and_time_once_and_salesforce_events_stay_at_home() -> None:
    house = house_with()
    rep = house.org.as_user(REP)
    same = {"StartDateTime": "2026-03-04T08:00:00.000Z", "EndDateTime": "2026-03-04T09:00:00.000Z"}
    known = rep.create("Event", {"Subject": "Visit", "Description": "notes in Salesforce", **same})
    rep.create("Event", {"Subject": "Only in Salesforce", **same})
    item = meet(house, " visit ", at(4, 9), at(4, 10))
    rest(house)
    assert len(events(house)) == 2
    event = next(one for one in events(house) if one["Id"] == known)
    assert event["Description"] == "notes in Salesforce"
    assert [one.id for one in house.mailbox().well_known("calendar").items.values()] == [item.id]
    assert item.values.get("Body") is None


def test_two_equal_events_in_salesforce_are_asked_about() -> None:
    house = house_with()
    same = {"StartDateTime": "2026-03-04T08:00:00.000Z", "EndDateTime": "2026-03-04T09:00:00.000Z"}
    for _ in range(2):
        house.org.as_user(REP).create("Event", {"Subject": "Visit", **same})
    meet(house, "Visit", at(4, 9), at(4, 10))
    rest(house)
    assert len(events(house)) == 2
    assert kinds(house) == ["several_in_salesforce"]


def test_edits_made_in_salesforce_stay_until_the_calendar_changes_that_field() -> None:
    house = house_with()
    item = meet(house, "Visit", at(4, 9), at(4, 10), values={"Location": "Room 1"})
    rest(house)
    house.org.as_user(REP).update(events(house)[0]["Id"], {"Location": "Their room", "Description": "Own notes"})
    rest(house)
    house.mailbox().edit(item, {"Subject": "Long visit"})
    rest(house)
    (event,) = events(house)
    assert (event["Subject"], event["Location"], event["Description"]) == ("Long visit", "Their room", "Own notes")
    house.mailbox().edit(item, {"Location": "Room 2"})
    rest(house)
    assert events(house)[0]["Location"] == "Room 2"
    assert {"Location": "Their room"} in [dict(row.before) for row in house.store.journal()]


def test_a_clock_never_moves_a_stored_event() -> None:
    """The same wall time today, after the clocks have changed, and half a year later."""
    for month in (3, 4, 10, 12):
        house = House(contacts=NO_CONTACTS, clock=SteppedClock(datetime(2026, month, 1, 9, tzinfo=UTC)))
        meet(house, "July", datetime(2027, 1, 7, 9), datetime(2027, 1, 7, 10))  # noqa: DTZ001
        rest(house)
        assert events(house)[0]["StartDateTime"][:16] == "2027-01-07T08:00"


def test_what_was_edited_beyond_the_horizon_is_seen_when_it_comes_inside() -> None:
    house = house_with(horizon_months=1)
    item = meet(house, "Fair", at(20, 9), at(20, 10))
    rest(house)
    house.mailbox().edit(
        item, {"Start": datetime(2026, 4, 20, 9, tzinfo=UTC), "End": datetime(2026, 4, 20, 10, tzinfo=UTC)}
    )
    rest(house)
    house.mailbox().edit(item, {"Location": "Hall 7"})
    rest(house)
    assert [one["Location"] for one in events(house)] == [None]
    house.wait(days=25)
    rest(house)
    assert [one["Location"] for one in events(house)] == ["Hall 7"]
