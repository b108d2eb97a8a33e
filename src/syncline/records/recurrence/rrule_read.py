"""Rules of RFC 5545 read into the six patterns, as far as these can say the same.

https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from syncline.records.moments import is_date, zone_info, zone_of
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.occurrences import begins_with, wall_of
from syncline.records.recurrence.pattern import ALWAYS, INDEXES, LAST, MONTHS, Pattern, Recurrence, normal
from syncline.records.recurrence.rrule_parts import take_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.records.recurrence.rrule_parts import Parts

_LONGEST = 31


def read_rrule(text: str, start: str) -> Recurrence:
    """Read a rule, with or without `RRULE:`, of a series whose first occurrence begins at `start`.

    Raises `NotRepresentableError`: for what no pattern says, and where the rule does not begin with `start`.
    """
    parts = take_apart(text)
    zone = "" if is_date(start) else zone_of(start)
    first = wall_of(start, zone)
    if parts.count is not None and parts.until:
        raise NotRepresentableError("count_and_until")
    until = _last_date(parts.until, zone, first) if parts.until else None
    rule = normal(replace(pattern_of(parts, first.date()), until=until, zone=zone), first.date())
    if not begins_with(rule, start):
        raise NotRepresentableError("start_outside_pattern")
    return rule


def pattern_of(parts: Parts, first: date) -> Recurrence:
    """Answer the rule without its end and zone; what it does not say is as on the `first` day."""
    frequency = _FREQUENCIES.get(parts.frequency)
    if frequency is None:
        raise NotRepresentableError("more_often_than_daily")
    common = Recurrence(Pattern.DAILY, parts.interval, week_start=parts.week_start, count=parts.count)
    return frequency(parts, common, first)


def _last_date(text: str, zone: str, first: datetime) -> date:
    """Answer the last date on which an occurrence may begin; UNTIL is an instant, or a date."""
    day, _, clock = text.partition("T")
    if not clock:
        return date.fromisoformat(day)
    last = datetime.fromisoformat(text.removesuffix("Z"))
    if zone and text.endswith("Z"):
        last = last.replace(tzinfo=UTC).astimezone(zone_info(zone)).replace(tzinfo=None)
    return last.date() if last.time() >= first.time() else last.date() - timedelta(days=1)


def _daily(parts: Parts, rule: Recurrence, _first: date) -> Recurrence:
    _refuse(months=parts.months, month_days=parts.month_days, positions=parts.positions)
    return _weekly_of(parts, rule) if parts.days else replace(rule, week_start=0)


def _weekly(parts: Parts, rule: Recurrence, first: date) -> Recurrence:
    _refuse(months=parts.months, month_days=parts.month_days, positions=parts.positions)
    if parts.days and not parts.plain_days:
        raise NotRepresentableError("position_in_week")
    return replace(rule, pattern=Pattern.WEEKLY, days=parts.plain_days or (first.weekday(),))


def _weekly_of(parts: Parts, rule: Recurrence) -> Recurrence:
    """Days, months or years that are limited to weekdays alone are weeks, if none is skipped."""
    if rule.interval != 1 or not parts.plain_days:
        raise NotRepresentableError("weekdays_with_interval")
    return replace(rule, pattern=Pattern.WEEKLY, days=parts.plain_days)


def _monthly(parts: Parts, rule: Recurrence, first: date) -> Recurrence:
    if parts.months:
        if len(parts.months) > 1 or rule.interval != 1:
            raise NotRepresentableError("several_months")
        return _of_month(parts, rule, first, yearly=True)
    if parts.plain_days and not parts.positions and not parts.month_days:
        return _weekly_of(parts, rule)
    return _of_month(parts, rule, first, yearly=False)


def _yearly(parts: Parts, rule: Recurrence, first: date) -> Recurrence:
    if len(parts.months) > 1:
        raise NotRepresentableError("several_months")
    if not parts.months and (parts.days or parts.month_days):
        # Without a month, days are those of the whole year: every month's, or every week's.
        if rule.interval != 1 or parts.positions or any(day.position for day in parts.days):
            raise NotRepresentableError("position_in_year")
        return _monthly(parts, rule, first)
    return _of_month(parts, rule, first, yearly=True)


def _of_month(parts: Parts, rule: Recurrence, first: date, *, yearly: bool) -> Recurrence:
    """Read what is said about the days of a month; `yearly`: of one month a year."""
    if parts.days and parts.month_days:
        raise NotRepresentableError("weekday_and_month_day")
    month = (parts.months[0] if parts.months else first.month) if yearly else 0
    if yearly and not 1 <= month <= MONTHS:
        raise NotRepresentableError("no_rule")
    rule = replace(rule, month=month, week_start=0)
    if parts.days:
        index, days = _relative(parts)
        kind = Pattern.RELATIVE_YEARLY if yearly else Pattern.RELATIVE_MONTHLY
        return replace(rule, pattern=kind, index=index, days=days)
    day, clipped = _absolute(parts, first)
    kind = Pattern.ABSOLUTE_YEARLY if yearly else Pattern.ABSOLUTE_MONTHLY
    return replace(rule, pattern=kind, day=day, clipped=clipped)


def _relative(parts: Parts) -> tuple[int, tuple[int, ...]]:
    """Answer which of which weekdays: 2TU, or several of which a position picks one."""
    days = tuple(day.weekday for day in parts.days)
    if len(parts.days) == 1 and parts.days[0].position and not parts.positions:
        index = parts.days[0].position
    elif parts.plain_days and len(parts.positions) == 1:
        index = parts.positions[0]
    else:
        raise NotRepresentableError("several_weekdays_of_a_month")
    if index not in INDEXES:
        raise NotRepresentableError("fifth_or_second_last_weekday")
    return index, days


def _absolute(parts: Parts, first: date) -> tuple[int, bool]:
    """Answer the day, and whether shorter months have it on their last."""
    days = parts.month_days or (first.day,)
    if parts.positions == (LAST,) and sorted(days) == list(range(ALWAYS, max(days) + 1)):
        return max(days), True
    if parts.positions or len(days) > 1:
        raise NotRepresentableError("several_month_days")
    if days == (LAST,):
        return _LONGEST, True
    if days[0] < 0:
        raise NotRepresentableError("days_before_the_end")
    return days[0], False


def _refuse(**parts: tuple[int, ...]) -> None:
    for name, told in parts.items():
        if told:
            raise NotRepresentableError(f"limited_by_{name}")


_FREQUENCIES: Mapping[str, Callable[[Parts, Recurrence, date], Recurrence]] = {
    "DAILY": _daily,
    "WEEKLY": _weekly,
    "MONTHLY": _monthly,
    "YEARLY": _yearly,
}
