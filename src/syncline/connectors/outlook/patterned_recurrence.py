"""The rule of a series as Microsoft Graph tells and takes it: `patternedRecurrence`, as JSON.

https://learn.microsoft.com/graph/api/resources/patternedrecurrence, `recurrencepattern` and `recurrencerange`. A day
that a month does not have is that month's last, as in Exchange, whose store is behind it ([MS-OXOCAL] 2.2.1.44.1).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from syncline.records.moments import is_date
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.occurrences import begins_with, wall_of
from syncline.records.recurrence.pattern import ABSOLUTE, ALWAYS, LAST, RELATIVE, YEARLY, Pattern, Recurrence, normal
from syncline.records.zones.names import windows_name

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_INDEXES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": LAST}
_PATTERNS = {
    "daily": Pattern.DAILY,
    "weekly": Pattern.WEEKLY,
    "absoluteMonthly": Pattern.ABSOLUTE_MONTHLY,
    "relativeMonthly": Pattern.RELATIVE_MONTHLY,
    "absoluteYearly": Pattern.ABSOLUTE_YEARLY,
    "relativeYearly": Pattern.RELATIVE_YEARLY,
}
_FEBRUARY = 2
_MOST_OCCURRENCES = 999


def read_patterned(told: Mapping[str, Any], start: str, zone: str) -> Recurrence:
    """Read a rule whose first occurrence begins at `start`; `zone` is empty for an all-day series.

    Raises `NotRepresentableError`.
    """
    try:
        rule = replace(_pattern(told["pattern"]), zone=zone)
        rule = _ended(rule, told["range"])
    except (KeyError, TypeError, ValueError) as error:
        raise NotRepresentableError("no_rule") from error
    rule = normal(rule, wall_of(start, zone).date())
    if not begins_with(rule, start):
        raise NotRepresentableError("start_outside_pattern")
    return rule


def _pattern(told: Mapping[str, Any]) -> Recurrence:
    """Only what the type has counts: Graph fills the rest with zeros and `first`."""
    pattern = _PATTERNS[told["type"]]
    named = pattern is Pattern.WEEKLY or pattern in RELATIVE
    return Recurrence(
        pattern,
        interval=int(told["interval"]),
        days=tuple(_DAYS.index(day.lower()) for day in told["daysOfWeek"]) if named else (),
        index=_INDEXES[told.get("index") or "first"] if pattern in RELATIVE else 0,
        day=int(told["dayOfMonth"]) if pattern in ABSOLUTE else 0,
        clipped=pattern in ABSOLUTE,
        month=int(told["month"]) if pattern in YEARLY else 0,
        week_start=_DAYS.index((told.get("firstDayOfWeek") or "sunday").lower()),
    )


def _ended(rule: Recurrence, told: Mapping[str, Any]) -> Recurrence:
    if told["type"] == "numbered":
        return replace(rule, count=int(told["numberOfOccurrences"]))
    if told["type"] == "endDate":
        return replace(rule, until=date.fromisoformat(told["endDate"]))
    return rule


def patterned(rule: Recurrence, start: str) -> dict[str, Any]:
    """Write a rule; `start` is that of the first occurrence. Raises `NotRepresentableError`."""
    short = rule.pattern is Pattern.ABSOLUTE_MONTHLY or rule.month == _FEBRUARY
    if rule.pattern in ABSOLUTE and rule.day > ALWAYS and short and not rule.clipped:
        raise NotRepresentableError("skips_short_months")
    if rule.count is not None and rule.count > _MOST_OCCURRENCES:
        raise NotRepresentableError("more_than_999_occurrences")
    return {"pattern": _pattern_body(rule), "range": _range_body(rule, start)}


def _pattern_body(rule: Recurrence) -> dict[str, Any]:
    names = {pattern: name for name, pattern in _PATTERNS.items()}
    body: dict[str, Any] = {"type": names[rule.pattern], "interval": rule.interval}
    if rule.days:
        body["daysOfWeek"] = [_DAYS[day] for day in rule.days]
    if rule.pattern is Pattern.WEEKLY:
        body["firstDayOfWeek"] = _DAYS[rule.week_start]
    if rule.pattern in RELATIVE:
        body["index"] = next(name for name, index in _INDEXES.items() if index == rule.index)
    if rule.pattern in ABSOLUTE:
        body["dayOfMonth"] = rule.day
    if rule.pattern in YEARLY:
        body["month"] = rule.month
    return body


def _range_body(rule: Recurrence, start: str) -> dict[str, Any]:
    first = start if is_date(start) else wall_of(start, rule.zone).date().isoformat()
    body: dict[str, Any] = {"type": "noEnd", "startDate": first}
    if rule.zone:
        body["recurrenceTimeZone"] = windows_name(rule.zone) or rule.zone
    if rule.count is not None:
        return {**body, "type": "numbered", "numberOfOccurrences": rule.count}
    if rule.until is not None:
        return {**body, "type": "endDate", "endDate": rule.until.isoformat()}
    return body
