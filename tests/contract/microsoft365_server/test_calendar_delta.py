"""Changes of what a calendar shows in a fixed window."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.graph_raw import refusal

from .times import event, jour_fixe, point

if TYPE_CHECKING:
    from syncline.sandbox.clock import SteppedClock
    from syncline.sandbox.microsoft365 import Microsoft365Server, OpenMailbox
    from tests.support.graph_raw import Caller

MARCH = "calendarView/delta?startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
INSIDE = event("Visit", "2026-03-10T09:00:00", "2026-03-10T10:00:00")
OUTSIDE = event("Later", "2026-06-10T09:00:00", "2026-06-10T10:00:00")
IN_APRIL = {"start": point("2026-04-10T09:00:00"), "end": point("2026-04-10T10:00:00")}


@pytest.fixture(autouse=True)
def _immutable(call: Caller) -> None:
    call.prefer = ['IdType="ImmutableId"']


def gone(rows: list[dict[str, Any]]) -> set[str]:
    assert all(row["@removed"] == {"reason": "deleted"} for row in rows if "@removed" in row)
    return {row["id"] for row in rows if "@removed" in row}


def told(rows: list[dict[str, Any]]) -> list[str]:
    return [row["type"] for row in rows if "@removed" not in row]


def test_the_first_round_tells_the_window_and_nothing_else(call: Caller, ann: OpenMailbox) -> None:
    ann.create_event(INSIDE)
    ann.create_event(OUTSIDE)
    rows, link = call.round(MARCH)
    assert [row["subject"] for row in rows] == ["Visit"]
    assert call.round(link)[0] == []


def test_a_series_is_told_by_its_master_and_occurrences_in_brief(call: Caller, ann: OpenMailbox) -> None:
    series = ann.create_event(jour_fixe())
    ann.edit_occurrence(series, date(2026, 3, 16), {"subject": "Review"})
    rows, _link = call.round(MARCH)
    assert told(rows) == ["seriesMaster", "occurrence", "occurrence", "exception", "occurrence", "occurrence"]
    assert set(rows[1]) == {"@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end"}
    assert rows[3]["subject"] == "Review"


def test_pages_keep_series_whole(call: Caller, ann: OpenMailbox) -> None:
    for _ in range(3):
        ann.create_event(jour_fixe())
    page = call.get(MARCH, prefer="odata.maxpagesize=2")
    assert len(page["value"]) == 6
    assert "@odata.nextLink" in page
    rows, _link = call.round(MARCH, prefer="odata.maxpagesize=2")
    assert len({row["id"] for row in rows}) == 18


def test_what_was_deleted_is_removed(call: Caller, ann: OpenMailbox) -> None:
    one = ann.create_event(INSIDE)
    _rows, link = call.round(MARCH)
    ann.put_away(one)
    assert gone(call.round(link)[0]) == {one.id(immutable=True)}


def test_what_left_the_window_is_removed_though_it_is_still_there(call: Caller, ann: OpenMailbox) -> None:
    one = ann.create_event(INSIDE)
    _rows, link = call.round(MARCH)
    ann.edit(one, IN_APRIL)
    rows, link = call.round(link)
    assert gone(rows) == {one.id(immutable=True)}
    assert call("GET", f"events/{one.id(immutable=True)}").status_code == 200
    ann.edit(one, {"start": INSIDE["start"], "end": INSIDE["end"]})
    assert told(call.round(link)[0]) == ["singleInstance"]


def test_what_is_made_or_changed_outside_the_window_reads_as_removed(call: Caller, ann: OpenMailbox) -> None:
    _rows, link = call.round(MARCH)
    one = ann.create_event(OUTSIDE)
    rows, link = call.round(link)
    assert gone(rows) == {one.id(immutable=True)}
    ann.edit(one, {"subject": "Much later"})
    assert gone(call.round(link)[0]) == {one.id(immutable=True)}


def test_a_cancelled_occurrence_is_removed_and_its_series_told_anew(call: Caller, ann: OpenMailbox) -> None:
    series = ann.create_event(jour_fixe())
    _rows, link = call.round(MARCH)
    ann.cancel_occurrence(series, date(2026, 3, 9))
    rows, _link = call.round(link)
    assert gone(rows) == {series.id(immutable=True, day=date(2026, 3, 9).toordinal())}
    assert told(rows) == ["seriesMaster"] + ["occurrence"] * 4


def test_a_deleted_series_takes_its_occurrences_along(call: Caller, ann: OpenMailbox) -> None:
    series = ann.create_event(jour_fixe())
    rows, link = call.round(MARCH)
    ann.put_away(series)
    assert gone(call.round(link)[0]) == {row["id"] for row in rows}


def test_a_token_remembers_its_window_and_suits_both_kinds_of_ids(call: Caller, ann: OpenMailbox) -> None:
    one = ann.create_event(INSIDE)
    _rows, link = call.round(MARCH)
    assert "startDateTime" not in link
    ann.edit(one, {"subject": "Call"})
    call.prefer = []
    assert [row["id"] for row in call.round(link)[0]] == [one.id(immutable=False)]


@pytest.mark.parametrize(
    "option", ["$select=subject", "$filter=subject eq 'x'", "$expand=calendar", "$orderby=subject"]
)
def test_query_options_are_refused(call: Caller, option: str) -> None:
    assert refusal(call("GET", f"{MARCH}&{option}")) == (400, "ErrorInvalidUrlQuery")


@pytest.mark.parametrize("code", ["SyncStateNotFound", "syncStateNotFound", "resyncRequired"])
def test_expired_tokens_are_refused_with_410(call: Caller, ann: OpenMailbox, code: str) -> None:
    _rows, link = call.round(MARCH)
    ann.expire_deltas(code)
    assert refusal(call("GET", link)) == (410, code)
    assert call.round(MARCH)[0] == []


def test_tokens_can_have_a_life(call: Caller, server: Microsoft365Server, clock: SteppedClock) -> None:
    server.tenant.delta_life = timedelta(minutes=30)
    _rows, link = call.round(MARCH)
    clock.advance(timedelta(minutes=20))
    _rows, link = call.round(link)
    clock.advance(timedelta(minutes=31))
    assert refusal(call("GET", link)) == (410, "SyncStateNotFound")


def test_a_token_is_good_for_its_own_resource_alone(call: Caller, ann: OpenMailbox) -> None:
    link = call.round("contacts/delta")[1]
    token = link.partition("=")[2]
    assert refusal(call("GET", f"calendarView/delta?$deltatoken={token}"))[0] == 400
    assert refusal(call("GET", "calendarView/delta?$deltatoken=nonsense"))[0] == 400


@pytest.mark.parametrize("spelling", ["delta()", "microsoft.graph.delta()", "microsoft.graph.delta"])
def test_all_spellings_are_understood(call: Caller, ann: OpenMailbox, spelling: str) -> None:
    ann.create_event(INSIDE)
    assert len(call.round(MARCH.replace("delta", spelling))[0]) == 1


def test_a_window_needs_both_ends(call: Caller) -> None:
    assert refusal(call("GET", "calendarView/delta?startDateTime=2026-03-01")) == (400, "ErrorInvalidParameter")
    assert refusal(call("GET", "calendarView")) == (400, "ErrorInvalidParameter")
