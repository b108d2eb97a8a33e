"""Series and their occurrences: https://developers.google.com/workspace/calendar/api/guides/recurringevents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from syncline.sandbox.google.calendar.recurrence import Rule, instance_id, read_instance_id
from syncline.sandbox.google.errors import ApiError
from tests.support.google_world import Rest, World, at

EVENTS = "/calendars/primary/events"
BERLIN = ZoneInfo("Europe/Berlin")
WINDOW = {"timeMin": "2026-03-01T00:00:00Z", "timeMax": "2026-06-01T00:00:00Z"}
WEEKLY = {
    "id": "series", "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"],
    "start": at("2026-03-19T10:00:00"), "end": at("2026-03-19T11:00:00"),
}  # fmt: skip
FIRST, SECOND, THIRD, FOURTH = (
    f"series_{day}" for day in ("20260319T090000Z", "20260326T090000Z", "20260402T080000Z", "20260409T080000Z")
)


@pytest.fixture
def weekly(rest: Rest) -> dict[str, Any]:
    return rest.insert(WEEKLY)


def single(rest: Rest, **query: Any) -> list[str]:
    return [one["id"] for one in rest.events(singleEvents="true", orderBy="startTime", **query)["items"]]


def test_occurrences_keep_their_wall_time_over_the_change_of_clocks(rest: Rest, weekly: dict[str, Any]) -> None:
    page = rest.events(singleEvents="true", **WINDOW)["items"]

    assert [one["id"] for one in page] == [FIRST, SECOND, THIRD, FOURTH]
    assert [one["start"]["dateTime"][11:] for one in page] == ["10:00:00+01:00"] * 2 + ["10:00:00+02:00"] * 2
    assert page[2]["originalStartTime"] == page[2]["start"]
    assert {one["recurringEventId"] for one in page} == {"series"}
    assert not any("recurrence" in one for one in page)
    assert {one["iCalUID"] for one in page} == {weekly["iCalUID"]}


def test_without_single_events_a_series_is_one_event(rest: Rest, weekly: dict[str, Any]) -> None:
    (shown,) = rest.events(**WINDOW)["items"]

    assert shown["recurrence"] == WEEKLY["recurrence"]
    assert [one["id"] for one in rest.events(timeMin="2026-04-05T00:00:00Z")["items"]] == ["series"]
    assert rest.events(timeMin="2026-05-01T00:00:00Z")["items"] == []


def test_a_changed_occurrence_is_an_event_beside_its_series(rest: Rest, weekly: dict[str, Any]) -> None:
    token = rest.events()["nextSyncToken"]
    change = {"start": at("2026-03-27T15:00:00"), "end": at("2026-03-27T16:00:00"), "summary": "Moved"}
    changed = rest.ok("PATCH", f"{EVENTS}/{SECOND}", change)

    (told,) = rest.events(syncToken=token)["items"]
    assert told == changed
    assert (changed["id"], changed["recurringEventId"]) == (SECOND, "series")
    assert changed["originalStartTime"]["dateTime"] == "2026-03-26T10:00:00+01:00"
    assert changed["start"]["dateTime"] == "2026-03-27T15:00:00+01:00"
    assert single(rest, **WINDOW) == [FIRST, SECOND, THIRD, FOURTH]
    assert [one["id"] for one in rest.events(**WINDOW)["items"]] == ["series", SECOND]


def test_a_cancelled_occurrence_leaves_a_hole_that_listings_tell(rest: Rest, weekly: dict[str, Any]) -> None:
    rest.ok("DELETE", f"{EVENTS}/{THIRD}")

    page = rest.events(**WINDOW)["items"]
    hole = next(one for one in page if one["id"] == THIRD)
    assert hole.keys() == {"kind", "etag", "id", "status", "recurringEventId", "originalStartTime"}
    assert hole["status"] == "cancelled"
    assert single(rest, **WINDOW) == [FIRST, SECOND, FOURTH]
    assert single(rest, **WINDOW, showDeleted="true") == [FIRST, SECOND, THIRD, FOURTH]
    assert rest.refused(410, "DELETE", f"{EVENTS}/{THIRD}")["code"] == 410


def test_an_occurrence_can_be_read_though_nothing_differs_about_it(rest: Rest, weekly: dict[str, Any]) -> None:
    read = rest.ok("GET", f"{EVENTS}/{FOURTH}")

    assert (read["id"], read["etag"]) == (FOURTH, weekly["etag"])
    assert rest.refused(404, "GET", f"{EVENTS}/series_20260410T080000Z")["code"] == 404
    assert rest.refused(404, "GET", f"{EVENTS}/series_20260409")["code"] == 404


def test_a_change_of_the_series_reaches_occurrences_but_not_what_differs_about_them(
    rest: Rest, weekly: dict[str, Any]
) -> None:
    rest.ok("PATCH", f"{EVENTS}/{SECOND}", {"summary": "Special"})
    rest.ok("PATCH", f"{EVENTS}/series", {"summary": "New", "location": "Bonn"})

    page = rest.events(singleEvents="true", orderBy="startTime", **WINDOW)["items"]
    assert [one["summary"] for one in page] == ["New", "Special", "New", "New"]
    assert {one["location"] for one in page} == {"Bonn"}


def test_who_synchronizes_occurrences_is_told_which_the_series_lost(rest: Rest, weekly: dict[str, Any]) -> None:
    token = rest.events(singleEvents="true", **WINDOW)["nextSyncToken"]
    rest.ok("PATCH", f"{EVENTS}/series", {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]})

    told = rest.events(singleEvents="true", syncToken=token)["items"]
    assert {one["id"]: one["status"] for one in told} == {
        FIRST: "confirmed", SECOND: "confirmed", THIRD: "cancelled", FOURTH: "cancelled",
    }  # fmt: skip


def test_a_deleted_series_takes_its_occurrences_along(rest: Rest, weekly: dict[str, Any]) -> None:
    rest.ok("PATCH", f"{EVENTS}/{SECOND}", {"summary": "Special"})
    plain, expanded = rest.events()["nextSyncToken"], rest.events(singleEvents="true", **WINDOW)["nextSyncToken"]
    rest.ok("DELETE", f"{EVENTS}/series")

    (told,) = rest.events(syncToken=plain)["items"]
    assert (told["id"], told["status"]) == ("series", "cancelled")
    assert single(rest, **WINDOW) == []
    page = rest.events(singleEvents="true", syncToken=expanded)["items"]
    assert {one["status"] for one in page} == {"cancelled"}
    assert {FIRST, SECOND} <= {one["id"] for one in page}


def test_instances_are_counted_out_and_cut_into_pages(rest: Rest, weekly: dict[str, Any]) -> None:
    page = rest.ok("GET", f"{EVENTS}/series/instances", maxResults=3)
    last = rest.ok("GET", f"{EVENTS}/series/instances", maxResults=3, pageToken=page["nextPageToken"])
    one = rest.ok("GET", f"{EVENTS}/series/instances", originalStart="2026-04-02T10:00:00+02:00")

    assert [one["id"] for one in page["items"] + last["items"]] == [FIRST, SECOND, THIRD, FOURTH]
    assert "nextSyncToken" not in last
    assert [shown["id"] for shown in one["items"]] == [THIRD]
    assert rest.refused(404, "GET", f"{EVENTS}/nothing/instances")["code"] == 404


def test_a_series_of_whole_days(rest: Rest) -> None:
    rest.insert({
        "id": "dates0", "start": {"date": "2026-03-28"}, "end": {"date": "2026-03-29"},
        "recurrence": ["RRULE:FREQ=DAILY;UNTIL=20260330", "EXDATE;VALUE=DATE:20260329", "RDATE;VALUE=DATE:20260405"],
    })  # fmt: skip

    assert single(rest, **WINDOW) == ["dates0_20260328", "dates0_20260330", "dates0_20260405"]


def test_a_series_without_end_ends_at_the_window(rest: Rest) -> None:
    rest.insert(WEEKLY | {"recurrence": ["RRULE:FREQ=WEEKLY"]})

    assert len(single(rest, timeMax="2026-05-01T00:00:00Z")) == 7
    assert len(single(rest, timeMin="2036-05-01T00:00:00Z", timeMax="2036-05-15T00:00:00Z")) == 2
    assert 100 < len(single(rest, maxResults=2500)) < 110


def test_a_series_needs_a_zone(rest: Rest) -> None:
    times = {"start": {"dateTime": "2026-04-01T10:00:00Z"}, "end": {"dateTime": "2026-04-01T11:00:00Z"}}

    error = rest.refused(400, "POST", EVENTS, times | {"recurrence": ["RRULE:FREQ=DAILY"]})
    assert error["message"] == "Missing time zone definition for start time."


def test_a_person_changes_deletes_and_restores_occurrences(world: World, rest: Rest, weekly: dict[str, Any]) -> None:
    world.rep.edit_event(THIRD, {"summary": "By hand"})
    world.rep.delete_event(SECOND)

    shown = rest.events(singleEvents="true", orderBy="startTime", **WINDOW)["items"]
    assert [(one["id"], one["summary"]) for one in shown] == [(FIRST, "Visit"), (THIRD, "By hand"), (FOURTH, "Visit")]
    world.rep.restore_event(SECOND)
    assert single(rest, **WINDOW) == [FIRST, SECOND, THIRD, FOURTH]


def test_a_series_that_comes_back_has_its_occurrences_again(rest: Rest, weekly: dict[str, Any]) -> None:
    rest.ok("PATCH", f"{EVENTS}/series", {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=1"]})
    token = rest.events(singleEvents="true")["nextSyncToken"]
    rest.ok("PATCH", f"{EVENTS}/series", {"recurrence": WEEKLY["recurrence"]})

    told = rest.events(singleEvents="true", syncToken=token)["items"]
    assert {one["id"]: one["status"] for one in told} == dict.fromkeys([FIRST, SECOND, THIRD, FOURTH], "confirmed")


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["RRULE:FREQ=DAILY;UNTIL=20260321T080000Z"], [19, 20]),
        (["RRULE:FREQ=DAILY;UNTIL=20260321T090000Z"], [19, 20, 21]),
        (["RRULE:FREQ=DAILY;UNTIL=20260321T100000"], [19, 20, 21]),
        (["RRULE:FREQ=DAILY;UNTIL=20260321"], [19, 20, 21]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260320T090000Z"], [19, 21]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Berlin:20260320T100000,20260321T100000"], [19]),
        (["RRULE:FREQ=DAILY;COUNT=4", "EXRULE:FREQ=DAILY;INTERVAL=2"], [20, 22]),
        (["RRULE:FREQ=WEEKLY;BYDAY=SA,SU;COUNT=2"], [19, 21, 22]),
        (["RDATE:20260325T090000Z"], [19, 25]),
    ],
)
def test_rules_are_read_as_rfc_5545_says(lines: list[str], days: list[int]) -> None:
    start = datetime(2026, 3, 19, 10, tzinfo=BERLIN)

    found = Rule(start, lines).between(None, datetime(2026, 4, 1, tzinfo=BERLIN))
    assert [one.day for one in found] == days


@pytest.mark.parametrize(
    "line", ["FREQ=DAILY", "RRULE:", "RRULE:FREQ=DAILY;UNTIL=x", "EXDATE:tomorrow", "DTEND:20260319"]
)
def test_what_is_no_rule_is_refused(line: str) -> None:
    with pytest.raises(ApiError, match="Invalid recurrence rule"):
        Rule(datetime(2026, 3, 19, 10, tzinfo=BERLIN), [line])


def test_ids_of_occurrences_say_series_and_start() -> None:
    start = datetime(2026, 7, 1, 10, tzinfo=BERLIN)

    assert instance_id("abc", start) == "abc_20260701T080000Z"
    assert read_instance_id("abc_20260701T080000Z", "Europe/Berlin") == ("abc", start)
    assert read_instance_id(instance_id("a_b", date(2026, 7, 1)), "UTC") == ("a_b", date(2026, 7, 1))
    assert [read_instance_id(text, "UTC") for text in ("abc", "abc_20261301", "_20260701T080000")] == [None] * 3
