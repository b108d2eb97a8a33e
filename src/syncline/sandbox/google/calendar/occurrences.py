"""Events as they happen: the occurrences of a series, each with what differs about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from syncline.sandbox.google.calendar import recurrence, times
from syncline.sandbox.google.calendar.recurrence import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.google.calendar.state import Calendar, Event, Values
    from syncline.sandbox.google.calendar.times import Moment

HORIZON: Final = timedelta(days=730)
"""How far a series without an end is counted out where a request has no bound. Google does not say."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer shows: an event, with the values that it has here."""

    id: str
    values: Values
    event: Event
    """Where stamp, etag and revision come from."""


def whole(event: Event, calendar: Calendar) -> Shown:
    """Answer an event as it is; an occurrence with what it has of its series."""
    if not event.series or event.series not in calendar.events:
        return Shown(event.id, event.values, event)
    return Shown(event.id, _merged(calendar.events[event.series], event.values), event)


def find(calendar: Calendar, event_id: str) -> Shown | None:
    """Answer what an id means: an event, or an occurrence about which nothing differs yet."""
    event = calendar.events.get(event_id)
    if event is not None:
        return whole(event, calendar)
    named = recurrence.read_instance_id(event_id, calendar.time_zone)
    series = calendar.events.get(named[0]) if named is not None else None
    if named is None or series is None or not series.recurs:
        return None
    start = _in_zone_of(named[1], series)
    return regular(series, start) if rule_of(series).has(start) else None


def regular(series: Event, start: Moment) -> Shown:
    """Answer an occurrence about which nothing differs."""
    return Shown(recurrence.instance_id(series.id, start), _merged(series, placed(series, start)), series)


def placed(series: Event, start: Moment) -> Values:
    """Answer what says where and when an occurrence belongs."""
    first, end = times.moment(series.values["start"]), times.moment(series.values["end"])
    name = series.values["start"].get("timeZone", "UTC")
    finish = _later(start, recurrence.length(first, end))
    return {
        "recurringEventId": series.id,
        "originalStartTime": times.stored(start, name),
        "start": times.stored(start, name),
        "end": times.stored(finish, series.values["end"].get("timeZone", name)),
    }


def own_values(shown: Shown) -> Values:
    """Answer what an occurrence that was like its series so far holds once something differs about it."""
    names = ("recurringEventId", "originalStartTime", "start", "end", "iCalUID")
    return {name: shown.values[name] for name in names if name in shown.values}


def rule_of(series: Event) -> Rule:
    """Answer the rule of a series."""
    return Rule(times.moment(series.values["start"]), series.values["recurrence"])


def expanded(
    series: Event, calendar: Calendar, before: datetime | None, now: datetime, *, after: datetime | None = None
) -> Iterator[Shown]:
    """Answer the occurrences that may touch the time from `after` to `before`, cancelled ones too, instants in UTC."""
    apart = dict(calendar.exceptions(series.id))
    first, end = times.moment(series.values["start"]), times.moment(series.values["end"])
    last = before or max(now, times.instant_of(first, calendar.time_zone)) + HORIZON
    begin = after - recurrence.length(first, end) - timedelta(days=1) if after is not None else None
    for start in rule_of(series).between(_bound(begin, first), _bound(last, first) or first):
        event = apart.pop(recurrence.instance_id(series.id, start), None)
        yield whole(event, calendar) if event is not None else regular(series, start)
    # An occurrence may have been moved into the time from outside of it.
    for event in apart.values():
        yield whole(event, calendar)


def _bound(instant: datetime | None, like: Moment) -> Moment | None:
    if instant is None:
        return None
    return instant.astimezone(like.tzinfo) if isinstance(like, datetime) else instant.date()


def _merged(series: Event, own: Values) -> Values:
    inherited = {name: value for name, value in series.values.items() if name not in {"recurrence", "status"}}
    return {"status": series.values.get("status", "confirmed")} | inherited | own


def _in_zone_of(start: Moment, series: Event) -> Moment:
    name = series.values["start"].get("timeZone")
    return start.astimezone(times.zone(name)) if isinstance(start, datetime) and name else start


def _later(start: Moment, by: timedelta) -> Moment:
    """Wall times move with the clock's change, lengths do not."""
    if isinstance(start, datetime):
        return (start.astimezone(UTC) + by).astimezone(start.tzinfo)
    return start + by
