"""Kinds of events that are more than a regular one, and what may not be done to them.

https://developers.google.com/workspace/calendar/api/guides/event-types
https://developers.google.com/workspace/calendar/api/guides/calendar-status
https://developers.google.com/workspace/calendar/api/v3/reference/events (eventType)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.google.errors import ApiError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.google.calendar.state import Calendar, Values

TYPES: Final = ("default", "outOfOffice", "focusTime", "workingLocation", "birthday", "fromGmail")
_STATUS: Final = frozenset({"outOfOffice", "focusTime", "workingLocation"})
_FROM_GMAIL: Final = frozenset({
    "colorId", "reminders", "visibility", "transparency", "status", "attendees", "extendedProperties", "eventLabelId",
})  # fmt: skip
"""What may be changed of an event that Gmail made."""
_BIRTHDAY: Final = frozenset({"colorId", "summary", "reminders", "start", "end", "eventLabelId", "extendedProperties"})
"""What may be changed of a birthday."""


def check(values: Values, calendar: Calendar, old: Values | None) -> None:
    """Refuse what Google refuses. `old` are the values that the event had, None for a new one."""
    kind = values.get("eventType", "default")
    if kind not in TYPES:
        raise invalid(f"Invalid value for: {kind} is not a valid value", "eventType")
    if old is not None and kind != old.get("eventType", "default"):
        raise _restriction("Event type cannot be changed.")
    if old is None and kind == "fromGmail":
        raise _restriction("Events of type fromGmail cannot be created.")
    if kind in _STATUS and not calendar.primary:
        raise _restriction(f"Events of type {kind} can only be created on primary calendars.")
    if kind in _STATUS and values.get("attendees"):
        raise _restriction(f"Events of type {kind} cannot have attendees.")
    if kind in _CHECKS:
        _CHECKS[kind](values)
    if old is not None:
        _check_changes(kind, values, old)


def _check_changes(kind: str, values: Values, old: Values) -> None:
    allowed = {"fromGmail": _FROM_GMAIL, "birthday": _BIRTHDAY}.get(kind)
    if allowed is None:
        return
    differing = {name for name in values.keys() | old.keys() if values.get(name) != old.get(name)}
    if differing - allowed - {"sequence", "iCalUID"}:
        raise _restriction(f"These properties of events of type {kind} cannot be changed.")


def _out_of_office(values: Values) -> None:
    _timed(values, "outOfOffice", "malformedOutOfOfficeEvent")


def _focus_time(values: Values) -> None:
    _timed(values, "focusTime", "malformedFocusTimeEvent")


def _timed(values: Values, kind: str, reason: str) -> None:
    """These block time: they have a beginning and an end, and are opaque."""
    if "date" in values["start"] or values.get("transparency", "opaque") != "opaque":
        raise ApiError(400, reason, f"Events of type {kind} must be timed and opaque.", domain="calendar")
    values.setdefault(f"{kind}Properties", {"autoDeclineMode": "declineNone"})


def _working_location(values: Values) -> None:
    """Public and transparent; whole days are one day long."""
    right = values.get("visibility") == "public" and values.get("transparency") == "transparent"
    if not right or not values.get("workingLocationProperties", {}).get("type"):
        raise ApiError(
            400, "malformedWorkingLocationEvent",
            "A working location event must be public and transparent, and have working location properties.",
            domain="calendar",
        )  # fmt: skip


def _birthday(values: Values) -> None:
    """Whole days that recur every year, private and transparent."""
    lines = values.get("recurrence") or []
    yearly = len(lines) == 1 and "FREQ=YEARLY" in lines[0].upper()
    hidden = values.get("visibility") == "private" and values.get("transparency") == "transparent"
    if "date" not in values["start"] or not yearly or not hidden:
        raise ApiError(
            400, "malformedBirthdayEvent",
            "A birthday event must be an all-day event with annual recurrence, private and transparent.",
            domain="calendar",
        )  # fmt: skip
    values.setdefault("birthdayProperties", {"type": "birthday"})


def _restriction(message: str) -> ApiError:
    return ApiError(400, "eventTypeRestriction", message, domain="calendar")


_CHECKS: Final[dict[str, Callable[[Values], None]]] = {
    "outOfOffice": _out_of_office,
    "focusTime": _focus_time,
    "workingLocation": _working_location,
    "birthday": _birthday,
}
