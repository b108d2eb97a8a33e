"""Series: occurrences, exceptions, cancellations, and the patterns that Graph knows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.graph_raw import refusal

from .times import event, jour_fixe, point

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365 import OpenMailbox
    from tests.support.graph_raw import Caller

MARCH = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"


def view(call: Caller, window: str = MARCH) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = call.get(f"calendarView?{window}&$top=100")["value"]
    return rows


def test_a_view_shows_occurrences_at_the_same_wall_time_and_no_master(call: Caller) -> None:
    master = call.post("events", jour_fixe())
    assert (master["type"], master["recurrence"]["range"]["recurrenceTimeZone"]) == (
        "seriesMaster",
        "W. Europe Standard Time",
    )
    rows = view(call)
    assert {row["type"] for row in rows} == {"occurrence"}
    assert {row["seriesMasterId"] for row in rows} == {master["id"]}
    assert [row["start"]["dateTime"][5:16] for row in rows] == [
        "03-02T08:00", "03-09T08:00", "03-16T08:00", "03-23T08:00", "03-30T07:00",
    ]  # fmt: skip
    assert len({row["iCalUId"] for row in rows} | {master["iCalUId"]}) == 6


def test_a_moved_occurrence_is_an_exception(call: Caller) -> None:
    master = call.post("events", jour_fixe())["id"]
    second = view(call)[1]
    times = event("Jour fixe, late", "2026-03-10T15:00:00", "2026-03-10T16:00:00")
    changed = call.patch(f"events/{second['id']}", times)
    assert (changed["id"], changed["type"], changed["originalStart"]) == (
        second["id"],
        "exception",
        "2026-03-09T08:00:00Z",
    )
    assert [row["type"] for row in view(call)] == ["occurrence", "exception"] + ["occurrence"] * 3
    inside = call.get(f"events/{master}/instances?{MARCH}")["value"]
    assert [row["subject"] for row in inside][:2] == ["Jour fixe", "Jour fixe, late"]


def test_an_occurrence_stays_between_its_neighbours(call: Caller) -> None:
    call.post("events", jour_fixe())
    second = view(call)[1]
    times = {"start": point("2026-03-16T08:00:00"), "end": point("2026-03-16T09:00:00")}
    answer = call("PATCH", f"events/{second['id']}", times)
    assert refusal(answer) == (400, "ErrorOccurrenceCrossingBoundary")


def test_a_cancelled_occurrence_is_gone_and_named_by_its_master(call: Caller) -> None:
    master = call.post("events", jour_fixe())["id"]
    second = view(call)[1]["id"]
    assert call("DELETE", f"events/{second}").status_code == 204
    assert len(view(call)) == 4
    assert refusal(call("GET", f"events/{second}")) == (404, "ErrorItemNotFound")
    assert "cancelledOccurrences" not in call.get(f"events/{master}")


def test_cancelled_and_exceptional_occurrences_are_shown_on_demand(call: Caller, ann: OpenMailbox) -> None:
    series = ann.create_event(jour_fixe())
    ann.cancel_occurrence(series, date(2026, 3, 9))
    ann.edit_occurrence(series, date(2026, 3, 16), {"subject": "Review"})
    asked = "$select=subject,cancelledOccurrences,exceptionOccurrences&$expand=exceptionOccurrences"
    master = call.get(f"events/{series.id(immutable=False)}?{asked}")
    assert master["cancelledOccurrences"] == [f"OID.{master['id']}.2026-03-09"]
    assert [one["subject"] for one in master["exceptionOccurrences"]] == ["Review"]


def test_a_series_at_another_time_loses_its_exceptions(call: Caller, ann: OpenMailbox) -> None:
    series = ann.create_event(jour_fixe())
    ann.edit_occurrence(series, date(2026, 3, 9), {"subject": "Review"})
    ann.cancel_occurrence(series, date(2026, 3, 16))
    call.patch(f"events/{series.id(immutable=False)}", {"subject": "Weekly"})
    assert len(view(call)) == 4
    times = {"start": point("2026-03-02T11:00:00"), "end": point("2026-03-02T12:00:00")}
    call.patch(f"events/{series.id(immutable=False)}", times)
    assert [row["subject"] for row in view(call)] == ["Weekly"] * 5


PATTERNS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "daily": ({"type": "daily", "interval": 3}, ["2026-01-31", "2026-02-03", "2026-02-06"]),
    "weekly": (
        {"type": "weekly", "interval": 2, "daysOfWeek": ["tuesday", "friday"], "firstDayOfWeek": "monday"},
        ["2026-02-10", "2026-02-13", "2026-02-24"],
    ),
    "absolute monthly": (
        {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 31},
        ["2026-01-31", "2026-02-28", "2026-03-31"],
    ),
    "relative monthly": (
        {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["thursday"], "index": "last"},
        ["2026-02-26", "2026-03-26", "2026-04-30"],
    ),
    "first working day": (
        {
            "type": "relativeMonthly", "interval": 1, "index": "first",
            "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        },
        ["2026-02-02", "2026-03-02", "2026-04-01"],
    ),
    "absolute yearly": (
        {"type": "absoluteYearly", "interval": 1, "dayOfMonth": 29, "month": 2},
        ["2026-02-28", "2027-02-28", "2028-02-29"],
    ),
    "relative yearly": (
        {"type": "relativeYearly", "interval": 1, "daysOfWeek": ["sunday"], "index": "second", "month": 5},
        ["2026-05-10", "2027-05-09", "2028-05-14"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns_mean_the_dates_that_the_page_says(call: Caller, name: str) -> None:
    pattern, dates = PATTERNS[name]
    times = event("Series", "2026-01-31T09:00:00", "2026-01-31T10:00:00")
    extent = {"type": "numbered", "startDate": "2026-01-31", "numberOfOccurrences": 3}
    master = call.post("events", times | {"recurrence": {"pattern": pattern, "range": extent}})
    assert master["recurrence"]["range"]["startDate"] == dates[0] == master["start"]["dateTime"][:10]
    years = "startDateTime=2026-01-01T00:00:00Z&endDateTime=2029-01-01T00:00:00Z"
    assert [row["start"]["dateTime"][:10] for row in view(call, years)] == dates


@pytest.mark.parametrize(
    "pattern",
    [
        {"type": "hourly", "interval": 1},
        {"type": "daily", "interval": 0},
        {"type": "weekly", "interval": 1},
        {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 32},
        {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["monday"], "index": "fifth"},
    ],
)
def test_patterns_that_are_none_are_refused(call: Caller, pattern: dict[str, Any]) -> None:
    asked = jour_fixe(recurrence={"pattern": pattern, "range": {"type": "noEnd", "startDate": "2026-03-02"}})
    assert refusal(call("POST", "events", asked)) == (400, "ErrorInvalidRecurrencePattern")


def test_a_series_without_an_end_shows_what_the_window_shows(call: Caller) -> None:
    daily = {"pattern": {"type": "daily", "interval": 1}, "range": {"type": "noEnd", "startDate": "2026-03-02"}}
    call.post("events", jour_fixe(recurrence=daily))
    window = "startDateTime=2031-03-01T00:00:00Z&endDateTime=2031-03-04T00:00:00Z"
    assert len(view(call, window)) == 3
