"""SPEC 5.7: series from the calendar to Salesforce, one event for each occurrence, in a window that goes along."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.sandbox.exchange.occurrences import cancel_occurrence, edit_occurrence, repeat
from tests.support.house import House, quiet
from tests.support.house_people import BERLIN, events, kinds, move, rest
from tests.support.house_tables import NO_CONTACTS, events_with

if TYPE_CHECKING:
    from syncline.sandbox.exchange import Item

FIRST = datetime(2026, 3, 16, 9)  # noqa: DTZ001 - wall time in Berlin; clocks change on the 29th
HOUR = timedelta(hours=1)
SECOND, THIRD = datetime(2026, 3, 23, 8, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)
WEEKLY = (
    "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence>"
    "<t:NumberedRecurrence><t:StartDate>2026-03-16</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences>"
    "</t:NumberedRecurrence>"
)
WHOLE = ["2026-03-16T08:00", "2026-03-23T08:00", "2026-03-30T07:00"]


def house_with(**settings: Any) -> House:
    return House(contacts=NO_CONTACTS, events=events_with(series=True, **settings))


def jour_fixe(house: House, rule: str = WEEKLY) -> Item:
    item = house.mailbox().create_event("Jour fixe", FIRST, FIRST + HOUR, zone=BERLIN)
    repeat(house.mailbox(), item, rule)
    return item


def starts(house: House) -> list[str]:
    return sorted(one["StartDateTime"][:16] for one in events(house))


def test_each_occurrence_arrives_at_nine_in_winter_and_in_summer() -> None:
    house = house_with()
    jour_fixe(house)
    rest(house)
    assert starts(house) == WHOLE
    assert {one["Subject"] for one in events(house)} == {"Jour fixe"}
    assert kinds(house) == []
    assert quiet(house.sync())


def test_moved_edited_and_cancelled_occurrences_arrive_so() -> None:
    house = house_with()
    item = jour_fixe(house)
    rest(house)
    cancel_occurrence(house.mailbox(), item, SECOND)
    moved = {"Subject": "Late", "Start": THIRD + HOUR, "End": THIRD + 2 * HOUR}
    edit_occurrence(house.mailbox(), item, THIRD, moved)
    rest(house)
    assert starts(house) == [WHOLE[0], "2026-03-30T08:00"]
    assert sorted(one["Subject"] for one in events(house)) == ["Jour fixe", "Late"]


def test_a_series_that_is_deleted_goes_whole_and_one_that_is_moved_out_stays() -> None:
    for gone, left in ((True, []), (False, WHOLE)):
        house = house_with()
        item = jour_fixe(house)
        rest(house)
        if gone:
            house.mailbox().trash(item)
        else:
            move(house, item, house.mailbox().make_folder("Other", folder_class="IPF.Appointment"))
        rest(house)
        assert starts(house) == left


def test_a_single_event_becomes_a_series_and_back_under_the_same_record() -> None:
    house = house_with()
    item = house.mailbox().create_event("Jour fixe", FIRST, FIRST + HOUR, zone=BERLIN)
    rest(house)
    (single,) = events(house)
    repeat(house.mailbox(), item, WEEKLY)
    rest(house)
    assert starts(house) == WHOLE
    repeat(house.mailbox(), item, None)
    rest(house)
    assert [one["Id"] for one in events(house)] == [single["Id"]]


def test_rules_without_words_are_reported_with_their_name() -> None:
    house = house_with()
    jour_fixe(house, WEEKLY.replace("Monday", "Friday"))
    rest(house)
    assert events(house) == []
    assert kinds(house) == ["not_representable:start_outside_pattern"]


def test_a_series_with_attendees_mails_nobody() -> None:
    house = house_with(remove_deleted=True)
    item = house.mailbox().create_event(
        "Jour fixe", FIRST, FIRST + HOUR, zone=BERLIN, attendees=[("Bob", "bob@customer.example")]
    )
    repeat(house.mailbox(), item, WEEKLY)
    rest(house)
    cancel_occurrence(house.mailbox(), item, SECOND)
    rest(house)
    assert starts(house) == [WHOLE[0], WHOLE[2]]


def test_switched_on_later_what_is_there_arrives() -> None:
    house = House(contacts=NO_CONTACTS, events=events_with())
    jour_fixe(house)
    rest(house)
    assert kinds(house) == ["not_representable:recurring"]
    house.events = events_with(series=True)
    house.apply()
    rest(house)
    assert starts(house) == WHOLE
    assert kinds(house) == []
