"""Time zones that a client describes itself, by periods and the days on which they change.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezonedefinition
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from .errors import ItemError
from .xmltext import T, children, inner, local, text_of
from .zones import Zone

if TYPE_CHECKING:
    from .xmltext import Element

_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class _Change(NamedTuple):
    month: int
    weekday: int
    occurrence: int
    at: timedelta
    offset: timedelta

    def wall(self, year: int) -> datetime:
        """When in a year it happens, by the clock on the wall before it."""
        if self.occurrence < 0:
            day = datetime(year, self.month, monthrange(year, self.month)[1])  # noqa: DTZ001 - a wall time
            return day - timedelta(days=(day.weekday() - self.weekday) % 7) + self.at
        day = datetime(year, self.month, 1)  # noqa: DTZ001 - a wall time
        ahead = (self.weekday - day.weekday()) % 7 + 7 * (self.occurrence - 1)
        return day + timedelta(days=ahead) + self.at


class CustomZone(Zone):
    """A zone made of a TimeZoneDefinition; its newest rules are taken for every year. `inside` is its XML."""

    __slots__ = ("_changes", "_standard")

    def __init__(self, identifier: str, name: str, standard: timedelta, changes: list[_Change], inside: str) -> None:
        self.id = identifier
        self.name = name or identifier
        self.inside = inside
        self._standard = standard
        self._changes = changes

    def wall(self, value: datetime) -> datetime:
        """What the clock on the wall shows at an instant."""
        instant = value.astimezone(UTC).replace(tzinfo=None)
        changes = [(wall - before, after) for wall, before, after in self._around(instant)]
        return instant + self._in_force(instant, changes)

    def instant(self, wall: datetime) -> datetime:
        """The instant at which the clock on the wall shows this."""
        changes = [(at, after) for at, _before, after in self._around(wall)]
        return (wall - self._in_force(wall, changes)).replace(tzinfo=UTC)

    def _around(self, moment: datetime) -> list[tuple[datetime, timedelta, timedelta]]:
        """The changes of the years around a moment: wall time before, offset before, offset after."""
        years = (moment.year - 1, moment.year, moment.year + 1)
        walls = sorted((change.wall(year), change.offset) for year in years for change in self._changes)
        befores = [self._standard, *(offset for _wall, offset in walls)]
        return [(wall, before, after) for (wall, after), before in zip(walls, befores, strict=False)]

    def _in_force(self, moment: datetime, changes: list[tuple[datetime, timedelta]]) -> timedelta:
        return next((offset for at, offset in reversed(changes) if at <= moment), self._standard)


def read_definition(element: Element) -> Zone:
    """Read t:StartTimeZone and its like with rules in it. Raises ErrorTimeZone where they make no sense."""
    periods = {str(one.get("Id")): -_duration(str(one.get("Bias"))) for one in element.iter(f"{T}Period")}
    changes: list[_Change] = []
    for group in element.iter(f"{T}TransitionsGroup"):
        changes = [_change(one, periods) for one in children(group) if local(one) == "RecurringDayTransition"]
    if not periods:
        raise ItemError("ErrorTimeZone")
    standard = min((change.offset for change in changes), default=next(iter(periods.values())))
    return CustomZone(element.get("Id") or "Custom", element.get("Name") or "", standard, changes, inner(element))


def _change(element: Element, periods: dict[str, timedelta]) -> _Change:
    try:
        return _Change(
            int(text_of(element.find(f"{T}Month"))),
            _DAYS.index(text_of(element.find(f"{T}DayOfWeek"))),
            int(text_of(element.find(f"{T}Occurrence"))),
            _duration(text_of(element.find(f"{T}TimeOffset"))),
            periods[text_of(element.find(f"{T}To"))],
        )
    except (KeyError, ValueError) as error:
        raise ItemError("ErrorTimeZone") from error


def _duration(text: str) -> timedelta:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ItemError("ErrorTimeZone")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] else length
