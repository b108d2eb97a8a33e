"""The rule of a series as EWS is to store it, where EWS has words for it.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/recurrence-recurrencetype; how far intervals
and counts go: [MS-OXOCAL] 2.2.1.44.1 and
https://learn.microsoft.com/exchange/client-developer/web-service-reference/numberofoccurrences
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.recurrence_read import DAYS, INDEXES, MONTHS, PATTERNS
from syncline.connectors.exchange.soap import t
from syncline.records.moments import is_date
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.occurrences import wall_of
from syncline.records.recurrence.pattern import ABSOLUTE, ALWAYS, RELATIVE, Pattern
from syncline.records.recurrence.pattern import MONTHS as A_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.connectors.exchange.soap import Element
    from syncline.records.recurrence.pattern import Recurrence

_NAMES = {pattern: name for name, pattern in PATTERNS.items()}
_DAYS = {days: name for name, days in DAYS.items()}
_INDEXES = {index: name for name, index in INDEXES.items()}
_MOST_DAYS, _MOST, _MOST_OCCURRENCES = 999, 99, 999
_MONTHLY = {
    Pattern.ABSOLUTE_YEARLY: Pattern.ABSOLUTE_MONTHLY,
    Pattern.RELATIVE_YEARLY: Pattern.RELATIVE_MONTHLY,
}


def recurrence_element(rule: Recurrence, start: str) -> Element:
    """Make a Recurrence; `start` is that of the first occurrence. Raises `NotRepresentableError`."""
    _refuse(rule)
    return t("Recurrence", _pattern(rule), _range(rule, start))


def _refuse(rule: Recurrence) -> None:
    if rule.day > ALWAYS and not rule.clipped and rule.pattern in ABSOLUTE and _short(rule):
        raise NotRepresentableError("skips_short_months")
    if rule.pattern in RELATIVE and rule.days not in _DAYS:
        raise NotRepresentableError("several_weekdays_of_a_month")
    most = _MOST_DAYS if rule.pattern is Pattern.DAILY else _MOST
    if rule.interval * (A_YEAR if rule.month and rule.interval > 1 else 1) > most:
        raise NotRepresentableError("interval")
    if rule.count is not None and rule.count > _MOST_OCCURRENCES:
        raise NotRepresentableError("more_than_999_occurrences")


def _short(rule: Recurrence) -> bool:
    """Whether one of the rule's months may lack the day: every other month has one, of a single one only February."""
    return rule.pattern is Pattern.ABSOLUTE_MONTHLY or rule.month == MONTHS.index("February") + 1


def _pattern(rule: Recurrence) -> Element:
    """Every second year is every twenty-fourth month: the yearly patterns of EWS have no interval."""
    if rule.month and rule.interval > 1:
        return t(_NAMES[_MONTHLY[rule.pattern]], _interval(rule.interval * A_YEAR), *_day(rule))
    interval = [] if rule.month else [_interval(rule.interval)]
    month = [t("Month", text=MONTHS[rule.month - 1])] if rule.month else []
    return t(_NAMES[rule.pattern], *interval, *_day(rule), *month)


def _interval(number: int) -> Element:
    return t("Interval", text=str(number))


def _day(rule: Recurrence) -> Iterator[Element]:
    if rule.pattern in ABSOLUTE:
        yield t("DayOfMonth", text=str(rule.day))
    elif rule.pattern in RELATIVE:
        yield t("DaysOfWeek", text=_DAYS[rule.days])
        yield t("DayOfWeekIndex", text=_INDEXES[rule.index])
    elif rule.pattern is Pattern.WEEKLY:
        yield t("DaysOfWeek", text=" ".join(_DAYS[day,] for day in rule.days))
        yield t("FirstDayOfWeek", text=_DAYS[rule.week_start,])


def _range(rule: Recurrence, start: str) -> Element:
    first = start if is_date(start) else wall_of(start, rule.zone).date().isoformat()
    begins = t("StartDate", text=first)
    if rule.count is not None:
        return t("NumberedRecurrence", begins, t("NumberOfOccurrences", text=str(rule.count)))
    if rule.until is not None:
        return t("EndDateRecurrence", begins, t("EndDate", text=rule.until.isoformat()))
    return t("NoEndRecurrence", begins)
