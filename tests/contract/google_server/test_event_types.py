"""Events that are more than a meeting.

https://developers.google.com/workspace/calendar/api/guides/event-types and .../calendar-status
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.google_world import event

if TYPE_CHECKING:
    from tests.support.google_world import Rest, World

EVENTS = "/calendars/primary/events"
DAY = {"start": {"date": "2026-04-01"}, "end": {"date": "2026-04-02"}}
HOME = {
    "eventType": "workingLocation", "visibility": "public", "transparency": "transparent",
    "workingLocationProperties": {"type": "homeOffice", "homeOffice": {}},
}  # fmt: skip
BIRTHDAY = DAY | {
    "eventType": "birthday", "visibility": "private", "transparency": "transparent",
    "recurrence": ["RRULE:FREQ=YEARLY"],
}  # fmt: skip


def reason(error: dict[str, Any]) -> str:
    return str(error["errors"][0]["reason"])


@pytest.mark.parametrize("body", [{"eventType": "outOfOffice"}, {"eventType": "focusTime"}, HOME, DAY | HOME, BIRTHDAY])
def test_each_kind_can_be_made_and_keeps_its_kind(rest: Rest, body: dict[str, Any]) -> None:
    made = rest.insert(body)

    assert made["eventType"] == body["eventType"]
    changed = rest.refused(400, "PATCH", f"{EVENTS}/{made['id']}", {"eventType": "default"})
    assert reason(changed) == "eventTypeRestriction"
    assert rest.ok("PATCH", f"{EVENTS}/{made['id']}", {"colorId": "4"})["colorId"] == "4"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (DAY | {"eventType": "outOfOffice"}, "malformedOutOfOfficeEvent"),
        ({"eventType": "focusTime", "transparency": "transparent"}, "malformedFocusTimeEvent"),
        (HOME | {"visibility": "private"}, "malformedWorkingLocationEvent"),
        ({**HOME, "workingLocationProperties": {}}, "malformedWorkingLocationEvent"),
        (BIRTHDAY | {"recurrence": ["RRULE:FREQ=MONTHLY"]}, "malformedBirthdayEvent"),
        ({"eventType": "fromGmail"}, "eventTypeRestriction"),
        ({"eventType": "focusTime", "attendees": [{"email": "a@b.example"}]}, "eventTypeRestriction"),
        ({"eventType": "party"}, "invalid"),
    ],
)
def test_what_a_kind_must_not_be_is_refused(rest: Rest, body: dict[str, Any], why: str) -> None:
    assert reason(rest.refused(400, "POST", EVENTS, event(**body))) == why


def test_these_kinds_are_for_the_primary_calendar(rest: Rest) -> None:
    second = rest.ok("POST", "/calendars", {"summary": "Second"})["id"]

    error = rest.refused(400, "POST", f"/calendars/{second}/events", event(eventType="focusTime"))
    made = rest.insert({"eventType": "focusTime"})
    assert reason(error) == "eventTypeRestriction"
    assert reason(rest.refused(400, "POST", f"{EVENTS}/{made['id']}/move", destination=second)) == "cannotMoveEvent"


def test_of_what_gmail_made_little_can_be_changed(world: World, rest: Rest) -> None:
    made = rest.insert()
    calendar = world.rep.calendar
    calendar.change(calendar.events[made["id"]], calendar.events[made["id"]].values | {"eventType": "fromGmail"})

    refused = rest.refused(400, "PATCH", f"{EVENTS}/{made['id']}", {"summary": "x"})
    patch = {"extendedProperties": {"private": {"a": "1"}}, "visibility": "private"}
    changed = rest.ok("PATCH", f"{EVENTS}/{made['id']}", patch)
    assert reason(refused) == "eventTypeRestriction"
    assert (changed["visibility"], changed["summary"]) == ("private", "Visit")


def test_a_birthday_is_not_moved_to_somebody_else(rest: Rest) -> None:
    made = rest.insert(BIRTHDAY)

    refused = rest.refused(400, "PATCH", f"{EVENTS}/{made['id']}", {"description": "x"})
    assert reason(refused) == "eventTypeRestriction"
    assert made["birthdayProperties"] == {"type": "birthday"}
