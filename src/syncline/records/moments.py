"""Moments and dates as text: wall time and zone are the stored truth, so that new rules for a zone move nothing.

A moment reads `2026-03-01T09:00:00@Europe/Berlin`, a date `2026-03-01`. Text, because a link's base is stored as JSON.
A zone that has no name is written as its rules (see `zones.posix`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from syncline.records.zones.posix import PREFIX, zone_of_rules

_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


class UnknownZoneError(ValueError):
    """No zone of that name is known."""

    def __init__(self, zone: str) -> None:
        super().__init__(f"no time zone is called {zone!r}")
        self.zone = zone


@lru_cache(maxsize=512)
def zone_info(zone: str) -> ZoneInfo:
    """Look an IANA zone up, or make one of rules. Raises `UnknownZoneError`."""
    try:
        return zone_of_rules(zone) if zone.startswith(PREFIX) else ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZoneError(zone) from error


def moment_text(wall: datetime, zone: str) -> str:
    """Write a moment; `wall` is naive, as the clock on the wall in `zone` shows it. Seconds are the finest unit."""
    return f"{wall.replace(microsecond=0, tzinfo=None).isoformat()}@{zone}"


def utc_text(instant: datetime) -> str:
    """Write an aware instant as a moment in UTC."""
    return moment_text(instant.astimezone(UTC), "UTC")


def by_the_clock_of(text: str, zone: str) -> str:
    """Write a moment of UTC, which has no clock of anybody's, as the clock in `zone` shows it; anything else stays.

    So does what a wall time cannot tell: the second passing of the hour that clocks repeat.
    """
    if is_date(text) or zone_of(text) != "UTC":
        return text
    instant = instant_of(text)
    found = moment_text(instant.astimezone(zone_info(zone)), zone)
    return found if instant_of(found) == instant else text


def is_date(text: str) -> bool:
    """Tell a date (all-day) from a moment."""
    return "T" not in text


def instant_of(text: str) -> datetime:
    """Answer the aware UTC instant of a moment. In the hour that the clocks repeat, the first passing is meant."""
    wall, _, zone = text.partition("@")
    return _utc(datetime.fromisoformat(wall).replace(tzinfo=zone_info(zone)))


def zone_of(text: str) -> str:
    """Answer the zone of a moment."""
    return text.partition("@")[2]


def date_of(text: str) -> date:
    """Answer the date that a date text names."""
    return date.fromisoformat(text)


def start_instant(text: str, zone: str) -> datetime:
    """Answer when a date or moment begins; a date begins at midnight in `zone`."""
    if is_date(text):
        return _utc(datetime.combine(date_of(text), datetime.min.time(), tzinfo=zone_info(zone)))
    return instant_of(text)


def _utc(local: datetime) -> datetime:
    """Servers hold days at either end of time that UTC has in no year: those are the first instant, or the last."""
    try:
        return local.astimezone(UTC)
    except OverflowError:
        return _LAST if local.year > 1 else _FIRST


def length(start: str, end: str) -> timedelta:
    """Answer the time between two dates or two moments."""
    if is_date(start) and is_date(end):
        return date_of(end) - date_of(start)
    return start_instant(end, "UTC") - start_instant(start, "UTC")
