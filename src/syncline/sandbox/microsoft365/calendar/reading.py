"""A patternedRecurrence out of a request.

https://learn.microsoft.com/graph/api/resources/patternedrecurrence
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from syncline.sandbox.microsoft365 import zones
from syncline.sandbox.microsoft365.errors import bad_request, unknown_property
from syncline.sandbox.recurrence import INDEXES, WEEKDAYS, Recurrence

_PATTERN: Final = {"type", "interval", "month", "dayOfMonth", "daysOfWeek", "firstDayOfWeek", "index"}
_RANGE: Final = {"type", "startDate", "endDate", "recurrenceTimeZone", "numberOfOccurrences"}
_NEEDS: Final = {
    "daily": set[str](), "weekly": {"daysOfWeek", "firstDayOfWeek"}, "absoluteMonthly": {"dayOfMonth"},
    "relativeMonthly": {"daysOfWeek"}, "absoluteYearly": {"dayOfMonth", "month"},
    "relativeYearly": {"daysOfWeek", "month"},
}  # fmt: skip
_MOST: Final = {"interval": 99, "month": 12, "dayOfMonth": 31, "numberOfOccurrences": 999}


def read(given: Any, begins: date, zone: str) -> Recurrence:
    """Read a recurrence; 400 where it breaks the documented rules.

    `begins` and `zone` are those of the event. The series begins with the first date that fits the pattern.
    """
    pattern, extent = _part(given, "pattern", _PATTERN), _part(given, "range", _RANGE)
    kind = pattern.get("type")
    if kind not in _NEEDS:
        raise _invalid("type")
    # The default first day of the week is Sunday, so that its absence is understood.
    for name in _NEEDS[kind] - {"firstDayOfWeek"}:
        if not pattern.get(name):
            raise _invalid(name)
    recurrence = Recurrence(
        kind,
        _number(pattern, "interval"),
        _date(extent, "startDate", begins),
        days=_days(pattern.get("daysOfWeek")) if "daysOfWeek" in _NEEDS[kind] else (),
        first_day=_days([pattern.get("firstDayOfWeek") or "sunday"])[0],
        day_of_month=_number(pattern, "dayOfMonth") if "dayOfMonth" in _NEEDS[kind] else 0,
        month=_number(pattern, "month") if "month" in _NEEDS[kind] else 0,
        index=_index(pattern),
        zone=_zone(extent, zone),
        **_end(extent),
    )
    return _begun(recurrence)


def _part(given: Any, name: str, known: set[str]) -> dict[str, Any]:
    part = given.get(name) if isinstance(given, dict) else None
    if not isinstance(part, dict):
        raise _invalid(name)
    for key in part:
        if key not in known and "@" not in key:
            raise unknown_property(key, "recurrencePattern" if name == "pattern" else "recurrenceRange")
    return part


def _index(pattern: dict[str, Any]) -> str:
    index = pattern.get("index") or "first"
    if index not in INDEXES:
        raise _invalid("index")
    return str(index)


def _zone(extent: dict[str, Any], zone: str) -> str:
    name = extent.get("recurrenceTimeZone") or zone
    zones.find(name)
    return str(name)


def _end(extent: dict[str, Any]) -> dict[str, Any]:
    match extent.get("type"):
        case "endDate":
            return {"until": _date(extent, "endDate", None)}
        case "numbered":
            return {"count": _number(extent, "numberOfOccurrences")}
        case "noEnd":
            return {}
    raise _invalid("range")


def _number(part: dict[str, Any], name: str) -> int:
    value = part.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST[name]:
        raise _invalid(name)
    return value


def _days(names: Any) -> tuple[int, ...]:
    """Read days of the week; the documentation's own samples write them with capitals."""
    told = [str(name).lower() for name in names] if isinstance(names, list) else []
    if not isinstance(names, list) or any(name not in WEEKDAYS for name in told):
        raise _invalid("daysOfWeek")
    return tuple(sorted({WEEKDAYS.index(name) for name in told}))


def _date(part: dict[str, Any], name: str, default: date | None) -> date:
    value = part.get(name)
    if value is None and default is not None:
        return default
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _invalid(name) from None


def _begun(recurrence: Recurrence) -> Recurrence:
    """Let a series begin with its first occurrence. Months and years are counted from there.

    "The first Thursday of every other month starting August 29" begins in September:
    https://learn.microsoft.com/graph/outlook-schedule-recurring-events#creating-a-recurrence-rule
    """
    counted = recurrence if recurrence.type in {"daily", "weekly"} else replace(recurrence, interval=1)
    first = next(counted.dates(), None)
    if first is None:
        raise bad_request("The recurrence has no occurrences.", "ErrorRecurrenceHasNoOccurrence")
    return replace(recurrence, start=first)


def _invalid(name: str) -> Exception:
    text = f"The recurrence pattern is not valid: {name}."
    return bad_request(text, "ErrorInvalidRecurrencePattern")
