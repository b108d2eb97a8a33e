"""An event as Calendar is to store it. Whoever is invited to it is told nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.google.event_id import event_id
from syncline.connectors.google.event_read import MARKER, UID
from syncline.connectors.google.event_times import time_body
from syncline.connectors.google.html_text import html_of_text
from syncline.records.attendees import Role, read_attendees
from syncline.records.fields import ATTENDEES, PRIVATE
from syncline.records.normal import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.port import Draft
    from syncline.records.attendees import Attendee
    from syncline.records.guests import GuestList
    from syncline.records.record import Value, Values

_TIMES = frozenset({"Start", "End"})
_LATEST = 40_320
"""Minutes: the earliest reminder is four weeks before."""


def new_event(draft: Draft) -> dict[str, Any]:
    """Make an event. Reminders are told in full: a calendar's defaults are not what Salesforce says."""
    private = {MARKER: draft.key}
    if draft.uid:
        private[UID] = draft.uid
    body: dict[str, Any] = {
        "id": event_id(draft.key),
        "extendedProperties": {"private": private},
        "reminders": reminders(draft.values.get("ReminderMinutesBeforeStart")),
    }
    if ATTENDEES in draft.values:
        body["attendees"] = [_guest(one) for one in read_attendees(str(draft.values[ATTENDEES]))]
    for label in sorted(draft.values.keys() - _TIMES - {"ReminderMinutesBeforeStart", ATTENDEES}):
        body |= _content(label, draft.values[label])
    return body | {name: _told(time) for name, time in _times(draft.values).items()}


def event_patch(changes: Mapping[str, Value | None], whole: Values, kept: list[dict[str, Any]]) -> dict[str, Any]:
    """Make the patch that changes these fields; start and end are written together.

    `kept` are the reminders that stay beside a pop-up: the mails that the rep has Google send.
    """
    body: dict[str, Any] = {}
    for label, value in changes.items():
        if label == "ReminderMinutesBeforeStart":
            body["reminders"] = reminders(value, kept)
        elif label not in _TIMES and label != ATTENDEES:
            body |= _content(label, value)
    return body | _times(whole) if changes.keys() & _TIMES else body


def guests_patch(guests: GuestList, standing: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Make the patch of who is invited: the list is written whole, `standing` is what the event has now."""
    stays = [dict(one) for one in standing if one.get("self") or guests.stays(str(one.get("email") or ""))]
    added = guests.added({str(one.get("email") or "") for one in standing})
    return {"attendees": [*stays, *map(_guest, added)]}


def _guest(one: Attendee) -> dict[str, Any]:
    return {"email": one.address, **({"optional": True} if one.role is Role.OPTIONAL else {})}


def reminders(minutes: Value | None, kept: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Answer the reminders: a pop-up so long before, or none."""
    popup = [] if minutes is None else [{"method": "popup", "minutes": min(int(minutes), _LATEST)}]
    return {"useDefault": False, "overrides": [*popup, *(kept or [])]}


def _content(label: str, value: Value | None) -> dict[str, Any]:
    """Make a property; an emptied one gets what an event has that nobody touched."""
    if label == "Sensitivity":
        return {"visibility": "private" if value == PRIVATE else "default"}
    if label == "LegacyFreeBusyStatus":
        return {"transparency": "transparent" if value == "Free" else "opaque"}
    text = clean(str(value or ""), lines=label == "Body")
    if label == "Body":
        return {"description": html_of_text(text)}
    return {"summary" if label == "Subject" else "location": text}


def _times(values: Values) -> dict[str, Any]:
    return {"start": time_body(str(values["Start"])), "end": time_body(str(values["End"]))}


def _told(time: Mapping[str, str | None]) -> dict[str, str]:
    """A new event has nothing to be taken away."""
    return {name: value for name, value in time.items() if value is not None}
