"""https://developers.google.com/workspace/calendar/api/v3/reference/calendars and .../calendarList."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.sandbox.google.calendar.methods.place import calendar_of
from syncline.sandbox.google.call import Reply

if TYPE_CHECKING:
    from syncline.sandbox.google.calendar.state import Calendar
    from syncline.sandbox.google.call import Call, Json


def calendars_get(call: Call) -> Reply:
    """Answer a calendar's own data."""
    return Reply(_calendar(calendar_of(call)))


def calendar_list_get(call: Call) -> Reply:
    """Answer a calendar as this user sees it."""
    return Reply(_entry(calendar_of(call)))


def calendar_list_list(call: Call) -> Reply:
    """Answer all calendars of this user."""
    entries = [_entry(calendar) for calendar in call.account.calendars.values()]
    return Reply({
        "kind": "calendar#calendarList", "etag": f'"p{len(entries):012d}"', "items": entries,
        "nextSyncToken": "CALENDARLIST",
    })  # fmt: skip


def _calendar(calendar: Calendar) -> Json:
    made: dict[str, Any] = {
        "kind": "calendar#calendar",
        "etag": _etag(calendar),
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.time_zone,
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
    }
    return made | ({"labelProperties": {"eventLabels": calendar.labels}} if calendar.labels else {})


def _entry(calendar: Calendar) -> Json:
    made = {name: value for name, value in _calendar(calendar).items() if name != "labelProperties"}
    made |= {
        "kind": "calendar#calendarListEntry",
        "colorId": "14",
        "backgroundColor": "#9fe1e7",
        "foregroundColor": "#000000",
        "selected": True,
        "accessRole": "owner",
        "defaultReminders": calendar.default_reminders,
    }
    return made | ({"primary": True} if calendar.primary else {})


def _etag(calendar: Calendar) -> str:
    return f'"c{calendar.epoch:04d}{len(calendar.labels):04d}"'
