"""Rules of recurrence in the few words that EWS has for them.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/recurrence-recurrencetype
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from exchangelib import EWSDate
from exchangelib.fields import WEEKDAY_NAMES
from exchangelib.recurrence import (
    AbsoluteMonthlyPattern,
    AbsoluteYearlyPattern,
    DailyPattern,
    Recurrence,
    RelativeMonthlyPattern,
    RelativeYearlyPattern,
    WeeklyPattern,
)

_DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAY_NAMES, strict=True))
_PLAIN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_FITTING = {
    "DAILY": set[str](),
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"},
}


class NoPatternError(Exception):
    """EWS has no pattern for this rule."""


def recurrence(rule: Any, start: date) -> Any:
    """The rule as exchangelib's Recurrence. Raises `NoPatternError`, and `ValueError` where exchangelib refuses it."""
    freq = str(_one(rule, "FREQ") or "").upper()
    if freq not in _FITTING or set(rule) - _PLAIN - _FITTING[freq]:
        raise NoPatternError
    pattern = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}[freq](rule, start)
    return Recurrence(pattern=pattern, **_boundary(rule, start))


def _one(rule: Any, name: str) -> Any:
    values = rule.get(name)
    if isinstance(values, list):
        if len(values) != 1:
            raise NoPatternError
        return values[0]
    return values


def _interval(rule: Any) -> int:
    return int(_one(rule, "INTERVAL") or 1)


def _daily(rule: Any, _start: date) -> Any:
    return DailyPattern(interval=_interval(rule))


def _weekly(rule: Any, start: date) -> Any:
    days = [str(day).upper() for day in rule.get("BYDAY", ())]
    if any(day not in _DAYS for day in days):
        raise NoPatternError
    first = _DAYS[str(_one(rule, "WKST") or "MO").upper()]
    weekdays = [_DAYS[day] for day in days] or [WEEKDAY_NAMES[start.weekday()]]
    return WeeklyPattern(interval=_interval(rule), weekdays=weekdays, first_day_of_week=first)


def _monthly(rule: Any, start: date) -> Any:
    if "BYDAY" in rule:
        number, day = _nth(rule)
        return RelativeMonthlyPattern(interval=_interval(rule), weekday=day, week_number=number)
    return AbsoluteMonthlyPattern(interval=_interval(rule), day_of_month=_day_of_month(rule, start))


def _yearly(rule: Any, start: date) -> Any:
    if _interval(rule) != 1:
        raise NoPatternError
    month = int(_one(rule, "BYMONTH") or start.month)
    if "BYDAY" in rule:
        if "BYMONTH" not in rule:
            raise NoPatternError
        number, day = _nth(rule)
        return RelativeYearlyPattern(weekday=day, week_number=number, month=month)
    return AbsoluteYearlyPattern(day_of_month=_day_of_month(rule, start), month=month)


def _day_of_month(rule: Any, start: date) -> int:
    if "BYSETPOS" in rule:
        raise NoPatternError
    return int(_one(rule, "BYMONTHDAY") or start.day)


def _nth(rule: Any) -> tuple[int, str]:
    """`2TU`, or TU with BYSETPOS=2: the number of the week, 5 for the last, and the day."""
    if "BYMONTHDAY" in rule:
        raise NoPatternError
    day = str(_one(rule, "BYDAY")).upper()
    number = int(day[:-2] or _one(rule, "BYSETPOS") or 0)
    if number not in {-1, 1, 2, 3, 4}:
        raise NoPatternError
    return 5 if number < 0 else number, _DAYS[day[-2:]]


def _boundary(rule: Any, start: date) -> dict[str, Any]:
    begins = EWSDate(start.year, start.month, start.day)
    if count := _one(rule, "COUNT"):
        return {"start": begins, "number": int(count)}
    until = _one(rule, "UNTIL")
    if isinstance(until, date):
        last = until.date() if isinstance(until, datetime) else until
        return {"start": begins, "end": EWSDate(last.year, last.month, last.day)}
    return {"start": begins}
