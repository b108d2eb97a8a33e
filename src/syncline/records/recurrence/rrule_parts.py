"""A rule of RFC 5545 taken apart: its parts, checked for what they may be, not yet for what they mean together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from syncline.records.recurrence.codes import CODES
from syncline.records.recurrence.errors import NotRepresentableError

_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
_UNKNOWN = {
    "BYSECOND": "by_second",
    "BYMINUTE": "by_minute",
    "BYHOUR": "by_hour",
    "BYYEARDAY": "by_year_day",
    "BYWEEKNO": "by_week_number",
    "BYEASTER": "by_easter",
    "RSCALE": "another_calendar",
    "SKIP": "another_calendar",
}
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?")


class Day(NamedTuple):
    """A weekday, and which of them; 0 means every one."""

    position: int
    weekday: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What a rule says, by part; empty where it says nothing."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    days: tuple[Day, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def plain_days(self) -> tuple[int, ...]:
        """The weekdays, where every one of them is meant; none where a position stands with one."""
        return () if any(day.position for day in self.days) else tuple(day.weekday for day in self.days)


def take_apart(text: str) -> Parts:
    """Read the parts of a rule, with or without `RRULE:`. Raises `NotRepresentableError`."""
    told: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").strip(";").split(";"):
        name, _, value = part.partition("=")
        if name not in _KNOWN or name in told:
            raise NotRepresentableError(_UNKNOWN.get(name, "no_rule"))
        told[name] = value
    try:
        return _read(told)
    except ValueError as error:
        if isinstance(error, NotRepresentableError):
            raise
        raise NotRepresentableError("no_rule") from error


def _read(told: dict[str, str]) -> Parts:
    until = told.get("UNTIL", "")
    if until and _UNTIL.fullmatch(until) is None:
        raise NotRepresentableError("no_rule")
    return Parts(
        frequency=told.get("FREQ", ""),
        interval=int(told.get("INTERVAL", "1")),
        count=int(told["COUNT"]) if "COUNT" in told else None,
        until=until,
        days=tuple(map(_day, _list(told.get("BYDAY")))),
        month_days=tuple(dict.fromkeys(map(int, _list(told.get("BYMONTHDAY"))))),
        months=tuple(dict.fromkeys(map(int, _list(told.get("BYMONTH"))))),
        positions=tuple(dict.fromkeys(map(int, _list(told.get("BYSETPOS"))))),
        week_start=CODES.index(told.get("WKST", "MO")),
    )


def _list(value: str | None) -> list[str]:
    return value.split(",") if value else []


def _day(text: str) -> Day:
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return Day(int(match[1] or 0), CODES.index(match[2]))
