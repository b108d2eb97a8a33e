"""Series read as one: the recurring event, and what differs about single occurrences, which are events of their own.

https://developers.google.com/workspace/calendar/api/guides/recurringevents
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from msgspec import structs

from syncline.connectors.google.event_read import event_record, is_cancelled, reference_of
from syncline.connectors.google.event_times import time_text
from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.moments import UnknownZoneError, is_date, zone_info
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.exceptions import exceptions_text
from syncline.records.recurrence.instances import change_made
from syncline.records.recurrence.occurrences import original_of, wall_of
from syncline.records.recurrence.rfc_lines import read_lines
from syncline.records.recurrence.text import recurrence_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.event_read import Surroundings
    from syncline.records.record import Record, Value
    from syncline.records.recurrence.exceptions import Change
    from syncline.records.recurrence.pattern import Recurrence

RECURRING = "recurring"
SERIES = "recurringEventId"
"""Names the recurring event of which this is one occurrence."""


def is_master(event: Mapping[str, Any]) -> bool:
    """Tell whether an event recurs itself."""
    return bool(event.get("recurrence"))


def single(event: Mapping[str, Any], around: Surroundings) -> Record:
    """Read an occurrence whose series the rep does not have: who is invited to one alone gets that one alone."""
    return event_record({name: value for name, value in event.items() if name != SERIES}, around)


def series_record(master: Mapping[str, Any], changed: Sequence[Mapping[str, Any]], around: Surroundings) -> Record:
    """Read a series; `changed` are its occurrences about which something differs, cancelled ones too.

    The version tells of them as well: Google leaves that of the recurring event as it was. What cannot be held says
    why, by the name of the rule that has no words here.
    """
    record = event_record(master, around)
    if record.not_representable != RECURRING:
        return record
    record = structs.replace(record, version=_version(record.version, changed))
    try:
        values = _values(master, record, changed, around)
    except NotRepresentableError as refused:
        return structs.replace(record, not_representable=refused.rule)
    return structs.replace(record, values=values, not_representable=None)


def _version(own: str, changed: Sequence[Mapping[str, Any]]) -> str:
    if not changed:
        return own
    told = sorted("=".join(reference_of(one)) for one in changed)
    return f"{own}+{blake2b('&'.join(told).encode(), digest_size=12).hexdigest()}"


def _values(
    master: Mapping[str, Any], record: Record, changed: Sequence[Mapping[str, Any]], around: Surroundings
) -> dict[str, Value]:
    start = record.values.get("Start")
    if not isinstance(start, str):
        raise NotRepresentableError("no_time")
    zone = "" if is_date(start) else _zone(master)
    first = start if not zone else _by(zone, start)
    rule, excluded = read_lines([str(line) for line in master.get("recurrence") or ()], first)
    done: dict[str, Change | None] = dict.fromkeys(excluded)
    done |= _exceptions(rule, record, changed, around)
    values: dict[str, Value] = {**record.values, RECURRENCE: recurrence_text(rule)}
    return {**values, EXCEPTIONS: exceptions_text(done)} if done else values


def _zone(master: Mapping[str, Any]) -> str:
    """A series repeats by the clock of the zone that stands in its start; without knowing it nobody can tell when."""
    told = master["start"].get("timeZone")
    try:
        zone_info(str(told or ""))
    except UnknownZoneError as error:
        raise NotRepresentableError("unknown_zone") from error
    return str(told)


def _by(zone: str, start: str) -> str:
    return f"{wall_of(start, zone).isoformat()}@{zone}"


def _exceptions(
    rule: Recurrence, series: Record, changed: Sequence[Mapping[str, Any]], around: Surroundings
) -> dict[str, Change | None]:
    """What was done to an occurrence at another time of day than the rule's today was done to another rule."""
    clock = wall_of(str(series.values["Start"]), rule.zone).time()
    done: dict[str, Change | None] = {}
    for one in changed:
        told = time_text(one.get("originalStartTime"))
        if told is None:
            raise NotRepresentableError("no_time")
        wall = wall_of(told, rule.zone)
        if is_date(told) is not rule.all_day or wall.time() != clock:
            continue
        original = original_of(wall)
        done[original] = None if is_cancelled(one) else _change(series, rule, original, single(one, around))
    return done


def _change(series: Record, rule: Recurrence, original: str, occurrence: Record) -> Change:
    if "Start" not in occurrence.values:
        raise NotRepresentableError("no_time")
    return change_made(series.values, rule, original, occurrence.values)
