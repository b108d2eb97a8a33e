"""What a path of the Calendar API points at, and the conditions under which it may be touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.google.calendar import occurrences, shapes
from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.errors import ApiError, not_found

if TYPE_CHECKING:
    from syncline.sandbox.google.calendar.occurrences import Shown
    from syncline.sandbox.google.calendar.state import Calendar, Event
    from syncline.sandbox.google.call import Call


def calendar_of(call: Call) -> Calendar:
    """Answer the calendar that the path names; other people's are not there for this user."""
    found = call.account.find_calendar(call.parts["calendarId"])
    if found is None:
        raise not_found()
    return found


def event_of(call: Call, calendar: Calendar) -> Shown:
    """Answer the event, or the occurrence of a series, that the path names; deleted ones too."""
    found = occurrences.find(calendar, call.parts["eventId"])
    if found is None:
        raise not_found()
    return found


def check_match(call: Call, shown: Shown) -> None:
    """Refuse a write that was meant for another state of the event.

    https://developers.google.com/workspace/calendar/api/guides/version-resources
    """
    wanted = call.headers.get("If-Match", "").strip()
    if wanted and wanted != "*" and shown.event.etag not in [one.strip() for one in wanted.split(",")]:
        raise ApiError(
            412, "conditionNotMet", "Precondition Failed", location="If-Match", location_type="header"
        )  # fmt: skip


def unchanged(call: Call, etag: str) -> bool:
    """Whether a reader has this state already."""
    return call.headers.get("If-None-Match", "").strip() == etag


def written(call: Call, calendar: Calendar, event: Event) -> Reply:
    """Answer an event after a write."""
    most = call.number("maxAttendees", 0, 1_000_000)
    body = shapes.event(occurrences.whole(event, calendar), calendar, call.account, most_attendees=most)
    return Reply(body, headers=(("ETag", event.etag),))


def own_event(calendar: Calendar, shown: Shown) -> Event:
    """Answer the event to write to; for an occurrence that was like its series so far, one is made."""
    if shown.id == shown.event.id:
        return shown.event
    return calendar.add(shown.id, occurrences.own_values(shown))
