"""SPEC 5.7: what the calendar has as a series stays one, whatever becomes of its copies in Salesforce."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.faults import Fault, FaultKind
from tests.support.house import REP
from tests.support.house_people import events, kinds
from tests.support.house_tables import events_with
from tests.support.series_desk import DESKS, TALK

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.series_desk import Desk

FOUR = "FREQ=WEEKLY;BYDAY=MO;COUNT=4"


@pytest.fixture(params=DESKS, ids=lambda made: made.__name__)
def made(request: pytest.FixtureRequest) -> Callable[..., Desk]:
    """Makes a house with any mail system."""
    found: Callable[..., Desk] = request.param
    return found


def both_ways(**more: Any) -> dict[str, Any]:
    return events_with(direction="both", **more)


@pytest.mark.parametrize("series", ["occurrences", "series"])
def test_the_copies_of_a_calendars_series_do_not_come_back_as_events(made: Callable[..., Desk], series: str) -> None:
    desk = made(events=both_ways(series=series))
    desk.hands.put(TALK, FOUR)
    desk.rest()
    assert len(desk.starts()) == 4
    desk.house.org.as_user(REP).update(events(desk.house)[0]["Id"], {"Location": "Room 1"})
    desk.rest()
    assert desk.hands.count() == 1


def test_a_lost_answer_to_a_series_doubles_nothing_in_the_calendar(made: Callable[..., Desk]) -> None:
    desk = made(events=both_ways(series="series"))
    id_ = desk.hands.put(TALK, FOUR)
    desk.house.org_faults.arm(Fault(FaultKind.LOST_AFTER, lambda body, _environ: b"Recurrence2PatternText" in body))
    desk.house.sync()
    assert desk.house.org_faults.acted == [FaultKind.LOST_AFTER]
    desk.hands.change(id_, {"Subject": "Renamed meanwhile"})
    desk.house.wait(minutes=15)
    desk.rest()
    assert desk.subjects() == ["Renamed meanwhile"] * 4
    assert desk.hands.count() == 1


def test_what_salesforce_is_still_making_is_not_copied_as_something_new(
    made: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("syncline.sandbox.salesforce.event_series.MOST", 2)
    desk = made(events=both_ways(series="series"))
    id_ = desk.hands.put(TALK, FOUR)
    desk.house.sync()
    desk.hands.change(id_, {"Subject": "Renamed meanwhile"})
    for _ in range(8):
        desk.house.wait(minutes=2)
        desk.house.sync()
        assert desk.hands.count() == 1
    desk.rest()
    assert desk.subjects() == ["Renamed meanwhile"] * 4
    assert desk.hands.count() == 1


@pytest.mark.parametrize("rule", [{}, {"Recurrence2PatternText": "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5"}])
def test_a_calendars_series_that_somebody_makes_anew_in_salesforce_stays_paired(
    made: Callable[..., Desk], rule: dict[str, str]
) -> None:
    desk = made(events=both_ways(series="series"))
    id_ = desk.hands.put(TALK, FOUR)
    desk.rest()
    first = min(events(desk.house), key=lambda one: str(one["StartDateTime"]))["Id"]
    desk.house.org.as_user(REP).remake(first, {**rule, "StartDateTime": "2026-03-16T09:00:00Z"})
    desk.rest()
    added = 1 if rule else 0
    assert (len(desk.starts()), desk.hands.count()) == (4 + added, 1 + added)
    desk.hands.change(id_, {"Location": "Room 2"})
    desk.rest()
    assert [one["Location"] for one in events(desk.house)].count("Room 2") == 4


def copied_by_another(desk: Desk, start: str = "2026-03-16T08:00:00Z") -> None:
    """Another tool makes an event series of the calendar's in Salesforce."""
    talk = {"Subject": "Jour fixe", "StartDateTime": start, "DurationInMinutes": 60}
    desk.house.org.as_user(REP).create("Event", {**talk, "Recurrence2PatternText": f"RRULE:{FOUR}"})


def test_what_the_calendar_has_as_a_series_is_not_copied_beside_it(made: Callable[..., Desk]) -> None:
    desk = made(events=both_ways(series=False))
    desk.hands.put(TALK, FOUR)
    desk.house.converge()
    copied_by_another(desk)
    desk.rest()
    assert (desk.hands.count(), len(desk.starts())) == (1, 4)
    assert kinds(desk.house) == ["not_representable:recurring"]


def test_nor_what_lies_further_ahead_than_it_is_unrolled(made: Callable[..., Desk]) -> None:
    desk = made(events=both_ways(series="occurrences"))
    desk.hands.put(TALK, "FREQ=WEEKLY;BYDAY=MO;COUNT=30")
    desk.rest()
    near = len(desk.starts())
    copied_by_another(desk, "2026-07-06T07:00:00Z")
    desk.rest()
    assert (desk.hands.count(), len(desk.starts())) == (1, near + 4)


def test_another_hour_is_another_event(made: Callable[..., Desk]) -> None:
    desk = made(events=both_ways(series=False))
    desk.hands.put(TALK, FOUR)
    desk.house.converge()
    copied_by_another(desk, "2026-03-16T13:00:00Z")
    desk.rest()
    assert desk.hands.count() == 1 + 4


def test_a_copy_that_comes_back_later_is_its_copy_again(made: Callable[..., Desk]) -> None:
    desk = made(events=both_ways(series="series"))
    id_ = desk.hands.put(TALK, FOUR)
    desk.rest()
    rep = desk.house.org.as_user(REP)
    for one in events(desk.house):
        rep.delete(one["Id"])
    desk.rest()
    copied_by_another(desk)
    desk.rest()
    assert (desk.hands.count(), len(desk.starts())) == (1, 4)
    desk.hands.change(id_, {"Location": "Room 2"})
    desk.rest()
    assert [one["Location"] for one in events(desk.house)] == ["Room 2"] * 4
