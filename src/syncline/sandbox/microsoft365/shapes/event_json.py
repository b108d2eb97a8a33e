"""Events as Graph shows them: single events, masters, occurrences and exceptions.

https://learn.microsoft.com/graph/api/resources/event
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from syncline.sandbox.microsoft365.calendar.expansion import occurrence
from syncline.sandbox.microsoft365.calendar.writing import patterned
from syncline.sandbox.microsoft365.moments import NEVER, stamp
from syncline.sandbox.microsoft365.state.item import Override

from . import times

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.calendar.expansion import Instance
    from syncline.sandbox.microsoft365.prefer import Preferences
    from syncline.sandbox.microsoft365.state.item import Event

    from .values import Json

_UID: Final = "040000008200E00074C5B7101A82E008"
_NO_PLACE: Final[Json] = {"displayName": "", "locationType": "default", "uniqueIdType": "unknown", "address": {}, "coordinates": {}}  # noqa: E501  # fmt: skip


def as_json(event: Event, wishes: Preferences, instance: Instance | None = None) -> Json:
    """Answer a whole event, or with `instance` one of its occurrences."""
    day = instance.day if instance is not None else 0
    own = event.overrides.get(day, Override())
    span = instance.span if instance is not None else event.span
    values = event.values | own.values
    start, end = times.as_json(span, wishes.zone)
    body = own.body if own.body is not None else event.body
    shown = body.shown(wishes.body)
    places = values.get("locations", [])
    identifier = event.id(immutable=wishes.immutable, day=day)
    return {
        "@odata.etag": f'W/"{event.change_key}"',
        "id": identifier,
        "createdDateTime": stamp(event.created),
        "lastModifiedDateTime": stamp(event.modified),
        "changeKey": event.change_key,
        "categories": values.get("categories", []),
        "transactionId": values.get("transactionId"),
        "originalStartTimeZone": span.zone.name,
        "originalEndTimeZone": span.end_zone.name,
        "iCalUId": ical_uid(values["uid"], day),
        "reminderMinutesBeforeStart": values.get("reminderMinutesBeforeStart", 0),
        "isReminderOn": values.get("isReminderOn", False),
        "hasAttachments": False,
        "subject": values.get("subject", ""),
        "bodyPreview": body.preview,
        "importance": values.get("importance", "normal"),
        "sensitivity": values.get("sensitivity", "normal"),
        "isAllDay": span.all_day,
        "isCancelled": values.get("isCancelled", False),
        "isOrganizer": is_organizer(event),
        "responseRequested": values.get("responseRequested", True),
        "seriesMasterId": event.id(immutable=wishes.immutable) if day else None,
        "showAs": values.get("showAs", "busy"),
        "type": kind(event, instance),
        "webLink": f"https://outlook.office365.com/owa/?itemid={quote(identifier)}&exvsurl=1&path=/calendar/item",
        "onlineMeetingUrl": None,
        "isOnlineMeeting": values.get("isOnlineMeeting", False),
        "onlineMeetingProvider": values.get("onlineMeetingProvider", "unknown"),
        "allowNewTimeProposals": values.get("allowNewTimeProposals", True),
        "isDraft": False,
        "hideAttendees": values.get("hideAttendees", False),
        "recurrence": patterned(event.recurrence) if event.recurrence is not None and not day else None,
        "onlineMeeting": None,
        "responseStatus": values.get("responseStatus", {"response": "none", "time": NEVER}),
        "body": {"contentType": shown.kind, "content": shown.content},
        "start": start,
        "end": end,
        "location": places[0] if places else _NO_PLACE,
        "locations": places,
        "attendees": values.get("attendees", []),
        "organizer": {"emailAddress": values["organizer"]},
        **({"originalStart": original_start(event, day)} if day else {}),
    }


def brief(event: Event, wishes: Preferences, instance: Instance) -> Json:
    """Answer an occurrence as a delta tells it: all else is as in the master.

    https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/34
    """
    start, end = times.as_json(instance.span, wishes.zone)
    return {
        "@odata.etag": f'W/"{event.change_key}"',
        "seriesMasterId": event.id(immutable=wishes.immutable),
        "type": "occurrence",
        "id": event.id(immutable=wishes.immutable, day=instance.day),
        "start": start,
        "end": end,
    }


def on_select(event: Event, wishes: Preferences, instance: Instance | None) -> Json:
    """Answer what only $select brings.

    https://learn.microsoft.com/graph/api/event-get
    """
    master = event.id(immutable=wishes.immutable)
    days = sorted(event.cancelled) if instance is None and event.recurrence is not None else []
    return {
        "occurrenceId": _occurrence_id(master, instance.day) if instance is not None and instance.day else None,
        "cancelledOccurrences": [_occurrence_id(master, day) for day in days],
    }


def _occurrence_id(master: str, day: int) -> str:
    return f"OID.{master}.{date.fromordinal(day).isoformat()}"


def kind(event: Event, instance: Instance | None) -> str:
    """Answer the event's type."""
    if instance is not None and instance.day:
        return "exception" if instance.own else "occurrence"
    return "seriesMaster" if event.recurrence is not None else "singleInstance"


def is_organizer(event: Event) -> bool:
    """Tell whether the mailbox's owner is the organizer."""
    address: str = event.values["organizer"]["address"]
    return address.casefold() == event.folder.mailbox.address.casefold()


def original_start(event: Event, day: int) -> str:
    """When an occurrence would be if nobody had moved it."""
    shape = event.shape
    plain = occurrence(type(shape)(shape.span, shape.recurrence), day)
    moment = (
        plain.span.begins if plain is not None else datetime.combine(date.fromordinal(day), event.span.start.time())
    )
    return stamp(moment).replace(".000000Z", "Z")


def ical_uid(uid: str, day: int) -> str:
    """Answer the id that is the same in all calendars, and another for each occurrence.

    [MS-OXOCAL] 2.2.1.27: the date stands after the first sixteen bytes.
    """
    if not day:
        return f"{_UID}00000000{uid}"
    when = date.fromordinal(day)
    return f"{_UID}{when.year:04X}{when.month:02X}{when.day:02X}{uid}"
