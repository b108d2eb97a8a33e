"""The rule of a series as EWS tells it.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/recurrence-recurrencetype. A day that a
month does not have is that month's last ([MS-OXOCAL] 2.2.1.44.1), other than RFC 5545 has it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from syncline.connectors.exchange.soap import Element, T
from syncline.records.moments import date_of, is_date
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.occurrences import begins_with, wall_of
from syncline.records.recurrence.pattern import EVERY_DAY, LAST, MONDAY, WEEKDAYS, WEEKEND, Pattern, Recurrence, normal

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS: Mapping[str, tuple[int, ...]] = {
    **{
        name: (number,)
        for number, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
    },
    "Day": EVERY_DAY,
    "Weekday": WEEKDAYS,
    "WeekendDay": WEEKEND,
}
INDEXES: Mapping[str, int] = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": LAST}
MONTHS = (
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
PATTERNS: Mapping[str, Pattern] = {
    "DailyRecurrence": Pattern.DAILY,
    "WeeklyRecurrence": Pattern.WEEKLY,
    "AbsoluteMonthlyRecurrence": Pattern.ABSOLUTE_MONTHLY,
    "RelativeMonthlyRecurrence": Pattern.RELATIVE_MONTHLY,
    "AbsoluteYearlyRecurrence": Pattern.ABSOLUTE_YEARLY,
    "RelativeYearlyRecurrence": Pattern.RELATIVE_YEARLY,
}


def read_recurrence(element: Element, start: str, zone: str) -> Recurrence:
    """Read a Recurrence of a series whose first occurrence begins at `start`; `zone` is empty for an all-day one.

    Raises `NotRepresentableError`.
    """
    found = next((one for one in element if _name(one) in PATTERNS), None)
    if found is None:
        raise NotRepresentableError("regeneration")
    try:
        told = replace(_pattern(found), zone=zone, count=_count(element), until=_until(element))
    except (KeyError, ValueError) as error:
        raise NotRepresentableError("no_rule") from error
    first = date_of(start) if is_date(start) else wall_of(start, zone).date()
    rule = normal(told, first)
    if not begins_with(rule, start):
        raise NotRepresentableError("start_outside_pattern")
    return rule


def _pattern(element: Element) -> Recurrence:
    pattern = PATTERNS[_name(element)]
    days = [day for name in (element.findtext(f"{T}DaysOfWeek") or "").split() for day in DAYS[name]]
    month = element.findtext(f"{T}Month")
    index = element.findtext(f"{T}DayOfWeekIndex")
    return Recurrence(
        pattern,
        interval=int(element.findtext(f"{T}Interval") or 1),
        days=tuple(days),
        index=INDEXES[index] if index else 0,
        day=int(element.findtext(f"{T}DayOfMonth") or 0),
        clipped=element.find(f"{T}DayOfMonth") is not None,
        month=MONTHS.index(month) + 1 if month else 0,
        week_start=DAYS[element.findtext(f"{T}FirstDayOfWeek") or "Sunday"][0] if days else MONDAY,
    )


def _count(element: Element) -> int | None:
    count = element.findtext(f"{T}NumberedRecurrence/{T}NumberOfOccurrences")
    return int(count) if count else None


def _until(element: Element) -> date | None:
    """Read the end; a date may carry an offset, which says nothing about a date."""
    until = element.findtext(f"{T}EndDateRecurrence/{T}EndDate")
    return date.fromisoformat(until[:10]) if until else None


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
