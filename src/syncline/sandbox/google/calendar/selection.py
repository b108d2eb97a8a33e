"""Which events a listing shows: https://developers.google.com/workspace/calendar/api/v3/reference/events/list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.sandbox.google.calendar import times
from syncline.sandbox.google.errors import ApiError, invalid

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.sandbox.google.calendar.occurrences import Shown
    from syncline.sandbox.google.calendar.state import Calendar, Values
    from syncline.sandbox.google.call import Call


@dataclass(frozen=True, slots=True)
class Window:
    """Bounds in UTC: an event ends after `begin` and starts before `end`."""

    begin: datetime | None = None
    end: datetime | None = None

    def holds(self, values: Values, zone: str) -> bool:
        """Whether an event touches the window; both bounds are exclusive."""
        start = times.instant_of(times.moment(values["start"]), zone)
        finish = times.instant_of(times.moment(values["end"]), zone)
        return (self.begin is None or finish > self.begin) and (self.end is None or start < self.end)


def window(lower: str, upper: str) -> Window:
    """Read timeMin and timeMax."""
    begin = times.read_instant(lower, "timeMin") if lower else None
    end = times.read_instant(upper, "timeMax") if upper else None
    if begin is not None and end is not None and begin >= end:
        raise ApiError(
            400, "timeRangeEmpty", "The specified time range is empty.", domain="calendar", location="timeMax"
        )  # fmt: skip
    return Window(begin, end)


class Filter:
    """All filters of a request but the time."""

    def __init__(self, call: Call, calendar: Calendar) -> None:
        self._calendar = calendar
        self._words = call.one("q").casefold().split()
        self.uid = call.one("iCalUID")
        self._types = set(call.query.get("eventTypes", ()))
        self._private = [_constraint(text) for text in call.query.get("privateExtendedProperty", ())]
        self._shared = [_constraint(text) for text in call.query.get("sharedExtendedProperty", ())]
        updated = call.one("updatedMin")
        self.updated = times.read_instant(updated, "updatedMin") if updated else None
        if self.updated is not None and calendar.forgotten_at is not None and self.updated < calendar.forgotten_at:
            raise ApiError(
                410, "updatedMinTooLongAgo", "The requested minimum modification time lies too far in the past.",
                domain="calendar", location="updatedMin",
            )  # fmt: skip

    def takes(self, shown: Shown) -> bool:
        """Whether an event is shown."""
        values = shown.values
        if self.uid and values.get("iCalUID") != self.uid:
            return False
        if self._types and values.get("eventType", "default") not in self._types:
            return False
        if self.updated is not None and shown.event.updated < self.updated:
            return False
        return self._has_properties(values) and self._has_words(values)

    def _has_properties(self, values: Values) -> bool:
        properties = values.get("extendedProperties", {})
        return all(
            properties.get(kind, {}).get(key) == value
            for kind, constraints in (("private", self._private), ("shared", self._shared))
            for key, value in constraints
        )

    def _has_words(self, values: Values) -> bool:
        if not self._words:
            return True
        people = [*values.get("attendees", ()), values.get("organizer", {})]
        texts = [values.get(name, "") for name in ("summary", "description", "location")]
        texts += [person.get(name, "") for person in people for name in ("displayName", "email")]
        whole = "\n".join(texts).casefold()
        return all(word in whole for word in self._words)


def _constraint(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals:
        raise invalid(f"Invalid extended property constraint: {text}")
    return key, value
