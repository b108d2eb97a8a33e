"""https://developers.google.com/workspace/calendar/api/v3/reference/events/get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.google.calendar import shapes
from syncline.sandbox.google.calendar.methods.place import calendar_of, event_of, unchanged
from syncline.sandbox.google.call import Reply

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call


def events_get(call: Call) -> Reply:
    """Answer an event; a deleted one is answered too, as cancelled."""
    calendar = calendar_of(call)
    shown = event_of(call, calendar)
    if unchanged(call, shown.event.etag):
        return Reply(code=304)
    most = call.number("maxAttendees", 0, 1_000_000)
    body = shapes.event(shown, calendar, call.account, zone=call.one("timeZone"), most_attendees=most)
    return Reply(body, headers=(("ETag", shown.event.etag),))
