"""Windows time zones: their ids, and the rules that a server hands out for them.

Which Windows zone is which place comes from CLDR's windowsZones (through `tzlocal`), the rules from the tz database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal.windows_tz import win_tz

from .errors import ItemError

_PLACES = {name.casefold(): name for name in win_tz}


class Zone:
    """One Windows time zone. `id` is the Windows name, `name` what people see.

    `inside` is the definition that is answered beside the id: empty for a zone that every client knows by it.
    """

    __slots__ = ("_info", "id", "inside", "name")

    def __init__(self, identifier: str, info: ZoneInfo) -> None:
        self.id = identifier
        self._info = info
        self.name = _display(identifier, info)
        self.inside = ""

    def wall(self, value: datetime) -> datetime:
        """What the clock on the wall shows at an instant, without a zone."""
        return value.astimezone(self._info).replace(tzinfo=None)

    def instant(self, wall: datetime) -> datetime:
        """The instant at which the clock on the wall shows this; the first one where it happens twice."""
        return wall.replace(tzinfo=self._info).astimezone(UTC)

    def midnight(self, value: datetime) -> datetime:
        """The instant at which the day began in which `value` lies here."""
        return self.instant(self.wall(value).replace(hour=0, minute=0, second=0, microsecond=0))

    def offset(self, value: datetime) -> timedelta:
        """How far ahead of UTC the zone is at an instant."""
        return self.wall(value) - value.astimezone(UTC).replace(tzinfo=None)

    def changes(self, year: int) -> list[tuple[datetime, timedelta]]:
        """When in a year the offset changes, as the old wall time, with the offset after it."""
        start = datetime(year, 1, 1, tzinfo=UTC)
        days = [start + timedelta(days=number) for number in range(366)]
        return [self._change(day) for day in days if self.offset(day) != self.offset(day + timedelta(days=1))]

    def _change(self, day: datetime) -> tuple[datetime, timedelta]:
        before = self.offset(day)
        quarter = next(
            moment
            for moment in (day + timedelta(minutes=15 * number) for number in range(1, 97))
            if self.offset(moment) != before
        )
        return (quarter + before).replace(tzinfo=None), self.offset(quarter)


def _display(identifier: str, info: ZoneInfo) -> str:
    offset = min(datetime(2025, month, 1, tzinfo=info).utcoffset() or timedelta() for month in (1, 7))
    minutes = int(offset.total_seconds()) // 60
    sign, size = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"(UTC{sign}{size // 60:02}:{size % 60:02}) {identifier}" if minutes else f"(UTC) {identifier}"


@cache
def find(identifier: str) -> Zone:
    """Find a zone by its Windows id; ErrorTimeZone if there is none."""
    name = _PLACES.get(identifier.strip().casefold())
    if name is None:
        raise ItemError("ErrorTimeZone")
    try:
        return Zone(name, ZoneInfo(win_tz[name]))
    except ZoneInfoNotFoundError as error:
        raise ItemError("ErrorTimeZone") from error


def is_known(identifier: str) -> bool:
    """Tell whether Windows has a zone of this id."""
    return identifier.strip().casefold() in _PLACES


def known() -> list[str]:
    """Ids of all zones."""
    return sorted(win_tz)


@cache
def by_place(place: str) -> Zone | None:
    """The Windows zone of a place of the tz database, if CLDR names one for exactly that place."""
    name = next((windows for windows, iana in win_tz.items() if iana == place), None)
    return find(name) if name else None
