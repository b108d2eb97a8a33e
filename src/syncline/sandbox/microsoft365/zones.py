"""Time zones by either of the names that Graph takes: a Windows id, or a name of the tz database.

https://learn.microsoft.com/graph/api/resources/datetimetimezone
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal.windows_tz import win_tz

from .errors import bad_request

_PLACES = {name.casefold(): (name, place) for name, place in win_tz.items()}


class Zone:
    """A time zone, called as the client called it."""

    __slots__ = ("info", "name")

    def __init__(self, name: str, info: ZoneInfo) -> None:
        self.name = name
        self.info = info

    def wall(self, value: datetime) -> datetime:
        """What the clock on the wall shows at an instant, without a zone."""
        return value.astimezone(self.info).replace(tzinfo=None)

    def instant(self, wall: datetime) -> datetime:
        """The instant at which the clock on the wall shows this; the first one where it happens twice."""
        return wall.replace(tzinfo=self.info).astimezone(UTC)


@cache
def find(name: str) -> Zone:
    """Find a zone; 400 if there is none."""
    known = _PLACES.get(name.strip().casefold())
    try:
        return Zone(known[0], ZoneInfo(known[1])) if known else Zone(name.strip(), ZoneInfo(name.strip()))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        text = f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'."
        raise bad_request(text, "TimeZoneNotSupportedException") from None


def windows_names() -> list[str]:
    """Answer the Windows ids of all zones."""
    return sorted(win_tz)


UTC_ZONE = find("UTC")
