"""https://developers.google.com/workspace/calendar/api/v3/reference/events/delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.google.calendar import sharing, telling
from syncline.sandbox.google.calendar.methods.place import calendar_of, check_match, event_of, own_event
from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.errors import ApiError

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call


def events_delete(call: Call) -> Reply:
    """Delete an event, a series, or one occurrence, which leaves a hole in its series."""
    calendar = calendar_of(call)
    shown = event_of(call, calendar)
    if shown.values.get("status") == "cancelled":
        raise ApiError(410, "deleted", "Resource has been deleted")
    check_match(call, shown)
    telling.tell(call, calendar, shown.values, None)
    event = own_event(calendar, shown)
    calendar.change(event, event.values | {"status": "cancelled"})
    sharing.share(call.account, calendar, event, shown.values)
    return Reply(code=204)
