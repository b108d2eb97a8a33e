"""SPEC 5.7: series from the calendar to Salesforce as event series of Lightning, where the org takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from syncline.store.rows import Action
from tests.support.house import REP, quiet
from tests.support.house_people import events, kinds
from tests.support.house_tables import events_with
from tests.support.house_undo import newest, undone
from tests.support.series_desk import DESKS, SECOND, TALK, THIRD, WHOLE, Desk, at, exchange

if TYPE_CHECKING:
    from collections.abc import Callable

FOUR = "FREQ=WEEKLY;BYDAY=MO;COUNT=4"
ALL_FOUR = [*WHOLE, "2026-04-06T07:00"]


@pytest.fixture(params=DESKS, ids=lambda made: made.__name__)
def desk(request: pytest.FixtureRequest) -> Desk:
    made: Callable[..., Desk] = request.param
    return made(events=events_with(series="series"))


@pytest.fixture
def one() -> Desk:
    """The rest is the same wherever the calendar is."""
    return exchange(events=events_with(series="series"))


def patterns(desk: Desk) -> list[str]:
    """The rules of the series that there are."""
    rows = desk.house.org.admin.query("SELECT Recurrence2PatternText FROM Event WHERE GroupEventType = '3'")
    return sorted(row["Recurrence2PatternText"] for row in rows)


def of_series(desk: Desk) -> list[bool]:
    """Whether each event is an occurrence of a series, by start."""
    rows = desk.house.org.admin.query(
        "SELECT IsRecurrence2 FROM Event WHERE GroupEventType != '3' ORDER BY StartDateTime"
    )
    return [row["IsRecurrence2"] for row in rows]


def test_a_series_is_made_as_one(desk: Desk) -> None:
    desk.hands.put(TALK, FOUR)
    desk.rest()
    assert desk.starts() == ALL_FOUR
    assert patterns(desk) == ["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4"]
    assert of_series(desk) == [True] * 4
    assert kinds(desk.house) == []
    assert desk.house.link_count(Collection.EVENTS) == 4
    assert quiet(desk.house.sync())


def test_moved_edited_and_cancelled_occurrences_arrive_so(desk: Desk) -> None:
    id_ = desk.hands.put(TALK, FOUR)
    desk.rest()
    before = {one["Id"] for one in events(desk.house)}
    desk.hands.cancel(id_, SECOND)
    desk.hands.alter(id_, THIRD, {"Subject": "Late", **at("2026-03-31", 10)})
    desk.rest()
    assert desk.starts() == [WHOLE[0], "2026-03-31T08:00", ALL_FOUR[3]]
    assert {one["Id"] for one in events(desk.house)} < before


def test_what_was_done_before_the_first_sync_arrives_too(desk: Desk) -> None:
    id_ = desk.hands.put(TALK, FOUR)
    desk.hands.cancel(id_, SECOND)
    desk.hands.alter(id_, THIRD, {"Subject": "Late", **at("2026-03-31", 10)})
    desk.rest()
    assert desk.starts() == [WHOLE[0], "2026-03-31T08:00", ALL_FOUR[3]]
    assert desk.subjects() == ["Jour fixe", "Jour fixe", "Late"]
    assert desk.house.link_count(Collection.EVENTS) == 3


def test_a_changed_rule_deletes_what_is_no_more_and_makes_a_series_of_the_rest(desk: Desk) -> None:
    id_ = desk.hands.put(TALK, FOUR)
    desk.rest()
    first = events(desk.house)[0]["Id"]
    desk.hands.repeat(id_, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=4")
    desk.rest()
    assert desk.starts() == [WHOLE[0], WHOLE[2], "2026-04-13T07:00", "2026-04-27T07:00"]
    assert events(desk.house)[0]["Id"] == first
    assert patterns(desk) == ["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=2"]


def test_a_single_event_becomes_a_series_and_back(desk: Desk) -> None:
    id_ = desk.hands.put(TALK)
    desk.rest()
    (single,) = events(desk.house)
    desk.hands.repeat(id_, FOUR)
    desk.rest()
    assert desk.starts() == ALL_FOUR
    assert of_series(desk) == [False, True, True, True]
    desk.hands.repeat(id_, "")
    desk.rest()
    assert [one["Id"] for one in events(desk.house)] == [single["Id"]]


def test_days_are_made_as_days(desk: Desk) -> None:
    desk.hands.put({"Subject": "Fair", "Start": "2026-03-27", "End": "2026-03-28"}, "FREQ=DAILY;COUNT=4")
    desk.rest()
    assert desk.days() == ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30"]
    assert of_series(desk) == [True] * 4


def test_a_lost_store_pairs_again_and_makes_nothing_twice(desk: Desk) -> None:
    id_ = desk.hands.put(TALK, FOUR)
    desk.hands.alter(id_, THIRD, {"Subject": "Late"})
    desk.hands.cancel(id_, SECOND)
    desk.rest()
    before = [one["Id"] for one in events(desk.house)]
    desk.house.store.reset(f"acme/{REP}")
    desk.rest()
    assert [one["Id"] for one in events(desk.house)] == before
    assert len(patterns(desk)) == 1


def test_a_series_that_began_long_ago_is_made_from_today_on(one: Desk) -> None:
    one.hands.put({**TALK, **at("2026-01-05", 9)}, "FREQ=WEEKLY;BYDAY=MO;COUNT=12")
    one.rest()
    assert one.starts() == ["2026-03-02T08:00", "2026-03-09T08:00", "2026-03-16T08:00", "2026-03-23T08:00"]
    assert patterns(one) == ["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4"]


@pytest.mark.parametrize(
    ("values", "rule", "why", "count"),
    [
        (TALK, "FREQ=WEEKLY;BYDAY=MO", "no_end", 12),
        (TALK, "FREQ=DAILY;COUNT=300", "too_many_occurrences", 79),
        (TALK, "FREQ=YEARLY;COUNT=9", "beyond_the_horizon", 1),
        ({**TALK, **at("2026-03-06", 9, "America/New_York")}, "FREQ=WEEKLY;COUNT=4", "another_zone", 4),
    ],
)
def test_what_has_no_words_as_a_series_is_reported_and_arrives_as_single_events(
    one: Desk, values: dict[str, Any], rule: str, why: str, count: int
) -> None:
    one.hands.put(values, rule)
    one.rest()
    assert len(one.starts()) == count
    assert patterns(one) == []
    assert kinds(one.house) == [f"not_representable:{why}"]


def test_another_zone_that_shows_the_same_is_no_other(one: Desk) -> None:
    one.hands.put({**TALK, **at("2026-03-06", 9, "Europe/Paris")}, "FREQ=WEEKLY;COUNT=4")
    one.rest()
    assert patterns(one) == ["RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=4"]


def test_an_org_that_takes_no_series_gets_single_events(one: Desk) -> None:
    one.house.org.permissions(REP).read_only.add(("Event", "Recurrence2PatternText"))
    one.hands.put(TALK, FOUR)
    one.rest()
    assert is_single(one)


def is_single(desk: Desk) -> bool:
    return desk.starts() == ALL_FOUR and patterns(desk) == [] and kinds(desk.house) == []


def test_what_the_org_refuses_as_a_series_arrives_as_single_events(one: Desk) -> None:
    one.house.org.setup.add_validation_rule("Event", lambda row: "Recurrence2PatternText" in row, "No series here.")
    one.hands.put(TALK, FOUR)
    one.rest()
    assert is_single(one)


@pytest.mark.parametrize("kind", [FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE])
def test_a_lost_answer_makes_no_series_twice(one: Desk, kind: FaultKind) -> None:
    id_ = one.hands.put(TALK, FOUR)
    one.hands.cancel(id_, SECOND)
    one.house.org_faults.arm(Fault(kind, lambda body, _environ: b"Recurrence2PatternText" in body))
    one.house.sync()
    assert one.house.org_faults.acted == [kind]
    one.house.wait(minutes=15)
    one.rest()
    assert one.starts() == [ALL_FOUR[0], *ALL_FOUR[2:]]
    assert len(patterns(one)) == 1
    assert one.house.link_count(Collection.EVENTS) == 3


def test_two_meetings_at_the_same_time_are_two_series(one: Desk) -> None:
    one.hands.put(TALK, FOUR)
    one.hands.put({**TALK, "Subject": "Other"}, FOUR)
    one.hands.put(TALK, FOUR)
    one.house.converge()
    assert len(patterns(one)) == 3
    assert one.subjects() == ["Jour fixe"] * 8 + ["Other"] * 4


def test_a_deleted_occurrence_comes_back_by_undo(one: Desk) -> None:
    id_ = one.hands.put(TALK, FOUR)
    one.rest()
    one.hands.cancel(id_, SECOND)
    one.rest()
    undone(one.house, newest(one.house, Action.DELETE))
    assert one.starts() == ALL_FOUR


def test_what_a_person_deleted_in_salesforce_does_not_come_back(one: Desk) -> None:
    id_ = one.hands.put(TALK, FOUR)
    one.rest()
    one.house.org.as_user(REP).delete(events(one.house)[1]["Id"])
    one.hands.change(id_, {"Location": "Room 2"})
    one.rest()
    assert one.starts() == [ALL_FOUR[0], *ALL_FOUR[2:]]
    one.hands.repeat(id_, "FREQ=WEEKLY;BYDAY=MO;COUNT=6")
    one.rest()
    assert one.starts() == [ALL_FOUR[0], *ALL_FOUR[2:], "2026-04-13T07:00", "2026-04-20T07:00"]


def test_a_preview_counts_and_makes_nothing(one: Desk) -> None:
    one.hands.put(TALK, FOUR)
    one.house.preview()
    assert events(one.house) == []


def test_many_deletions_are_held_like_any_others(one: Desk) -> None:
    id_ = one.hands.put(TALK, "FREQ=WEEKLY;BYDAY=MO;COUNT=20")
    one.rest()
    one.hands.repeat(id_, "FREQ=WEEKLY;BYDAY=MO;COUNT=2")
    one.house.converge()
    assert len(events(one.house)) > 10
    assert one.house.store.held()


def test_who_takes_part_in_a_series_is_invited_to_every_event_of_it() -> None:
    desk = exchange(events=events_with(series="series", attendees=True))
    desk.house.org.as_user(REP).create("Contact", {"LastName": "Lee", "Email": "lee@customer.example"})
    desk.hands.put(TALK, FOUR, attendees=("lee@customer.example",))
    desk.rest()
    assert desk.starts() == ALL_FOUR
    assert len(patterns(desk)) == 1
    assert desk.house.org.count("EventRelation") == 4
