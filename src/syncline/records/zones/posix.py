"""A time zone without a name: the rules of a POSIX `TZ` string, by which its clocks change every year.

https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_03 says how it is written,
https://www.rfc-editor.org/rfc/rfc9636 how `zoneinfo` wants it to be told.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

PREFIX = "TZ:"
"""A zone of this prefix is written out as rules; any other is a name of the IANA's."""

_OFFSET = r"<[-+\d]+>(-?[\d:]+)"
_RULES = re.compile(rf"TZ:{_OFFSET}(?:{_OFFSET},([^,]+),([^,]+))?")
_DAY = re.compile(r"(?:M(\d+)\.(\d)\.(\d)|J(\d+))/(-?[\d:]+)")
_HEADER = struct.Struct(">4sc15x6l")
_TYPE = struct.Struct(">lbB")


@dataclass(frozen=True, slots=True)
class Change:
    """A day of the year on which the clocks change, at `at` of that day by the clock before, to `offset` from UTC.

    The `week`th (1 to 4, 5 is the last) `weekday` (0 is Monday) of `month`; or, where `week` is 0, the `day` of it.
    """

    month: int
    week: int
    weekday: int
    day: int
    at: timedelta
    offset: timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """Standard time as offset from UTC, and the two changes of a year, or none; the first leads out of it."""

    standard: timedelta
    changes: tuple[Change, Change] | None = None

    def text(self) -> str:
        """Write the rules as a zone, as moments name it."""
        if self.changes is None:
            return f"{PREFIX}{_named(self.standard)}"
        summer, winter = self.changes
        head = f"{PREFIX}{_named(self.standard)}{_named(summer.offset)}"
        return f"{head},{_change(summer)},{_change(winter)}"

    @classmethod
    def read(cls, text: str) -> Rules:
        """Read what `text` writes. Raises ValueError for anything else."""
        match = _RULES.fullmatch(text)
        if match is None:
            raise ValueError(text)
        standard, ahead, *days = match.groups()
        if ahead is None:
            return cls(-_read_clock(standard))
        summer, winter = (_read_change(*part) for part in zip(days, (ahead, standard), strict=True))
        return cls(-_read_clock(standard), (summer, winter))


def _named(offset: timedelta) -> str:
    """A name, which POSIX wants and here is the offset itself, and the offset, which POSIX counts westward."""
    sign, size = ("-", -offset) if offset < timedelta() else ("+", offset)
    hours, minutes = divmod(size // timedelta(minutes=1), 60)
    return f"<{sign}{hours:02}{minutes:02}>{'' if sign == '-' else '-'}{_clock(size)}"


def _change(change: Change) -> str:
    if change.week:
        day = f"M{change.month}.{change.week}.{(change.weekday + 1) % 7}"
    else:
        day = f"J{_DAYS_BEFORE[change.month - 1] + change.day}"
    return f"{day}/{_clock(change.at)}"


_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
"""Days before each month of a year that is no leap year: what POSIX counts by `J`."""


def _clock(span: timedelta) -> str:
    sign, seconds = ("-", -span) if span < timedelta() else ("", span)
    minutes, second = divmod(round(seconds.total_seconds()), 60)
    hour, minute = divmod(minutes, 60)
    parts = [f"{hour}", f"{minute:02}", f"{second:02}"]
    while len(parts) > 1 and parts[-1] == "00":
        parts.pop()
    return sign + ":".join(parts)


def _read_clock(text: str) -> timedelta:
    parts = [int(part) for part in text.lstrip("-").split(":")]
    span = sum((part * unit for part, unit in zip(parts, _UNITS, strict=False)), timedelta())
    return -span if text.startswith("-") else span


_UNITS = (timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))


def _read_change(text: str, offset: str) -> Change:
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    month, week, weekday, julian, at = match.groups()
    if julian is None:
        return Change(int(month), int(week), (int(weekday) - 1) % 7, 0, _read_clock(at), -_read_clock(offset))
    before = max(number for number, days in enumerate(_DAYS_BEFORE) if days < int(julian))
    return Change(before + 1, 0, 0, int(julian) - _DAYS_BEFORE[before], _read_clock(at), -_read_clock(offset))


def zone_of_rules(text: str) -> ZoneInfo:
    """Answer the zone of rules as `Rules.text` writes them. Raises ValueError where they make no sense."""
    Rules.read(text)
    block = _TYPE.pack(0, 0, 0) + b"UTC\0"
    header = _HEADER.pack(b"TZif", b"2", 0, 0, 0, 0, 1, 4)
    footer = f"\n{text.removeprefix(PREFIX)}\n".encode()
    return ZoneInfo.from_file(BytesIO(header + block + header + block + footer), key=text)
