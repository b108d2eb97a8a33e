"""Start and end of an event: instants and zones as the store holds them, into moments and dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from syncline.records.moments import instant_of, moment_text, start_instant, utc_text, zone_info

if TYPE_CHECKING:
    from syncline.records.record import Value

_MIDNIGHT = time()
_EAST, _WEST = time(12), time(10)


def days_of(start: datetime, zone: str | None, end: datetime, end_zone: str | None) -> dict[str, Value]:
    """Answer the dates of an all-day event, the end being the day after the last; nothing if they cannot be told."""
    try:
        first, last = _day(start, zone, up=False), _day(end, end_zone, up=True)
    except OverflowError:  # a day before the first year
        return {}
    return {} if first is None or last is None else dates(first, last)


def dates(first: date, end: date) -> dict[str, Value]:
    """Answer an all-day event of a day at least; nothing for the last day of the year 9999, which no day follows."""
    if first == date.max:
        return {}
    return {"Start": first.isoformat(), "End": max(end, first + timedelta(days=1)).isoformat()}


def moment_of(instant: datetime, zone: str | None) -> str:
    """Write a moment by the clock of its own zone.

    In UTC where nobody knows the zone, where that zone's clock would show no year that is one, and in the hour that
    clocks repeat, whose second passing a wall time cannot tell from the first: the instant counts most.
    """
    if zone is None:
        return utc_text(instant)
    try:
        text = moment_text(instant.astimezone(zone_info(zone)), zone)
    except OverflowError:
        return utc_text(instant)
    return text if instant_of(text) == instant.replace(microsecond=0) else utc_text(instant)


def _day(instant: datetime, zone: str | None, *, up: bool) -> date | None:
    """Answer the date that an all-day event's midnight begins; `up` takes a later hour to the next date.

    Where the clocks jump over midnight (Cairo, Beirut, Havana), a day begins later and ends no later for it.
    Without a zone it is the midnight of that date somewhere: from 12:01 UTC on in the east, where it is the next date,
    before 10:00 in the west. In between it could be either: None.
    """
    if zone is not None:
        local = instant.astimezone(zone_info(zone))
        later = up and local.time() != _MIDNIGHT and instant > start_instant(local.date().isoformat(), zone)
        return local.date() + timedelta(days=1 if later else 0)
    if _WEST <= instant.time() <= _EAST:
        return None
    return instant.date() + timedelta(days=1 if instant.time() > _EAST else 0)
