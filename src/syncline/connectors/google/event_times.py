"""Start and end of an event: dates as dates, moments with their zone.

https://developers.google.com/workspace/calendar/api/concepts/events-calendars#event_times
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from syncline.records.moments import (
    UnknownZoneError,
    instant_of,
    is_date,
    moment_text,
    utc_text,
    zone_info,
    zone_of,
)
from syncline.records.zones.posix import PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping


def time_text(told: Any) -> str | None:
    """Read one end of an event; None if it tells no time.

    The zone is the event's own. Where it has none, or one that nobody knows, the instant is kept, in UTC; so it is in
    the hour that clocks repeat, whose second passing a wall time cannot tell.
    """
    if not isinstance(told, dict):
        return None
    if told.get("date"):
        return str(told["date"])
    try:
        instant = datetime.fromisoformat(str(told.get("dateTime")))
    except ValueError:
        return None
    zone = str(told.get("timeZone") or "UTC")
    try:
        place = zone_info(zone)
    except UnknownZoneError:
        zone, place = "UTC", zone_info("UTC")
    if instant.tzinfo is None:
        return moment_text(instant, zone)
    try:
        text = moment_text(instant.astimezone(place), zone)
        return text if instant_of(text) == instant.replace(microsecond=0) else utc_text(instant)
    except OverflowError:  # at either end of time
        return None


def time_body(text: str) -> Mapping[str, str | None]:
    """Write one end of an event: what of the other kind stood there before is taken away."""
    if is_date(text):
        return {"date": text, "dateTime": None, "timeZone": None}
    zone = zone_of(text)
    if zone.startswith(PREFIX):  # rules that have no name: Google knows names alone
        zone = "UTC"
    wall = instant_of(text).astimezone(zone_info(zone))
    return {"date": None, "dateTime": wall.isoformat(), "timeZone": zone}


def instant(text: Any) -> datetime | None:
    """Read a time stamp, always with its zone."""
    try:
        told = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return told if told.tzinfo else None
