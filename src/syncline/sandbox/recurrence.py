"""How a series repeats in Outlook: patterns and ranges, by the names that Graph has for them, and what dates they mean.

https://learn.microsoft.com/graph/api/resources/recurrencepattern
https://learn.microsoft.com/graph/api/resources/recurrencerange
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INDEXES: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_SHORTEST: Final = 28
"""Days that every month has."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A pattern and its range. `days` are weekdays from 0 for Monday; `count` and `until` are None where unlimited."""

    type: str
    interval: int
    start: date
    days: tuple[int, ...] = ()
    first_day: int = 6
    day_of_month: int = 0
    month: int = 0
    index: str = "first"
    until: date | None = None
    count: int | None = None
    zone: str = ""

    def dates(self) -> Iterator[date]:
        """Answer the dates of all occurrences, in order."""
        begin = datetime.combine(self.start, time())
        until = datetime.combine(self.until, time()) if self.until is not None else None
        for one in rrule(
            dtstart=begin, interval=self.interval, until=until, count=self.count, cache=False, **self._rule()
        ):
            yield one.date()

    def _rule(self) -> dict[str, Any]:
        match self.type:
            case "daily":
                return {"freq": DAILY}
            case "weekly":
                return {"freq": WEEKLY, "byweekday": self.days, "wkst": self.first_day}
            case "absoluteMonthly":
                return {"freq": MONTHLY, **self._day()}
            case "relativeMonthly":
                return {"freq": MONTHLY, **self._nth()}
            case "absoluteYearly":
                return {"freq": YEARLY, "bymonth": self.month, **self._day()}
            case _:
                return {"freq": YEARLY, "bymonth": self.month, **self._nth()}

    def _day(self) -> dict[str, Any]:
        """A day that a month does not have is its last one."""
        if self.day_of_month <= _SHORTEST:
            return {"bymonthday": self.day_of_month}
        return {"bymonthday": range(_SHORTEST, self.day_of_month + 1), "bysetpos": -1}

    def _nth(self) -> dict[str, Any]:
        return {"byweekday": self.days, "bysetpos": INDEXES[self.index]}
