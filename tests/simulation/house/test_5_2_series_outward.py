"""SPEC 5.2, 5.7: event series that somebody made in Salesforce reach the calendar, on every mail system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from tests.support.house import REP
from tests.support.house_calendars import SYSTEMS, calendar, change, meet, settle
from tests.support.house_people import events, kinds

if TYPE_CHECKING:
    from tests.support.house_calendars import Calendar

every_system = pytest.mark.parametrize("system", SYSTEMS)
outward = pytest.mark.parametrize("direction", ["both", "to_mailbox"])

FOUR = "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4"
MONDAYS = ["2026-03-16T09", "2026-03-23T09", "2026-03-30T09", "2026-04-06T09"]
"""Nine by the clock of Berlin, where clocks change on the 29th."""


def repeat(at: Calendar, rule: str = FOUR, start: str = "2026-03-16T08:00", end: str = "2026-03-16T09:00") -> str:
    """The rep makes a series in Salesforce."""
    return meet(at, "Jour fixe", start, end, Recurrence2PatternText=rule, Location="Room 1")


def starts(at: Calendar) -> list[str]:
    return sorted(str(one["Start"])[:13] for one in at.values())


def ids(at: Calendar) -> list[str]:
    """The calendar's events by their starts."""
    return [one.id for one in sorted(at.records(), key=lambda one: str(one.values["Start"]))]


def in_salesforce(at: Calendar) -> list[dict[str, Any]]:
    return sorted(events(at.house), key=lambda one: str(one["StartDateTime"]))


@every_system
@outward
def test_each_occurrence_arrives_as_a_single_event_by_the_reps_clock(system: str, direction: str) -> None:
    at = calendar(system, direction)
    settle(at)
    repeat(at)
    settle(at)
    assert starts(at) == MONDAYS
    records = at.records()
    assert {str(one.values["Location"]) for one in records} == {"Room 1"}
    assert [one.not_representable for one in records] == [None] * 4
    assert at.house.link_count(Collection.EVENTS) == 4
    assert len(in_salesforce(at)) == 4
    assert kinds(at.house) == []


@every_system
def test_days_arrive_as_days(system: str) -> None:
    at = calendar(system)
    settle(at)
    repeat(at, "RRULE:FREQ=DAILY;COUNT=3", "2026-03-28", "2026-03-28")
    settle(at)
    assert starts(at) == ["2026-03-28", "2026-03-29", "2026-03-30"]


@every_system
def test_edits_and_deletions_of_single_occurrences_flow_both_ways(system: str) -> None:
    at = calendar(system, remove_deleted=True)
    settle(at)
    repeat(at)
    settle(at)
    first, second, third, fourth = (one["Id"] for one in in_salesforce(at))
    change(at, first, Subject="Kick-off")
    at.house.org.as_user(REP).delete(second)
    at.edit(ids(at)[2], {"Location": "Room 3"})
    at.delete(ids(at)[3])
    settle(at)
    assert [str(one["Subject"]) for one in at.values()] == ["Jour fixe", "Kick-off"]
    assert starts(at) == [MONDAYS[0], MONDAYS[2]]
    assert [(one["Id"], one["Location"]) for one in in_salesforce(at)] == [(first, "Room 1"), (third, "Room 3")]
    assert fourth not in {one["Id"] for one in in_salesforce(at)}


@every_system
@pytest.mark.parametrize("keeps", [True, False])
def test_a_series_that_salesforce_makes_anew_goes_on_in_its_pairs(system: str, *, keeps: bool) -> None:
    at = calendar(system, remove_deleted=not keeps)
    settle(at)
    first = repeat(at)
    settle(at)
    before = ids(at)
    at.house.org.as_user(REP).remake(first, {"StartDateTime": "2026-03-16T09:00:00Z"})
    settle(at)
    assert starts(at) == [one.replace("T09", "T10") for one in MONDAYS]
    assert ids(at) == before
    assert at.house.link_count(Collection.EVENTS) == 4
    assert at.binned() == 0
    assert at.house.store.held() == []
    at.edit(before[0], {"Location": "Room 2"})
    settle(at)
    assert [one["Location"] for one in in_salesforce(at)] == ["Room 2", "Room 1", "Room 1", "Room 1"]


@every_system
@pytest.mark.parametrize("keeps", [True, False])
def test_one_that_is_made_anew_later_than_it_went_is_not_doubled(system: str, *, keeps: bool) -> None:
    at = calendar(system, remove_deleted=not keeps)
    settle(at)
    repeat(at)
    settle(at)
    rep = at.house.org.as_user(REP)
    for one in in_salesforce(at):
        rep.delete(one["Id"])
    settle(at)
    assert starts(at) == (MONDAYS if keeps else [])
    repeat(at)
    settle(at)
    assert starts(at) == MONDAYS
    assert at.house.link_count(Collection.EVENTS) == 4
    change(at, in_salesforce(at)[0]["Id"], Location="Room 2")
    settle(at)
    assert sorted(str(one["Location"]) for one in at.values()) == ["Room 1"] * 3 + ["Room 2"]


@every_system
def test_what_a_new_rule_has_no_more_is_taken_away_and_what_it_adds_arrives(system: str) -> None:
    at = calendar(system)
    settle(at)
    first = repeat(at)
    settle(at)
    before = ids(at)
    at.house.org.as_user(REP).remake(first, {"Recurrence2PatternText": "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=3"})
    settle(at)
    assert starts(at) == [MONDAYS[0], MONDAYS[2], "2026-04-13T09"]
    assert ids(at)[:2] == [before[0], before[2]]


@every_system
def test_what_lies_beyond_the_horizon_comes_on_its_day(system: str) -> None:
    at = calendar(system, horizon_months=1)
    settle(at)
    repeat(at)
    settle(at)
    assert starts(at) == MONDAYS[:3]
    at.house.wait(days=6)
    settle(at)
    assert starts(at) == MONDAYS


@every_system
def test_a_reset_and_a_lost_answer_double_nothing(system: str) -> None:
    at = calendar(system)
    settle(at)
    repeat(at)
    word = at.making.encode()
    at.faults.arm(Fault(FaultKind.LOST_AFTER, lambda body, _environ: word in body))
    at.house.sync()
    assert at.faults.acted == [FaultKind.LOST_AFTER]
    for _ in range(4):
        at.house.wait(minutes=3)
        at.house.sync()
    settle(at)
    before = ids(at)
    at.house.store.reset("acme/rep@acme.example")
    at.house.wait(minutes=11)
    settle(at)
    assert ids(at) == before
    assert starts(at) == MONDAYS
    assert at.house.link_count(Collection.EVENTS) == 4
