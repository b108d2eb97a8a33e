"""SPEC 5.7: series from the calendar to Salesforce, one event for each occurrence, in a window that goes along.

The same from every mail system.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.house import REP, quiet
from tests.support.house_people import events, kinds
from tests.support.house_tables import events_with
from tests.support.series_desk import DESKS, SECOND, TALK, THIRD, WEEKLY, WHOLE, Desk, at, google

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(params=DESKS, ids=lambda made: made.__name__)
def made(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    answer: Callable[..., Desk] = request.param
    return answer


@pytest.fixture
def desk(made: Callable[..., Desk]) -> Desk:
    return made(events=events_with(series=True))


def test_each_occurrence_arrives_at_nine_in_winter_and_in_summer(desk: Desk) -> None:
    desk.hands.put(TALK, WEEKLY)
    desk.rest()
    assert desk.starts() == WHOLE
    assert set(desk.subjects()) == {"Jour fixe"}
    assert kinds(desk.house) == []
    assert quiet(desk.house.sync())


def test_moved_edited_and_cancelled_occurrences_arrive_so(desk: Desk) -> None:
    id_ = desk.hands.put(TALK, "FREQ=WEEKLY;BYDAY=MO;COUNT=4")
    desk.rest()
    before = {one["Id"] for one in events(desk.house)}
    desk.hands.cancel(id_, SECOND)
    desk.hands.alter(id_, THIRD, {"Subject": "Late", **at("2026-03-31", 10)})
    desk.hands.alter(id_, "2026-04-06", {"Location": "Room 2"})
    desk.rest()
    assert desk.starts() == [WHOLE[0], "2026-03-31T08:00", "2026-04-06T07:00"]
    assert desk.subjects() == ["Jour fixe", "Jour fixe", "Late"]
    assert [one["Location"] for one in events(desk.house)] == [None, None, "Room 2"]
    assert {one["Id"] for one in events(desk.house)} < before


def test_an_edit_of_the_series_reaches_what_nobody_had_edited(desk: Desk) -> None:
    id_ = desk.hands.put(TALK, WEEKLY)
    desk.hands.alter(id_, THIRD, {"Subject": "Late"})
    desk.rest()
    desk.hands.change(id_, {"Location": "Room 9"})
    desk.hands.change(id_, {"Subject": "Weekly"})
    desk.rest()
    assert set(desk.subjects()) >= {"Weekly"}
    assert [one["Location"] for one in events(desk.house)][:2] == ["Room 9", "Room 9"]


def test_a_series_that_is_split_in_two_goes_on_as_both(desk: Desk) -> None:
    """This and following: the first ends before, another begins."""
    id_ = desk.hands.put(TALK, "FREQ=WEEKLY;BYDAY=MO;COUNT=4")
    desk.rest()
    desk.hands.repeat(id_, "FREQ=WEEKLY;BYDAY=MO;COUNT=2")
    desk.hands.put({"Subject": "Jour fixe, later", **at("2026-03-30", 11)}, "FREQ=WEEKLY;BYDAY=MO;COUNT=2")
    desk.rest()
    assert desk.starts() == [*WHOLE[:2], "2026-03-30T09:00", "2026-04-06T09:00"]
    assert desk.subjects() == ["Jour fixe"] * 2 + ["Jour fixe, later"] * 2


def test_a_series_that_is_deleted_goes_whole_and_one_that_is_moved_out_stays(made: Callable[..., Desk]) -> None:
    for gone, left in ((True, []), (False, WHOLE)):
        desk = made(events=events_with(series=True))
        id_ = desk.hands.put(TALK, WEEKLY)
        desk.rest()
        (desk.hands.trash if gone else desk.hands.move_out)(id_)
        desk.rest()
        assert desk.starts() == left


def test_a_single_event_becomes_a_series_and_back_under_the_same_record(desk: Desk) -> None:
    id_ = desk.hands.put(TALK)
    desk.rest()
    (single,) = events(desk.house)
    desk.hands.repeat(id_, WEEKLY)
    desk.rest()
    assert desk.starts() == WHOLE
    desk.hands.repeat(id_, "")
    desk.rest()
    assert [one["Id"] for one in events(desk.house)] == [single["Id"]]


def test_days_arrive_as_days(desk: Desk) -> None:
    id_ = desk.hands.put({"Subject": "Fair", "Start": "2026-03-27", "End": "2026-03-28"}, "FREQ=DAILY;COUNT=4")
    desk.hands.cancel(id_, "2026-03-29")
    desk.rest()
    assert desk.days() == ["2026-03-27", "2026-03-28", "2026-03-30"]


def test_a_series_by_the_clock_of_another_zone(desk: Desk) -> None:
    """New York changes on the 8th of March, the rep's Berlin on the 29th, Sydney on the 5th of April, back."""
    desk.hands.put({"Subject": "New York", **at("2026-03-06", 9, "America/New_York")}, "FREQ=WEEKLY;COUNT=5")
    desk.hands.put({"Subject": "Sydney", **at("2026-04-01", 9, "Australia/Sydney")}, "FREQ=WEEKLY;COUNT=2")
    desk.rest()
    assert desk.starts() == [
        "2026-03-06T14:00", "2026-03-13T13:00", "2026-03-20T13:00", "2026-03-27T13:00", "2026-03-31T22:00",
        "2026-04-03T13:00", "2026-04-07T23:00",
    ]  # fmt: skip


def test_a_series_without_end_goes_along_with_time(desk: Desk) -> None:
    desk.hands.put(TALK, "FREQ=WEEKLY;BYDAY=MO")
    desk.rest()
    before = desk.starts()
    assert len(before) == 12
    desk.house.wait(days=14)
    desk.rest()
    after = desk.starts()
    assert after[: len(before)] == before
    assert len(after) == len(before) + 2


def test_a_series_with_attendees_mails_nobody(made: Callable[..., Desk]) -> None:
    desk = made(events=events_with(series=True, remove_deleted=True))
    id_ = desk.hands.put(TALK, WEEKLY, attendees=("bob@customer.example",))
    desk.rest()
    desk.hands.cancel(id_, SECOND)
    desk.rest()
    assert desk.starts() == [WHOLE[0], WHOLE[2]]


def test_switched_on_later_what_is_there_arrives(made: Callable[..., Desk]) -> None:
    desk = made(events=events_with())
    id_ = desk.hands.put(TALK, WEEKLY)
    desk.hands.alter(id_, THIRD, {"Subject": "Late"})
    desk.rest()
    assert kinds(desk.house) == ["not_representable:recurring"]
    desk.house.events = events_with(series=True)
    desk.house.apply()
    desk.rest()
    assert desk.starts() == WHOLE
    assert kinds(desk.house) == []


def test_a_lost_store_pairs_again_and_makes_nothing_twice(desk: Desk) -> None:
    id_ = desk.hands.put(TALK, WEEKLY)
    desk.hands.alter(id_, THIRD, {"Subject": "Late"})
    desk.rest()
    before = [one["Id"] for one in events(desk.house)]
    desk.house.store.reset(f"acme/{REP}")
    desk.rest()
    assert [one["Id"] for one in events(desk.house)] == before


def test_rules_without_words_are_reported_with_their_name() -> None:
    """Google keeps whatever RFC 5545 can say; the others know six patterns."""
    desk = google(events=events_with(series=True))
    desk.hands.put(TALK, "FREQ=YEARLY;BYWEEKNO=12")
    desk.rest()
    assert events(desk.house) == []
    assert kinds(desk.house) == ["not_representable:by_week_number"]


@pytest.mark.parametrize("series", [True, "series"])
def test_both_ways_an_occurrence_takes_nothing_from_salesforce(made: Callable[..., Desk], series: bool | str) -> None:  # noqa: FBT001 - a setting
    """What stands in its copy alone, or was changed there, stays there; a series of Salesforce is left alone."""
    desk = made(events=events_with(series=series, direction="both", conflicts="salesforce"))
    rep = desk.house.org.as_user(REP)
    desk.house.sync()
    desk.house.wait(minutes=5)
    same = {"Subject": "Jour fixe", "StartDateTime": f"{WHOLE[0]}:00Z", "DurationInMinutes": 60}
    rep.create("Event", {**same, "Location": "Somewhere"})
    desk.hands.put(TALK, WEEKLY)
    desk.house.converge()
    assert desk.starts() == WHOLE
    rep.update(events(desk.house)[1]["Id"], {"Subject": "Changed there"})
    rule = {"Recurrence2PatternText": "RRULE:FREQ=DAILY;COUNT=2"}
    rep.create("Event", {**same, **rule, "StartDateTime": "2026-04-01T10:00:00Z", "Subject": "Theirs"})
    desk.house.wait(minutes=5)
    desk.house.converge()
    desk.rest()
    assert desk.subjects() == ["Changed there", "Jour fixe", "Jour fixe", "Theirs", "Theirs"]
    assert desk.house.errors() == []
