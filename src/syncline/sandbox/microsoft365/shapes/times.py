"""Start and end of an event.

https://learn.microsoft.com/graph/api/resources/datetimetimezone
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from syncline.sandbox.microsoft365 import zones
from syncline.sandbox.microsoft365.errors import failed_validation
from syncline.sandbox.microsoft365.moments import wall
from syncline.sandbox.microsoft365.state.shape import Span

from .values import Json, parts

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.zones import Zone

_DAY = timedelta(days=1)


class _Point(NamedTuple):
    wall: datetime
    zone: Zone


def span_of(given: Json, before: Span | None) -> Span:
    """Answer when an event is after a request.

    An all-day event has to begin and end at midnight of one zone and last at least a day:
    https://learn.microsoft.com/graph/api/resources/event
    """
    all_day = given.get("isAllDay")
    if all_day is None:
        all_day = before.all_day if before is not None else False
    start = _point(given.get("start"), _Point(before.start, before.zone) if before is not None else None)
    end = _point(given.get("end"), _Point(before.end, before.end_zone) if before is not None else None)
    span = Span(start.wall, end.wall, start.zone, end.zone, bool(all_day))
    _check(span)
    return span


def _point(given: Any, before: _Point | None) -> _Point:
    if given is None:
        if before is None:
            raise failed_validation()
        return before
    read = parts("dateTimeTimeZone", given, ("dateTime", "timeZone"))
    zone = zones.find(read.get("timeZone") or "UTC")
    try:
        value = datetime.fromisoformat(read.get("dateTime") or "")
    except ValueError:
        raise failed_validation("The value of dateTime is not a date and time in ISO 8601.") from None
    return _Point(zone.wall(value) if value.tzinfo is not None else value, zone)


def _check(span: Span) -> None:
    if span.all_day:
        for name, value in (("Start", span.start), ("End", span.end)):
            if value.time() != time():
                raise failed_validation(f"The Event.{name} property for an all-day event needs to be set to midnight.")
        if span.zone.info is not span.end_zone.info:
            raise failed_validation("The start and the end of an all-day event need to be in the same time zone.")
        if span.end - span.start < _DAY:
            raise failed_validation("The duration of an event marked as All day must be at least 24 hours.")
    if span.ends < span.begins:
        raise failed_validation("The end of an event lies before its start.")


def as_json(span: Span, zone: Zone) -> tuple[Json, Json]:
    """Answer start and end in a zone. All-day events are at midnight whatever the zone.

    https://learn.microsoft.com/graph/api/event-get (Support various time zones)
    """
    start, end = (span.start, span.end) if span.all_day else (zone.wall(span.begins), zone.wall(span.ends))
    return {"dateTime": wall(start), "timeZone": zone.name}, {"dateTime": wall(end), "timeZone": zone.name}
