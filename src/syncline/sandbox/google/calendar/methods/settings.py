"""https://developers.google.com/workspace/calendar/api/v3/reference/settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.errors import invalid, not_found
from syncline.sandbox.google.tokens import seal, unseal

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call, Json


def settings_get(call: Call) -> Reply:
    """Answer one of the user's settings."""
    values, name = _values(call), call.parts["setting"]
    if name not in values:
        raise not_found()
    return Reply(_setting(name, values[name]))


def settings_list(call: Call) -> Reply:
    """Answer all of them; they never change here, so a sync token finds none."""
    values = {} if call.one("syncToken") else _values(call)
    if call.one("syncToken") and unseal(call.one("syncToken")) is None:
        raise invalid("Invalid sync token value.", "syncToken")
    return Reply({
        "kind": "calendar#settings", "etag": '"0"', "items": [_setting(*one) for one in values.items()],
        "nextSyncToken": seal({"settings": call.account.address}),
    })  # fmt: skip


def _values(call: Call) -> dict[str, str]:
    zone = call.account.calendar.time_zone
    return {"timezone": zone, "locale": "en", "weekStart": "1", "format24HourTime": "true"}


def _setting(name: str, value: str) -> Json:
    return {"kind": "calendar#setting", "etag": '"0"', "id": name, "value": value}
