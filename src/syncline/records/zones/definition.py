"""A zone that a calendar describes itself, by offsets and the days on which they change, instead of naming it.

EWS: https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezonedefinition
(VTIMEZONE is like it).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from syncline.records.moments import UnknownZoneError, zone_info
from syncline.records.zones.names import iana_name, windows_zones

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.records.zones.posix import Rules

_HOUR = timedelta(hours=1)
_FIRST_YEAR, _LAST_YEAR = 2000, 2036
"""Outside of these the rules of an item that lies in 1899 or 9999 cannot be told apart, and need not be."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a calendar tells of a zone. `rules` follow each other in time; the first holds from the beginning.

    Each has the instant from which it holds; that of the first does not matter.
    """

    names: tuple[str, ...]
    """What the calendar calls it: an id and a name, either of which may be a known zone's."""
    rules: tuple[tuple[datetime, Rules], ...] = ()

    def at(self, instant: datetime) -> Rules | None:
        """Answer the rules in force at an aware instant; None where nothing but names was told."""
        passed = [rules for since, rules in self.rules[1:] if since <= instant]
        return passed[-1] if passed else next((rules for _since, rules in self.rules), None)


def resolved(definition: Definition, instant: datetime) -> str | None:
    """Answer the zone as moments name it, as it is at `instant`; None if nobody knows it.

    A name that is known counts, unless the rules beside it say something else. Rules that only one Windows zone has in
    that year are that zone. What several have is kept as rules: they may part one day, and none is guessed.
    """
    named = next((known for known in map(iana_name, definition.names) if known), None)
    rules = definition.at(instant)
    if rules is None:
        return named
    text = rules.text()
    try:
        zone_info(text)
    except UnknownZoneError:
        return named
    year = min(max(instant.year, _FIRST_YEAR), _LAST_YEAR)
    if named is not None and _agree(text, (named,), year):
        return named
    alike = _agree(text, (*windows_zones().values(),), year)
    return next(iter(alike)) if len(alike) == 1 else text


@lru_cache(maxsize=256)
def _agree(text: str, names: tuple[str, ...], year: int) -> frozenset[str]:
    """Answer which of the zones have the clocks of these rules all through a year, changes to the hour."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366)]
    likely = _same(text, _same(text, names, days[14::30]), days)
    clock = _clock(text, days)
    changes = (day for day, before, after in zip(days, clock, clock[1:], strict=False) if before != after)
    return frozenset(_same(text, likely, [day + half * _HOUR / 2 for day in changes for half in range(48)]))


def _same(text: str, names: Iterable[str], instants: Iterable[datetime]) -> set[str]:
    every = tuple(instants)
    clock = _clock(text, every)
    return {name for name in names if _clock(name, every) == clock}


def _clock(zone: str, instants: Iterable[datetime]) -> list[timedelta | None]:
    info = zone_info(zone)
    return [one.astimezone(info).utcoffset() for one in instants]
