"""When a series happens, by the clock on the wall: naive date-times, and dates as their midnights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule

from syncline.records.recurrence.pattern import ALWAYS, RELATIVE, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from syncline.records.recurrence.pattern import Recurrence

_FREQUENCIES: Mapping[Pattern, Literal[0, 1, 2, 3]] = {
    Pattern.DAILY: DAILY,
    Pattern.WEEKLY: WEEKLY,
    Pattern.ABSOLUTE_MONTHLY: MONTHLY,
    Pattern.RELATIVE_MONTHLY: MONTHLY,
    Pattern.ABSOLUTE_YEARLY: YEARLY,
    Pattern.RELATIVE_YEARLY: YEARLY,
}
_WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)


def walls(rule: Recurrence, first: datetime) -> Iterator[datetime]:
    """Answer when occurrences begin, one by one; `first` is the first of them, by the clock of the rule's zone."""
    days = [_WEEKDAYS[day] for day in rule.days] or None
    made = rrule(
        _FREQUENCIES[rule.pattern],
        dtstart=first,
        interval=rule.interval,
        wkst=_WEEKDAYS[rule.week_start],
        count=rule.count,
        until=None if rule.until is None else first.combine(rule.until, first.time()),
        byweekday=days,
        bymonth=rule.month or None,
        bymonthday=month_days(rule) or None,
        bysetpos=set_position(rule) or None,
    )
    return iter(made)


def month_days(rule: Recurrence) -> tuple[int, ...]:
    """Answer the days of the month among which the right one is; several where shorter months have it on their last."""
    return tuple(range(ALWAYS, rule.day + 1)) if rule.clipped else (rule.day,) if rule.day else ()


def set_position(rule: Recurrence) -> int:
    """Answer which of the days that match in a month is meant; 0 where only one can."""
    return rule.index if rule.pattern in RELATIVE else -1 if rule.clipped else 0
