"""Listing and synchronizing: https://developers.google.com/workspace/calendar/api/guides/sync."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.google_world import Rest, World, at, event

if TYPE_CHECKING:
    from collections.abc import Iterable

EVENTS = "/calendars/primary/events"
FORBIDDEN = [
    ("iCalUID", "x"), ("orderBy", "updated"), ("privateExtendedProperty", "a=b"), ("q", "x"),
    ("sharedExtendedProperty", "a=b"), ("timeMin", "2026-01-01T00:00:00Z"), ("timeMax", "2026-01-01T00:00:00Z"),
    ("updatedMin", "2026-01-01T00:00:00Z"), ("showDeleted", "false"),
]  # fmt: skip


def ids(page: dict[str, Any]) -> list[str]:
    return [one["id"] for one in page["items"]]


def make(rest: Rest, days: Iterable[int]) -> list[str]:
    return [
        rest.insert({"start": at(f"2026-04-{day:02}T10:00:00"), "end": at(f"2026-04-{day:02}T11:00:00")})["id"]
        for day in days
    ]


def all_pages(rest: Rest, **query: Any) -> tuple[list[list[str]], str]:
    pages, token = [], ""
    while True:
        page = rest.events(**query, **({"pageToken": token} if token else {}))
        pages.append(ids(page))
        if "nextPageToken" not in page:
            return pages, page["nextSyncToken"]
        assert "nextSyncToken" not in page
        token = page["nextPageToken"]


def test_pages_follow_each_other_and_the_last_one_has_the_sync_token(rest: Rest) -> None:
    made = make(rest, range(1, 6))

    pages, token = all_pages(rest, maxResults=2)
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [one for page in pages for one in page] == made
    assert rest.events(syncToken=token)["items"] == []


def test_changes_and_tombstones_since_the_token_come_once(rest: Rest) -> None:
    first, second, third = make(rest, (1, 2, 3))
    token = rest.events()["nextSyncToken"]
    rest.ok("PATCH", f"{EVENTS}/{first}", {"summary": "x"})
    rest.ok("PATCH", f"{EVENTS}/{first}", {"summary": "y"})
    rest.ok("DELETE", f"{EVENTS}/{second}")

    page = rest.events(syncToken=token)
    assert [(one["id"], one["status"]) for one in page["items"]] == [(first, "confirmed"), (second, "cancelled")]
    assert page["items"][0]["summary"] == "y"
    assert page["items"][1].keys() == {"kind", "etag", "id", "status"}
    assert ids(rest.events(syncToken=page["nextSyncToken"])) == []
    assert third not in ids(page)


def test_what_changes_while_pages_are_read_comes_with_the_next_sync(rest: Rest) -> None:
    made = make(rest, range(1, 5))
    page = rest.events(maxResults=2)
    rest.ok("PATCH", f"{EVENTS}/{made[0]}", {"summary": "late"})

    last = rest.events(maxResults=2, pageToken=page["nextPageToken"])
    assert ids(page) + ids(last) == made
    assert ids(rest.events(syncToken=last["nextSyncToken"])) == [made[0]]


def test_a_long_sync_has_pages_too(rest: Rest) -> None:
    token = rest.events()["nextSyncToken"]
    made = make(rest, range(1, 6))

    pages, after = all_pages(rest, syncToken=token, maxResults=2)
    assert [one for page in pages for one in page] == made
    assert rest.events(syncToken=after)["items"] == []


def test_an_old_token_is_gone(world: World, rest: Rest) -> None:
    token = rest.events()["nextSyncToken"]
    world.rep.calendar.expire_sync_tokens()

    error = rest.refused(410, "GET", EVENTS, syncToken=token)
    assert error["errors"][0] == {
        "domain": "calendar", "reason": "fullSyncRequired", "locationType": "parameter", "location": "syncToken",
        "message": "Sync token is no longer valid, a full sync is required.",
    }  # fmt: skip
    assert rest.refused(400, "GET", EVENTS, syncToken="nonsense")["code"] == 400


def test_deletions_are_not_remembered_for_ever(world: World, rest: Rest) -> None:
    first, second = make(rest, (1, 2))
    token, before = rest.events()["nextSyncToken"], rest.events()["updated"]
    rest.ok("DELETE", f"{EVENTS}/{first}")
    world.rep.calendar.forget_deletions()

    assert rest.refused(404, "GET", f"{EVENTS}/{first}")["code"] == 404
    assert rest.refused(410, "GET", EVENTS, syncToken=token)["errors"][0]["reason"] == "fullSyncRequired"
    assert rest.refused(410, "GET", EVENTS, updatedMin=before)["errors"][0]["reason"] == "updatedMinTooLongAgo"
    assert ids(rest.events(showDeleted="true")) == [second]
    (third,) = make(rest, (3,))
    assert ids(rest.events()) == [second, third]


@pytest.mark.parametrize(("name", "value"), FORBIDDEN)
def test_some_filters_may_not_stand_beside_a_token(rest: Rest, name: str, value: str) -> None:
    token = rest.events()["nextSyncToken"]

    assert rest.refused(400, "GET", EVENTS, syncToken=token, **{name: value})["errors"][0]["location"] == name


def test_a_token_goes_on_only_with_what_it_began_with(rest: Rest) -> None:
    token = rest.events(singleEvents="true")["nextSyncToken"]

    assert rest.events(syncToken=token, singleEvents="true")["items"] == []
    assert rest.refused(410, "GET", EVENTS, syncToken=token)["code"] == 410


@pytest.mark.parametrize(
    "query", [{"q": "x"}, {"orderBy": "updated"}, {"iCalUID": "x"}, {"privateExtendedProperty": "a=b"}]
)
def test_a_listing_that_cannot_be_carried_on_has_no_token(rest: Rest, query: dict[str, str]) -> None:
    assert "nextSyncToken" not in rest.events(**query)


def test_the_window_takes_what_touches_it(rest: Rest) -> None:
    made = make(rest, (1, 2, 3))
    bounds = {"timeMin": "2026-04-02T10:30:00+02:00", "timeMax": "2026-04-03T10:00:00+02:00"}

    assert ids(rest.events(**bounds)) == [made[1]]
    assert ids(rest.events(timeMin="2026-04-02T11:00:00+02:00")) == [made[2]]
    assert rest.refused(400, "GET", EVENTS, timeMin="2026-04-02T11:00:00")["code"] == 400
    empty = rest.refused(400, "GET", EVENTS, timeMin=bounds["timeMax"], timeMax=bounds["timeMin"])
    assert empty["errors"][0]["reason"] == "timeRangeEmpty"


def test_a_window_is_kept_by_its_token_and_what_leaves_it_is_told(rest: Rest) -> None:
    made = make(rest, (1, 20))
    page = rest.events(timeMax="2026-04-10T00:00:00Z")
    change = {"start": at("2026-04-25T10:00:00"), "end": at("2026-04-25T11:00:00")}
    rest.ok("PATCH", f"{EVENTS}/{made[0]}", change)

    (left,) = rest.events(syncToken=page["nextSyncToken"])["items"]
    assert ids(page) == [made[0]]
    assert (left["id"], left["start"]["dateTime"][:10]) == (made[0], "2026-04-25")


def test_filters_find_by_property_uid_text_and_type(rest: Rest) -> None:
    make(rest, (1,))
    mine = rest.insert({
        "summary": "Kick-off", "extendedProperties": {"private": {"key": "1", "two": "2"}, "shared": {"s": "1"}},
        "attendees": [{"email": "ada@b.example", "displayName": "Ada Lovelace"}],
    })  # fmt: skip

    for query in (
        {"privateExtendedProperty": "key=1"}, {"privateExtendedProperty": ["key=1", "two=2"]},
        {"sharedExtendedProperty": "s=1"}, {"iCalUID": mine["iCalUID"]}, {"q": "KICK-OFF"}, {"q": "lovelace"},
    ):  # fmt: skip
        assert ids(rest.events(**query)) == [mine["id"]], query
    assert ids(rest.events(privateExtendedProperty=["key=1", "two=3"])) == []
    assert ids(rest.events(eventTypes="focusTime")) == []
    assert rest.refused(400, "GET", EVENTS, privateExtendedProperty="key")["code"] == 400


def test_deleted_events_are_listed_only_where_they_are_asked_for(rest: Rest) -> None:
    (made,) = make(rest, (1,))
    before = rest.events()["updated"]
    rest.ok("DELETE", f"{EVENTS}/{made}")

    (shown,) = rest.events(showDeleted="true")["items"]
    assert ids(rest.events()) == []
    assert (shown["status"], shown["summary"]) == ("cancelled", "Visit")
    assert ids(rest.events(updatedMin=before)) == [made]


def test_pages_may_be_short_empty_or_come_twice(world: World, rest: Rest) -> None:
    made = make(rest, range(1, 5))
    world.server.paging.longest = 2
    world.server.paging.empty = 1

    pages, _ = all_pages(rest)
    world.server.paging.repeated = 1
    repeated, _ = all_pages(rest)
    assert pages == [[], made[:2], made[2:]]
    assert repeated == [made[:2], made[:2], made[2:]]


def test_ordering_by_start_needs_single_events(rest: Rest) -> None:
    made = make(rest, (9, 3, 6))

    ordered = rest.events(orderBy="startTime", singleEvents="true", maxResults=2)
    rest_of = rest.events(
        orderBy="startTime", singleEvents="true", maxResults=2, pageToken=ordered["nextPageToken"]
    )  # fmt: skip
    assert ids(ordered) + ids(rest_of) == [made[1], made[2], made[0]]
    assert rest.refused(400, "GET", EVENTS, orderBy="startTime")["code"] == 400
    assert rest.refused(400, "GET", EVENTS, maxResults="0")["code"] == 400


def test_what_people_do_by_hand_is_told_like_anything_else(world: World, rest: Rest) -> None:
    token = rest.events()["nextSyncToken"]
    made = world.rep.create_event(**_by_hand())
    world.rep.edit_event(made.id, {"summary": "Changed", "location": None})

    (shown,) = rest.events(syncToken=token)["items"]
    world.rep.delete_event(made.id)
    assert shown["summary"] == "Changed"
    assert rest.ok("GET", f"{EVENTS}/{made.id}")["status"] == "cancelled"


def _by_hand() -> dict[str, Any]:
    body = event()
    start, end = (datetime.fromisoformat(body[name]["dateTime"]) for name in ("start", "end"))
    return {"summary": "Hand", "start": start, "end": end}
