"""https://developers.google.com/workspace/calendar/api/v3/reference/events/instances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.google.calendar import occurrences
from syncline.sandbox.google.calendar.listing import Occurrences
from syncline.sandbox.google.calendar.methods.list import DEFAULT, MOST
from syncline.sandbox.google.calendar.methods.place import calendar_of
from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.errors import not_found

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call


def events_instances(call: Call) -> Reply:
    """Answer a page of the occurrences of one series."""
    calendar = calendar_of(call)
    found = occurrences.find(calendar, call.parts["eventId"])
    if found is None or not found.event.recurs:
        raise not_found()
    most = call.number("maxResults", DEFAULT, MOST)
    return Reply(Occurrences(call, calendar, found.event).answer(most, call.world.paging))
