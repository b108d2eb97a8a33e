"""Sync and page tokens of events.list: what they remember, and when they are refused.

https://developers.google.com/workspace/calendar/api/guides/sync
https://developers.google.com/workspace/calendar/api/v3/reference/events/list (syncToken)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.errors import ApiError, invalid
from syncline.sandbox.google.tokens import seal, unseal

if TYPE_CHECKING:
    from syncline.sandbox.google.calendar.state import Calendar
    from syncline.sandbox.google.call import Call

FORBIDDEN: Final = (
    "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin",
)  # fmt: skip
"""Parameters that may not stand beside a sync token."""
_UNSYNCED: Final = ("iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "updatedMin")
"""A listing with one of these ends without a sync token."""
_KEPT: Final = ("timeMin", "timeMax")
"""What a sync token remembers of the listing that it comes from."""


def may_sync(call: Call) -> bool:
    """Whether a listing is one that a sync token can carry on."""
    return not any(call.one(name) for name in _UNSYNCED)


def read(call: Call, calendar: Calendar) -> dict[str, Any] | None:
    """Answer what the request's sync token remembers, None without one. Refuses old tokens and forbidden filters."""
    token = call.one("syncToken")
    if not token:
        return None
    for name in FORBIDDEN:
        if call.one(name):
            raise ApiError(
                400, "badRequest", f"Sync token cannot be used together with {name}.", location=name
            )  # fmt: skip
    if call.one("showDeleted") and not call.flag("showDeleted"):
        raise ApiError(400, "badRequest", "Sync token cannot be used with showDeleted=false.", location="showDeleted")
    known = unseal(token)
    if known is None or known.get("calendar") != calendar.id or "revision" not in known:
        raise ApiError(400, "invalid", "Invalid sync token value.", location="syncToken")
    if known["epoch"] != calendar.epoch or known["revision"] < calendar.forgotten:
        raise _gone()
    # Other filters than those of the first listing are undefined behaviour: Google may answer 410.
    if known["single"] != call.flag("singleEvents"):
        raise _gone()
    return known


def make(call: Call, calendar: Calendar, revision: int, known: dict[str, Any] | None) -> str:
    """Answer a token for all that happens after a revision."""
    kept = {name: (known or {}).get(name) or call.one(name) for name in _KEPT}
    return seal({
        "calendar": calendar.id, "epoch": calendar.epoch, "revision": revision, "single": call.flag("singleEvents"),
        **kept,
    })  # fmt: skip


def read_page(call: Call, calendar: Calendar) -> dict[str, Any] | None:
    """Answer what the request's page token remembers, None without one."""
    token = call.one("pageToken")
    if not token:
        return None
    known = unseal(token)
    if known is None or known.get("calendar") != calendar.id or "after" not in known:
        raise invalid("Invalid page token value.", "pageToken")
    return known


def make_page(calendar: Calendar, revision: int, after: list[Any]) -> str:
    """Answer a token for what comes after a place in the listing; `revision` is that of its first page."""
    return seal({"calendar": calendar.id, "revision": revision, "after": after})


def _gone() -> ApiError:
    """https://developers.google.com/workspace/calendar/api/guides/errors#410_gone."""
    message = "Sync token is no longer valid, a full sync is required."
    return ApiError(410, "fullSyncRequired", message, domain="calendar", location="syncToken")
