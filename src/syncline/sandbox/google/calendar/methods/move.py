"""https://developers.google.com/workspace/calendar/api/v3/reference/events/move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.google.calendar import telling
from syncline.sandbox.google.calendar.methods.place import calendar_of, event_of, written
from syncline.sandbox.google.errors import ApiError, not_found, required

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call, Reply


def events_move(call: Call) -> Reply:
    """Take an event to another calendar of the user, which becomes its organizer; only default events can be moved."""
    calendar, shown = calendar_of(call), event_of(call, calendar_of(call))
    if not call.one("destination"):
        raise required("Required parameter: destination")
    target = call.account.find_calendar(call.one("destination"))
    if target is None:
        raise not_found()
    if shown.values.get("eventType", "default") != "default" or shown.event.series or shown.id != shown.event.id:
        raise ApiError(400, "cannotMoveEvent", "Only default events can be moved.", domain="calendar")
    if shown.id in target.events and not target.events[shown.id].cancelled:
        raise ApiError(409, "duplicate", "The requested identifier already exists.")
    values = shown.values | {"organizer": {"email": target.id}}
    telling.tell(call, calendar, shown.values, values)
    calendar.change(shown.event, shown.values | {"status": "cancelled"})
    known = target.events.get(shown.id)
    if known is None:
        return written(call, target, target.add(shown.id, values))
    target.change(known, values)
    return written(call, target, known)
