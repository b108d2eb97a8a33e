"""The rules of Salesforce's event series: `Recurrence2PatternText` of Lightning, and the older fields of Classic.

A series of Lightning holds a rule of RFC 5545 behind `RRULE:`, in a zone that stands in `Recurrence2PatternTimeZone`:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm,
the examples of https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_standard_objects_task_event_recurring.htm
Classic's are read, never written: Salesforce's own sync leaves them alone too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.occurrences import begins_with, wall_of
from syncline.records.recurrence.pattern import LAST, WEEKDAYS, Pattern, Recurrence, normal
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.recurrence.rrule_write import rrule_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PREFIX = "RRULE:"
LONGEST_TEXT = 512
"""What the recorded describe of a real org allows."""
_INSTANCES = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": LAST}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def pattern_text(rule: Recurrence, start: str) -> str:
    """Write a Lightning series' rule; `start` is that of the first occurrence. Raises `NotRepresentableError`.

    A rule without an end is refused: Salesforce makes a number of occurrences at once, and more only when somebody
    edits the series, so that it would run dry.
    https://help.litify.com/hc/en-us/articles/360047568453-Exceptions-to-1-1-Event-Sync
    """
    if rule.count is None and rule.until is None:
        raise NotRepresentableError("no_end")
    text = _PREFIX + rrule_of(rule, start)
    if len(text) > LONGEST_TEXT:
        raise NotRepresentableError("too_long")
    return text


def read_pattern_text(text: str, start: str) -> Recurrence:
    """Read a Lightning series' rule; `start` is that of the first occurrence, in the pattern's own zone."""
    return read_rrule(text, start)


def read_classic(row: Mapping[str, Any], start: str, zone: str) -> Recurrence:
    """Read the fields of a Classic series; `zone` is empty for an all-day one. Raises `NotRepresentableError`."""
    try:
        rule = replace(_CLASSIC[row["RecurrenceType"]](row), zone=zone)
        if ends := row.get("RecurrenceEndDateOnly"):
            rule = replace(rule, until=date.fromisoformat(ends[:10]))
    except (KeyError, TypeError, ValueError) as error:
        raise NotRepresentableError("no_rule") from error
    rule = normal(rule, wall_of(start, zone).date())
    if not begins_with(rule, start):
        raise NotRepresentableError("start_outside_pattern")
    return rule


def _interval(row: Mapping[str, Any]) -> int:
    return int(row.get("RecurrenceInterval") or 1)


def _days(row: Mapping[str, Any]) -> tuple[int, ...]:
    """Read the mask: Sunday is 1, Monday 2, and so on to Saturday, 64."""
    mask = int(row["RecurrenceDayOfWeekMask"])
    return tuple((bit - 1) % 7 for bit in range(7) if mask & 1 << bit)


def _month(row: Mapping[str, Any]) -> int:
    return _MONTHS.index(row["RecurrenceMonthOfYear"]) + 1


def _day(row: Mapping[str, Any]) -> int:
    return int(row["RecurrenceDayOfMonth"])


def _index(row: Mapping[str, Any]) -> int:
    return _INSTANCES[row["RecurrenceInstance"]]


_CLASSIC: Mapping[str, Callable[[Mapping[str, Any]], Recurrence]] = {
    "RecursDaily": lambda row: Recurrence(Pattern.DAILY, _interval(row)),
    "RecursEveryWeekday": lambda _row: Recurrence(Pattern.WEEKLY, days=WEEKDAYS),
    "RecursWeekly": lambda row: Recurrence(Pattern.WEEKLY, _interval(row), days=_days(row), week_start=6),
    "RecursMonthly": lambda row: Recurrence(Pattern.ABSOLUTE_MONTHLY, _interval(row), day=_day(row), clipped=True),
    "RecursMonthlyNth": lambda row: Recurrence(
        Pattern.RELATIVE_MONTHLY, _interval(row), days=_days(row), index=_index(row)
    ),
    "RecursYearly": lambda row: Recurrence(Pattern.ABSOLUTE_YEARLY, day=_day(row), clipped=True, month=_month(row)),
    "RecursYearlyNth": lambda row: Recurrence(
        Pattern.RELATIVE_YEARLY, days=_days(row), index=_index(row), month=_month(row)
    ),
}
