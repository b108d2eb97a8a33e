"""Events as answers show them: https://developers.google.com/workspace/calendar/api/v3/reference/events."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.calendar import times
from syncline.sandbox.google.ticks import stamp

if TYPE_CHECKING:
    from syncline.sandbox.google.account import Account
    from syncline.sandbox.google.calendar.occurrences import Shown
    from syncline.sandbox.google.calendar.state import Calendar

_MOMENTS: Final = ("start", "end", "originalStartTime")


def event(
    shown: Shown, calendar: Calendar, account: Account, *, zone: str = "", most_attendees: int = 0
) -> dict[str, Any]:
    """Answer an event resource. `zone` is that of the answer, the calendar's if empty."""
    values = shown.values
    made = {
        "kind": "calendar#event",
        "etag": shown.event.etag,
        "id": shown.id,
        "status": values.get("status", "confirmed"),
        "htmlLink": _link(shown.id, calendar.id),
        "created": stamp(shown.event.created),
        "updated": stamp(shown.event.updated),
    }
    made |= {name: value for name, value in values.items() if name not in made}
    for name in _MOMENTS:
        if name in made:
            made[name] = times.shown(made[name], zone or calendar.time_zone)
    for name in ("creator", "organizer"):
        if name in made:
            made[name] = _person(made[name], account, calendar)
    if "attendees" in made:
        made |= _attendees(made["attendees"], account, calendar, most_attendees)
    return made


def bare(shown: Shown, calendar: Calendar, zone: str = "") -> dict[str, Any]:
    """Answer a deleted event: of a cancelled occurrence nothing else is promised, of anything else only the id.

    https://developers.google.com/workspace/calendar/api/v3/reference/events (status)
    """
    made: dict[str, Any] = {
        "kind": "calendar#event", "etag": shown.event.etag, "id": shown.id, "status": "cancelled",
    }  # fmt: skip
    for name in ("recurringEventId", "originalStartTime"):
        if name in shown.values:
            made[name] = shown.values[name]
    if "originalStartTime" in made:
        made["originalStartTime"] = times.shown(made["originalStartTime"], zone or calendar.time_zone)
    return made


def _person(person: dict[str, Any], account: Account, calendar: Calendar) -> dict[str, Any]:
    return person | ({"self": True} if _is_self(person, account, calendar) else {})


def _is_self(person: dict[str, Any], account: Account, calendar: Calendar) -> bool:
    """`self` stands for the calendar in which this copy of the event is."""
    address = str(person.get("email", ""))
    return account.is_me(address) if calendar.primary else address == calendar.id


def _attendees(people: list[dict[str, Any]], account: Account, calendar: Calendar, most: int) -> dict[str, Any]:
    shown = [_person(person, account, calendar) for person in people]
    if not most or len(shown) <= most:
        return {"attendees": shown}
    return {"attendees": [one for one in shown if one.get("self")][:most], "attendeesOmitted": True}


def _link(event_id: str, calendar_id: str) -> str:
    eid = base64.urlsafe_b64encode(f"{event_id} {calendar_id}".encode()).decode().rstrip("=")
    return f"https://www.google.com/calendar/event?eid={eid}"
