"""How a series repeats, in the one form that every notation is read into: equal rules are equal values.

The six patterns are what Exchange and Microsoft 365 know, of which everybody else knows more:
https://learn.microsoft.com/graph/api/resources/recurrencepattern. Weekdays count from Monday, 0.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from syncline.records.recurrence.errors import NotRepresentableError

if TYPE_CHECKING:
    from datetime import date

MONDAY = 0
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
LAST = -1
"""The index of the last matching day of a month; the others are 1 to 4."""
INDEXES = frozenset({1, 2, 3, 4, LAST})
ALWAYS = 28
"""The last day that every month has."""
MONTHS = 12
_LEAP, _COMMON = 2024, 2023


class Pattern(StrEnum):
    """What a series goes by."""

    DAILY = "daily"
    WEEKLY = "weekly"
    ABSOLUTE_MONTHLY = "absolute_monthly"
    """On a day of the month."""
    RELATIVE_MONTHLY = "relative_monthly"
    """On the first, second, third, fourth or last of certain weekdays."""
    ABSOLUTE_YEARLY = "absolute_yearly"
    RELATIVE_YEARLY = "relative_yearly"


RELATIVE = frozenset({Pattern.RELATIVE_MONTHLY, Pattern.RELATIVE_YEARLY})
ABSOLUTE = frozenset({Pattern.ABSOLUTE_MONTHLY, Pattern.ABSOLUTE_YEARLY})
YEARLY = frozenset({Pattern.ABSOLUTE_YEARLY, Pattern.RELATIVE_YEARLY})


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule, made by `normal`. The first occurrence stands in the event itself, as its start and end."""

    pattern: Pattern
    interval: int = 1
    """Every how many days, weeks, months or years."""
    days: tuple[int, ...] = ()
    """Weekly and relative: the weekdays, in their order."""
    index: int = 0
    """Relative: which of them in a month."""
    day: int = 0
    """Absolute: the day of the month."""
    clipped: bool = False
    """Absolute: a shorter month has it on its last day (Outlook), instead of not at all (RFC 5545)."""
    month: int = 0
    """Yearly: the month."""
    week_start: int = MONDAY
    """Weekly: the day on which weeks begin; Monday where it makes no difference."""
    count: int | None = None
    until: date | None = None
    """The last date on which an occurrence may begin, by the clock of `zone`."""
    zone: str = ""
    """By whose clock it repeats, as moments name zones; empty for all-day events, which are dates."""

    @property
    def all_day(self) -> bool:
        """Whether occurrences are whole days."""
        return not self.zone


def normal(rule: Recurrence, start: date) -> Recurrence:
    """Answer the one form of a rule whose first occurrence is on `start`.

    Raises `NotRepresentableError` for a rule that never happens or that is none.
    """
    if rule.interval < 1:
        raise NotRepresentableError("interval")
    if (rule.count is not None and rule.count < 1) or (rule.until is not None and rule.until < start):
        raise NotRepresentableError("no_occurrence")
    if rule.pattern is Pattern.WEEKLY:
        return _weekly(rule)
    rule = replace(rule, week_start=MONDAY)
    if rule.pattern in RELATIVE:
        if rule.index not in INDEXES or not rule.days:
            raise NotRepresentableError("day_of_week_index")
        rule = replace(rule, days=tuple(sorted(set(rule.days))))
    rule = _as_years(rule, start)
    return _absolute(rule) if rule.pattern in ABSOLUTE else rule


def _weekly(rule: Recurrence) -> Recurrence:
    """Weeks of every interval, and the same weeks: where a week begins matters only between two days of one."""
    days = tuple(sorted(set(rule.days)))
    if not days:
        raise NotRepresentableError("no_weekday")
    matters = rule.interval > 1 and len(days) > 1
    return replace(rule, days=days, week_start=rule.week_start if matters else MONDAY)


def _as_years(rule: Recurrence, start: date) -> Recurrence:
    """Twelve months are a year: Exchange says every second year that way."""
    if rule.interval % MONTHS == 0 and rule.pattern is Pattern.ABSOLUTE_MONTHLY:
        return replace(rule, pattern=Pattern.ABSOLUTE_YEARLY, interval=rule.interval // MONTHS, month=start.month)
    if rule.interval % MONTHS == 0 and rule.pattern is Pattern.RELATIVE_MONTHLY:
        return replace(rule, pattern=Pattern.RELATIVE_YEARLY, interval=rule.interval // MONTHS, month=start.month)
    return rule


def _absolute(rule: Recurrence) -> Recurrence:
    shortest, longest = _lengths(rule)
    if rule.day < 1 or (rule.day > longest and not rule.clipped):
        raise NotRepresentableError("no_occurrence")
    day = min(rule.day, longest)
    return replace(rule, day=day, clipped=rule.clipped and day > shortest)


def _lengths(rule: Recurrence) -> tuple[int, int]:
    """How many days the months of a rule have at least and at most."""
    if rule.pattern is Pattern.ABSOLUTE_MONTHLY:
        return ALWAYS, 31
    return monthrange(_COMMON, rule.month)[1], monthrange(_LEAP, rule.month)[1]
