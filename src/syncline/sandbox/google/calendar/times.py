"""Start and end of events: `{"date": ...}` or `{"dateTime": ..., "timeZone": ...}`.

https://developers.google.com/workspace/calendar/api/v3/reference/events (start, end, originalStartTime)
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from syncline.sandbox.google.errors import ApiError, invalid, required

Moment: TypeAlias = date | datetime
"""A date for whole days, else an aware date-time in the event's own zone."""


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Answer a zone by its IANA name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise invalid(f"Invalid time zone definition for '{name}'.") from None


def read(given: Any, what: str, default_zone: str, *, recurring: bool = False) -> dict[str, str]:
    """Check and complete a start or an end; `what` is its name in messages.

    An offset or a zone says which instant is meant; with both, the offset does. A series needs a zone to expand in.
    """
    if not isinstance(given, dict) or not (given.get("date") or given.get("dateTime")):
        raise required(f"Missing {what} time.")
    if given.get("date") and given.get("dateTime"):
        raise invalid(f"Invalid {what} time.")
    if given.get("date"):
        return {"date": _day(given["date"], what).isoformat()}
    named = given.get("timeZone")
    moment = _instant(given["dateTime"], what)
    if moment.tzinfo is None and not named:
        raise required(f"Missing time zone definition for {what} time.")
    if recurring and not named:
        raise required(f"Missing time zone definition for {what} time.")
    held = zone(named or default_zone)
    moment = moment.replace(tzinfo=held) if moment.tzinfo is None else moment.astimezone(held)
    return {"dateTime": moment.replace(microsecond=0).isoformat(), "timeZone": named or default_zone}


def moment(stored: dict[str, str]) -> Moment:
    """Answer what was stored as a date, or as an aware date-time in its zone."""
    if "date" in stored:
        return date.fromisoformat(stored["date"])
    return datetime.fromisoformat(stored["dateTime"]).astimezone(zone(stored["timeZone"]))


def stored(value: Moment, zone_name: str) -> dict[str, str]:
    """The opposite of `moment`."""
    if isinstance(value, datetime):
        return {"dateTime": value.astimezone(zone(zone_name)).isoformat(), "timeZone": zone_name}
    return {"date": value.isoformat()}


def shown(value: dict[str, str], zone_name: str) -> dict[str, str]:
    """Answer a stored time as an answer shows it: with the offset of the answer's zone, the event's zone beside it."""
    if "date" in value:
        return dict(value)
    instant = datetime.fromisoformat(value["dateTime"]).astimezone(zone(zone_name))
    return {"dateTime": instant.isoformat().replace("+00:00", "Z"), "timeZone": value["timeZone"]}


def instant_of(value: Moment, zone_name: str) -> datetime:
    """Answer an instant in UTC; a date begins at midnight in the calendar's zone."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return datetime.combine(value, time(), zone(zone_name)).astimezone(UTC)


_LAST_MOMENT: Final = datetime(date.max.year, 12, 31)  # noqa: DTZ001 - on the wall of any zone
_FIRST: Final = datetime(date.min.year + 10, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(date.max.year - 10, 1, 1, tzinfo=UTC)


def read_instant(text: str, name: str) -> datetime:
    """Read a bound of a query, which must have an offset. Answers UTC without microseconds.

    The first and the last of all years mean "always": nothing lies beyond them, and counting days from them goes on.
    """
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return min(max(found, _FIRST), _LAST).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        pass
    raise ApiError(400, "badRequest", "Bad Request", location=name)


def _day(text: Any, what: str) -> date:
    try:
        found = date.fromisoformat(text)
    except (TypeError, ValueError):
        raise invalid(f'Invalid value for: Invalid format: "{text}" ({what})') from None
    _check_year(found, what)
    return found


def _check_year(found: Moment, what: str) -> None:
    """Refuse the first of all years, and a last moment that is beyond the end of time in another zone."""
    beyond = isinstance(found, datetime) and found.replace(tzinfo=None) > _LAST_MOMENT
    if found.year == date.min.year or beyond:
        raise invalid(f"Invalid {what} time.")


def _instant(text: Any, what: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise invalid(f'Invalid value for: Invalid format: "{text}" ({what})') from None
    if "T" not in str(text).upper():
        raise invalid(f'Invalid value for: Invalid format: "{text}" ({what})')
    _check_year(found, what)
    return found
