"""Date literals: TODAY, LAST_N_DAYS:n and the others, as spans of days in a zone.

Source: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_dateformats.htm
Weeks start on Sunday, as in the en_US locale. LAST_N_DAYS:n includes today; NEXT_N_DAYS:n starts tomorrow.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from syncline.sandbox.salesforce.soql.errors import malformed

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.salesforce.soql.syntax import DateWord

Span: TypeAlias = tuple[date, date]
"""First day, and the day after the last."""

DAYS_90 = 90
YEAR_MONTHS = 12


def span(literal: DateWord, today: date) -> Span:
    """Answer the days that a literal stands for. Raises RefusedError for an unknown one."""
    counted = literal.count is not None
    known = (_COUNTED if counted else _PLAIN).get(literal.word)
    if known is None:
        raise malformed(f"unexpected token: '{literal.word}'")
    try:
        return known(today, literal.count or 0)
    except (OverflowError, ValueError):
        raise malformed(f"Invalid date: {literal.word}:{literal.count}") from None


def _days(first: int, count: int) -> Callable[[date, int], Span]:
    def make(today: date, _n: int) -> Span:
        start = today + timedelta(days=first)
        return start, start + timedelta(days=count)

    return make


def _weeks(offset: int) -> Callable[[date, int], Span]:
    def make(today: date, _n: int) -> Span:
        start = _sunday(today) + timedelta(weeks=offset)
        return start, start + timedelta(weeks=1)

    return make


def _months(offset: int, size: int) -> Callable[[date, int], Span]:
    """Whole months, quarters (3) or years (12), `offset` of them away from the present one."""

    def make(today: date, _n: int) -> Span:
        month = (today.month - 1) // size * size
        start = _month(today.year, month + offset * size)
        return start, _month(start.year, start.month - 1 + size)

    return make


def _past(size: int) -> Callable[[date, int], Span]:
    """The n months, quarters or years before the present one."""

    def make(today: date, n: int) -> Span:
        end = _months(0, size)(today, 0)[0]
        return _month(end.year, end.month - 1 - n * size), end

    return make


def _coming(size: int) -> Callable[[date, int], Span]:
    def make(today: date, n: int) -> Span:
        start = _months(1, size)(today, 0)[0]
        return start, _month(start.year, start.month - 1 + n * size)

    return make


def _sunday(day: date) -> date:
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _month(year: int, month: int) -> date:
    """Answer the first of a month counted from January = 0, in any year."""
    return date(year + month // YEAR_MONTHS, month % YEAR_MONTHS + 1, 1)


_PLAIN: dict[str, Callable[[date, int], Span]] = {
    "TODAY": _days(0, 1),
    "YESTERDAY": _days(-1, 1),
    "TOMORROW": _days(1, 1),
    "LAST_90_DAYS": _days(-DAYS_90, DAYS_90 + 1),
    "NEXT_90_DAYS": _days(1, DAYS_90),
    "THIS_WEEK": _weeks(0),
    "LAST_WEEK": _weeks(-1),
    "NEXT_WEEK": _weeks(1),
    "THIS_MONTH": _months(0, 1),
    "LAST_MONTH": _months(-1, 1),
    "NEXT_MONTH": _months(1, 1),
    "THIS_QUARTER": _months(0, 3),
    "LAST_QUARTER": _months(-1, 3),
    "NEXT_QUARTER": _months(1, 3),
    "THIS_YEAR": _months(0, 12),
    "LAST_YEAR": _months(-1, 12),
    "NEXT_YEAR": _months(1, 12),
}

_COUNTED: dict[str, Callable[[date, int], Span]] = {
    "LAST_N_DAYS": lambda today, n: (today - timedelta(days=n), today + timedelta(days=1)),
    "NEXT_N_DAYS": lambda today, n: (today + timedelta(days=1), today + timedelta(days=n + 1)),
    "N_DAYS_AGO": lambda today, n: (today - timedelta(days=n), today - timedelta(days=n - 1)),
    "LAST_N_WEEKS": lambda today, n: (_sunday(today) - timedelta(weeks=n), _sunday(today)),
    "NEXT_N_WEEKS": lambda today, n: (_sunday(today) + timedelta(weeks=1), _sunday(today) + timedelta(weeks=n + 1)),
    "LAST_N_MONTHS": _past(1),
    "NEXT_N_MONTHS": _coming(1),
    "LAST_N_QUARTERS": _past(3),
    "NEXT_N_QUARTERS": _coming(3),
    "LAST_N_YEARS": _past(12),
    "NEXT_N_YEARS": _coming(12),
}
