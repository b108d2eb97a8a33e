"""Series as Graph tells them, read as one: the master with its rule, and what was done to single occurrences.

https://learn.microsoft.com/graph/api/event-get (the example of a series master): `cancelledOccurrences` and
`exceptionOccurrences` are told where both are selected and the latter are expanded; what is selected of the master is
told of these too.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import structs

from syncline.connectors.microsoft365.contact_read import time_of
from syncline.connectors.microsoft365.event_read import SELECT, event_record
from syncline.connectors.microsoft365.extended import ITEM_MARKER, expansion
from syncline.connectors.outlook.patterned_recurrence import read_patterned
from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.moments import is_date, zone_info
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.exceptions import exceptions_text
from syncline.records.recurrence.instances import change_made
from syncline.records.recurrence.occurrences import original_of
from syncline.records.recurrence.text import recurrence_text
from syncline.records.zones.names import iana_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.record import Record, Value
    from syncline.records.recurrence.exceptions import Change

RECURRING = "recurring"
CHANGED = "exceptionOccurrences"
MORE = f"{CHANGED}@odata.nextLink"
_CANCELLED = "cancelledOccurrences"
QUERY = (
    f"$select={SELECT},occurrenceId,originalStart,{CHANGED},{_CANCELLED}&$expand={expansion([ITEM_MARKER])},{CHANGED}"
)
"""Asks for what `series_record` reads."""


def series_record(master: Mapping[str, Any], owner: str) -> Record:
    """Read a series; what cannot be held says why, by the name of the rule that has no words here."""
    record = event_record(master, owner)
    if record.not_representable != RECURRING or not master.get("recurrence"):
        return record
    try:
        values = _values(master, record, owner)
    except NotRepresentableError as refused:
        return structs.replace(record, not_representable=refused.rule)
    return structs.replace(record, values=values, not_representable=None)


def _values(master: Mapping[str, Any], record: Record, owner: str) -> dict[str, Value]:
    start = record.values.get("Start")
    if not isinstance(start, str):
        raise NotRepresentableError("no_time")
    zone = "" if is_date(start) else _zone(master)
    rule = read_patterned(master["recurrence"], start, zone)
    done: dict[str, Change | None] = {_date(one): None for one in master.get(_CANCELLED) or ()}
    for one in master.get(CHANGED) or ():
        # An exception may come without a version of its own, as in the documents' example.
        original, found = _original(one, zone), event_record({"changeKey": record.version, **one}, owner)
        if "Start" not in found.values:
            raise NotRepresentableError("no_time")
        done[original] = change_made(record.values, rule, original, found.values)
    values: dict[str, Value] = {**record.values, RECURRENCE: recurrence_text(rule)}
    return {**values, EXCEPTIONS: exceptions_text(done)} if done else values


def _zone(master: Mapping[str, Any]) -> str:
    """A series repeats by the clock of its range's zone; without knowing it nobody can tell when.

    https://learn.microsoft.com/graph/api/resources/recurrencerange
    """
    told = (master["recurrence"].get("range") or {}).get("recurrenceTimeZone") or master.get("originalStartTimeZone")
    zone = iana_name(str(told or ""))
    if zone is None:
        raise NotRepresentableError("unknown_zone")
    return zone


def _date(occurrence: Any) -> str:
    """Read `OID.{id of the master}.{original date}`: ids may have dots of their own."""
    try:
        return date.fromisoformat(str(occurrence).rpartition(".")[2]).isoformat()
    except ValueError as error:
        raise NotRepresentableError("no_time") from error


def _original(occurrence: Mapping[str, Any], zone: str) -> str:
    if occurrence.get("occurrenceId"):
        return _date(occurrence["occurrenceId"])
    instant = time_of(occurrence.get("originalStart"))
    if instant is None or not zone:
        raise NotRepresentableError("no_time")
    return original_of(instant.astimezone(zone_info(zone)))
