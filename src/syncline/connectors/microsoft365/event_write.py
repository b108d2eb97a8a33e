"""An event as Graph is to store it. Nobody is invited: attendees are never written.

https://learn.microsoft.com/graph/api/calendar-post-events, https://learn.microsoft.com/graph/api/event-update
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.microsoft365.event_read import SHOWN
from syncline.connectors.microsoft365.extended import ITEM_MARKER, written
from syncline.records.fields import EVENT_FIELDS, PRIVATE, Kind
from syncline.records.moments import instant_of, is_date, zone_of
from syncline.records.normal import clean
from syncline.records.zones.names import windows_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.port import Draft
    from syncline.records.record import Value, Values

_TIMES = frozenset({"Start", "End"})
_STATUS = {label: word for word, label in SHOWN.items()}


def new_event(draft: Draft, zone: str) -> dict[str, Any]:
    """Make an event. Sent twice with one key it is made once (`transactionId`)."""
    body = {"transactionId": draft.key, "singleValueExtendedProperties": written({ITEM_MARKER: draft.key})}
    body |= event_changes(draft.values, draft.values, zone)
    return {"isReminderOn": False} | body


def event_changes(changes: Mapping[str, Value | None], whole: Values, zone: str) -> dict[str, Any]:
    """Make what changes these fields; start, end and all-day hang together and are written as one."""
    body: dict[str, Any] = {}
    if changes.keys() & _TIMES:
        body |= times_of(whole, zone)
    for label, value in changes.items():
        if label not in _TIMES:
            body |= _property(label, value)
    return body


def _property(label: str, value: Value | None) -> dict[str, Any]:
    """Make a property; an emptied one gets what an event has that nobody touched."""
    if label == "Sensitivity":
        return {"sensitivity": "private" if value == PRIVATE else "normal"}
    if label == "LegacyFreeBusyStatus":
        return {"showAs": _STATUS.get(str(value), "busy")}
    if label == "ReminderMinutesBeforeStart":
        if value is None:
            return {"isReminderOn": False}
        return {"isReminderOn": True, "reminderMinutesBeforeStart": int(value)}
    text = clean(str(value or ""), lines=EVENT_FIELDS[label].kind is Kind.LONG_TEXT)
    if label == "Body":
        return {"body": {"contentType": "text", "content": text}}
    return {"location": {"displayName": text}} if label == "Location" else {"subject": text}


def times_of(values: Values, zone: str) -> dict[str, Any]:
    """Make start, end and all-day; an all-day event begins at midnight in `zone`."""
    if not values.keys() >= _TIMES:
        return {}
    start, end = str(values["Start"]), str(values["End"])
    return {"start": _time(start, zone), "end": _time(end, zone), "isAllDay": is_date(start)}


def _time(text: str, zone: str) -> dict[str, str]:
    """Write a wall time and its zone by the Windows name, which every mailbox server has; a date is midnight."""
    if is_date(text):
        return {"dateTime": f"{text}T00:00:00", "timeZone": windows_name(zone) or "UTC"}
    windows = windows_name(zone_of(text))
    if windows is None:
        return {"dateTime": instant_of(text).replace(tzinfo=None).isoformat(), "timeZone": "UTC"}
    return {"dateTime": text.partition("@")[0], "timeZone": windows}
