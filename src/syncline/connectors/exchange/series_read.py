"""Series read as one: the master with its rule, and every occurrence that was changed or deleted.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/recurrence-patterns-and-ews-in-exchange
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.exchange.event_read import event_record
from syncline.connectors.exchange.items import time_of
from syncline.connectors.exchange.recurrence_read import read_recurrence
from syncline.connectors.exchange.soap import T
from syncline.connectors.exchange.zones import zone_in
from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.moments import is_date, zone_info
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.exceptions import exceptions_text
from syncline.records.recurrence.instances import change_made
from syncline.records.recurrence.occurrences import original_of
from syncline.records.recurrence.text import recurrence_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.exchange.soap import Element
    from syncline.records.record import Record, Value
    from syncline.records.recurrence.exceptions import Change
    from syncline.records.recurrence.pattern import Recurrence

URIS = ("calendar:Recurrence", "calendar:ModifiedOccurrences", "calendar:DeletedOccurrences")
RECURRING = "recurring"


def changed_ids(master: Element) -> list[str]:
    """Answer the ids of the occurrences that were changed."""
    return [one.get("Id", "") for one in master.iterfind(f"{T}ModifiedOccurrences/{T}Occurrence/{T}ItemId")]


def series_record(master: Element, owner: str, changed: Mapping[str, Record]) -> Record:
    """Read a series; `changed` are its changed occurrences by id, each read as the single event that it looks like.

    What cannot be held says why, by the name of the rule that has no words here.
    """
    record = event_record(master, owner)
    if record.not_representable != RECURRING:
        return record
    try:
        values = _values(master, record, changed)
    except NotRepresentableError as refused:
        return structs.replace(record, not_representable=refused.rule)
    return structs.replace(record, values=values, not_representable=None)


def _values(master: Element, record: Record, changed: Mapping[str, Record]) -> dict[str, Value]:
    start, told = record.values.get("Start"), time_of(master.findtext(f"{T}Start"))
    rule = master.find(f"{T}Recurrence")
    if not isinstance(start, str) or told is None or rule is None:
        raise NotRepresentableError("no_time" if rule is not None else "no_rule")
    zone = zone_in(master, "StartTimeZone", told)
    if zone is None:
        raise NotRepresentableError("unknown_zone")
    read = read_recurrence(rule, start, "" if is_date(start) else zone)
    done = _exceptions(master, (record, read), zone, changed)
    values = {**record.values, RECURRENCE: recurrence_text(read)}
    return {**values, EXCEPTIONS: exceptions_text(done)} if done else values


def _exceptions(
    master: Element, series: tuple[Record, Recurrence], zone: str, changed: Mapping[str, Record]
) -> dict[str, Change | None]:
    record, rule = series
    done: dict[str, Change | None] = {}
    for one in master.iterfind(f"{T}DeletedOccurrences/{T}DeletedOccurrence"):
        done[_original(one.findtext(f"{T}Start"), zone)] = None
    for one in master.iterfind(f"{T}ModifiedOccurrences/{T}Occurrence"):
        reference = one.find(f"{T}ItemId")
        found = changed[reference.get("Id", "") if reference is not None else ""]
        if "Start" not in found.values:
            raise NotRepresentableError("no_time")
        original = _original(one.findtext(f"{T}OriginalStart"), zone)
        done[original] = change_made(record.values, rule, original, found.values)
    return done


def _original(text: str | None, zone: str) -> str:
    instant = time_of(text)
    if instant is None:
        raise NotRepresentableError("no_time")
    return original_of(instant.astimezone(zone_info(zone)))
