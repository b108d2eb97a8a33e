"""Events of an address: which one is meant, and how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.microsoft365.calendar.expansion import Instance, occurrence
from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import item_not_found
from syncline.sandbox.microsoft365.mapi import computed
from syncline.sandbox.microsoft365.odata import options
from syncline.sandbox.microsoft365.shapes.event import ON_SELECT, PROPERTIES
from syncline.sandbox.microsoft365.shapes.event_json import as_json, on_select
from syncline.sandbox.microsoft365.state.item import Event, Override

from .calendars import calendar_of
from .listing import expanded, with_extended

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.odata.options import Options
    from syncline.sandbox.microsoft365.state.extended import Extended

_CALENDARS: Final = frozenset({"calendar", "calendars"})
EXCEPTIONS: Final = "exceptionOccurrences"


def event_of(call: Call) -> tuple[Event, Instance | None]:
    """Answer the event of an address, with the occurrence if it is one of a series; 404 if there is none."""
    item, day = call.mailbox().item(call.names["event"])
    through_calendar = call.segments[2].lower() in _CALENDARS
    if not isinstance(item, Event) or (through_calendar and item.folder is not calendar_of(call)):
        raise item_not_found()
    if not day:
        return item, None
    instance = occurrence(item.shape, day)
    if instance is None:
        raise item_not_found()
    return item, instance


def wished(call: Call) -> Options:
    """Read the query options of events."""
    return options.read(call.query, "event", PROPERTIES, {*ON_SELECT, EXCEPTIONS})


def extended_of(event: Event, instance: Instance | None) -> Extended:
    """Answer the extended properties: an occurrence has those of its series unless it has its own."""
    own = event.overrides.get(instance.day, Override()).extended if instance is not None else {}
    return computed(event) | own


def row(call: Call, event: Event, instance: Instance | None) -> dict[str, Any]:
    """Answer an event as a listing looks at it."""
    return with_extended(as_json(event, call.wishes, instance), extended_of(event, instance))


def shown(call: Call, status: int, event: Event, instance: Instance | None, options: Options | None = None) -> Reply:
    """Answer one event."""
    body = as_json(event, call.wishes, instance)
    if options is not None:
        if options.select is not None:
            body |= on_select(event, call.wishes, instance)
        if EXCEPTIONS in (options.expand_more | (options.select or frozenset())) and instance is None:
            body[EXCEPTIONS] = _exceptions(call, event, options)
        body = expanded(body, extended_of(event, instance), options)
    context = f"{call.base}/$metadata#users('{call.names['user']}')/events/$entity"
    tag = {"ETag": f'W/"{event.change_key}"'}
    return Reply(status, {"@odata.context": context, **body}, tag)


def _exceptions(call: Call, event: Event, options: Options) -> list[dict[str, Any]]:
    """https://learn.microsoft.com/graph/api/event-get (example of a series master)."""
    found = []
    for day in sorted(event.overrides):
        instance = occurrence(event.shape, day)
        if instance is not None:
            whole = as_json(event, call.wishes, instance) | on_select(event, call.wishes, instance)
            found.append(options.project(whole))
    return found
