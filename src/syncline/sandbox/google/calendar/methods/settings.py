"""https://developers.google.com/workspace/calendar/api/v3/reference/settings/get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.errors import not_found

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call


def settings_get(call: Call) -> Reply:
    """Answer one of the user's settings."""
    values = {"timezone": call.account.calendar.time_zone, "locale": "en", "weekStart": "1", "format24HourTime": "true"}
    name = call.parts["setting"]
    if name not in values:
        raise not_found()
    return Reply({"kind": "calendar#setting", "etag": '"0"', "id": name, "value": values[name]})
