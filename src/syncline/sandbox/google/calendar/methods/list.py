"""https://developers.google.com/workspace/calendar/api/v3/reference/events/list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.google.calendar.listing import Listing
from syncline.sandbox.google.calendar.methods.place import calendar_of
from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.errors import ApiError, invalid

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call

MOST: Final = 2500
DEFAULT: Final = 250


def events_list(call: Call) -> Reply:
    """Answer a page of events. It may be shorter than asked for: only a missing page token says that it is the last."""
    calendar = calendar_of(call)
    order = call.one("orderBy")
    if order not in {"", "startTime", "updated"}:
        raise invalid(f"Invalid value for: {order} is not a valid value", "orderBy")
    if order == "startTime" and not call.flag("singleEvents"):
        raise ApiError(400, "badRequest", "The requested ordering is not available for the particular query.",
                       location="orderBy")  # fmt: skip
    most = call.number("maxResults", DEFAULT, MOST)
    return Reply(Listing(call, calendar).answer(most, call.world.paging))
