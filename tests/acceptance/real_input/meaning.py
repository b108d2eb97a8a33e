"""What an event in a file means, by RFC 5545 and nothing of ours: dates, or instants with the zones they are meant in.

https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import win_tz

HOME_ZONE = "Europe/Berlin"
"""Where the mailbox's owner lives: a time without a zone is meant by the clock on the owner's wall."""
_DAY = timedelta(days=1)


class UnclearError(Exception):
    """The file does not say when the event is. `reason` names what is missing or wrong."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as the file means it. `zone` is an IANA name, or None for a zone that only the file describes."""

    instant: datetime
    wall: datetime
    zone: str | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """When an event is: `end` of dates is the day after the last."""

    start: date | Moment
    end: date | Moment

    @property
    def all_day(self) -> bool:
        return not isinstance(self.start, Moment)


_RENAMED = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Europe/Kiev": "Europe/Kyiv",
}
"""What CLDR calls by its first name for ever, and the time zone database by today's (its file `backward`)."""


def canonical(windows: str) -> str:
    """The place that CLDR names first for a Windows zone, as it is spelled today."""
    place = "UTC" if windows == "UTC" else win_tz[windows]
    return _RENAMED.get(place, place)


def first(event: Any, name: str) -> Any:
    """A property; the first where it stands more than once, None where it is not."""
    found = event.get(name)
    return found[0] if isinstance(found, list) else found


def meaning(event: Any) -> Meaning:
    """When the event is. Raises `UnclearError`."""
    start = _value(event, "DTSTART")
    if start is None:
        raise UnclearError("no start")
    end = _end(event, start)
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise UnclearError("one of start and end is a date")
    if isinstance(start, datetime) and isinstance(end, datetime):
        began = _moment(start, first(event, "DTSTART"))
        return Meaning(began, _moment(end, first(event, "DTEND") or first(event, "DTSTART")))
    return Meaning(start, max(end, start + _DAY) if end == start else end)


def _value(event: Any, name: str) -> Any:
    found = event.get(name)
    if isinstance(found, list):
        raise UnclearError(f"several {name}")
    value = getattr(found, "dt", None)
    if found is not None and not isinstance(value, date):
        raise UnclearError(f"unreadable {name}")
    return value


def _end(event: Any, start: date) -> date:
    end = _value(event, "DTEND")
    if isinstance(end, date):
        return end
    lasts = getattr(first(event, "DURATION"), "dt", None)
    if not isinstance(start, datetime):
        return start + (lasts if isinstance(lasts, timedelta) else _DAY)
    return _after(start, lasts) if isinstance(lasts, timedelta) else start


def _after(start: datetime, lasts: timedelta) -> datetime:
    """Days are days on the wall, hours are hours that pass (RFC 5545, 3.3.6)."""
    days = start + timedelta(days=lasts.days)
    if start.tzinfo is None:
        return days + timedelta(seconds=lasts.seconds)
    return (days.astimezone(UTC) + timedelta(seconds=lasts.seconds)).astimezone(start.tzinfo)


def _moment(value: datetime, told: Any) -> Moment:
    if value.tzinfo is None:
        if told.params.get("TZID"):
            raise UnclearError("a zone that the file does not describe")
        value = value.replace(tzinfo=ZoneInfo(HOME_ZONE))
    return Moment(value.astimezone(UTC), value.replace(tzinfo=None), _zone(value, told))


def _zone(value: datetime, told: Any) -> str | None:
    key = getattr(value.tzinfo, "key", None)
    if isinstance(key, str):
        return key
    return win_tz.get(str(told.params.get("TZID")))
