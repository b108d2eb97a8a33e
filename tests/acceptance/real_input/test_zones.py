"""Every zone that Windows has, on both sides of each change of its clocks: through the whole house, by exchangelib.

Hazard L10: the wrong offset at a transition, today's offset for another season, all-day events that slip by a day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from exchangelib.winzone import IANA_TO_MS_TIMEZONE_MAP
from tzlocal.windows_tz import win_tz

from tests.acceptance.real_input.journey import new_house, travel
from tests.acceptance.real_input.judge import complaints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.real_input.journey import Switch

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_AROUND = (-1, -0.5, 0, 0.5)
_SHARES = 3


def zones() -> list[str]:
    """One place for each Windows zone that exchangelib can name."""
    return sorted(place for place in set(win_tz.values()) if place in IANA_TO_MS_TIMEZONE_MAP)


def transitions(zone: str, year: int) -> Iterator[datetime]:
    """The instants of a year at which the clocks of a zone change, to the half hour."""
    info = ZoneInfo(zone)
    start = datetime(year, 1, 1, tzinfo=UTC)
    for day in (start + timedelta(days=number) for number in range(365)):
        if _offset(day, info) != _offset(day + timedelta(days=1), info):
            halves = (day + half * _HOUR / 2 for half in range(1, 49))
            yield next(half for half in halves if _offset(half, info) != _offset(day, info))


def _offset(instant: datetime, info: ZoneInfo) -> timedelta | None:
    return instant.astimezone(info).utcoffset()


def events(zone: str, year: int) -> Iterator[Any]:
    """Around each change of the clocks: events that begin and end at and beside it, and all-day events."""
    info = ZoneInfo(zone)
    for change in transitions(zone, year):
        for hours in _AROUND:
            begins = (change + hours * _HOUR).astimezone(info)
            yield event(f"{zone} {change} {hours}", begins, (begins.astimezone(UTC) + _HOUR).astimezone(info))
        day = change.astimezone(info).date()
        for start in (one for one in (day - _DAY, day, day + _DAY) if _exists(one, info)):
            whole = event(f"{zone} {start}", start, start + _DAY)
            whole["DTSTART"].params["TZID"] = zone
            yield whole
    for month in (1, 7):
        begins = datetime(year, month, 15, 9, tzinfo=info)
        yield event(f"{zone} {month}", begins, begins + _HOUR)


def _exists(day: date, info: ZoneInfo) -> bool:
    """In 2011 Samoa went from the 29th to the 31st of December."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=info)
    return noon.astimezone(UTC).astimezone(info).date() == day


def event(subject: str, start: date, end: date) -> Any:
    """A VEVENT."""
    made = icalendar.Event()
    made.add("SUMMARY", subject)
    made.add("DTSTART", start)
    made.add("DTEND", end)
    return made


def test_nearly_every_zone_is_looked_at() -> None:
    assert len(zones()) >= 135
    assert sum(1 for zone in zones() if list(transitions(zone, 2026))) >= 40


@pytest.mark.parametrize("year", [2011, 2026])
@pytest.mark.parametrize("share", range(_SHARES))
def test_the_clocks_change(share: int, year: int, switch: Switch, url: str) -> None:
    house = new_house()
    switch.application = house.exchange
    mine = zones()[share::_SHARES]
    journey = travel(((zone, one) for zone in mine for one in events(zone, year)), house, url)
    assert {fate.outcome for fate in journey.fates} == {"arrived"}
    assert list(complaints(journey)) == []
