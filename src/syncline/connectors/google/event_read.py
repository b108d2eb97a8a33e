"""An event as Calendar answers it, read into a record.

https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.event_id import event_id
from syncline.connectors.google.event_times import instant, time_text
from syncline.connectors.google.html_text import text_of_html
from syncline.records.attendees import Attendee, Response, Role, invited, normal_address
from syncline.records.capability.event_times import unheld_times
from syncline.records.fields import PRIVATE
from syncline.records.moments import UnknownZoneError, is_date
from syncline.records.normal import clean
from syncline.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from syncline.records.record import Value

MARKER = "synclineKey"
"""Private extended property on what Syncline made: the key of the intent."""
UID = "synclineUid"
"""Private extended property: the UID that the copied event has. `iCalUID` and an own id exclude each other."""

_LEFT_ALONE = {
    "birthday": "birthday",
    "focusTime": "focus_time",
    "fromGmail": "from_gmail",
    "workingLocation": "working_location",
}
"""Kinds of entries that are no meetings of a rep's: what they are for stands in their own properties."""
_HIDDEN = frozenset({"private", "confidential"})
_MOST_PEOPLE = 100
_RESPONSES = {
    "accepted": Response.ACCEPTED,
    "tentative": Response.TENTATIVE,
    "declined": Response.DECLINED,
}
_POPUP = "popup"
CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a calendar says for all its events: its default reminders, and whether a label is the one that selects."""

    reminders: Callable[[], Sequence[Mapping[str, Any]]]
    selects: Callable[[str], bool]


def is_cancelled(event: Mapping[str, Any]) -> bool:
    """Tell whether an event was deleted."""
    return event.get("status") == CANCELLED


def reference_of(event: Any) -> tuple[str, str]:
    """Answer an event's id and version."""
    try:
        return str(event["id"]), str(event["etag"])
    except (KeyError, TypeError) as error:
        raise BadAnswerError("Google answered an event without an id") from error


def event_record(event: Mapping[str, Any], around: Surroundings) -> Record:
    """Read what stands in a calendar; the rep is not counted among the attendees.

    What cannot be held says why: `recurring`, `no_time`, what `unheld_times` says, and the kinds of entries that are
    left alone: `birthday`, `focus_time`, `from_gmail`, `working_location`.
    """
    id_, version = reference_of(event)
    times = _times(event)
    private = _private(event)
    choices = _choices(event)
    organizer = _organizer(event)
    return Record(
        id=id_,
        version=version,
        values={**_texts(event), **choices, **_reminder(event, around), **times, **_told(event, choices)},
        modified=instant(event.get("updated")),
        created=instant(event.get("created")),
        uid=private.get(UID) or event.get("iCalUID") or None,
        marker=marker_of(event),
        not_representable=_problem(event, times),
        attendees=len(_others(event)) + bool(event.get("attendeesOmitted")),
        people=_people(event),
        organizer=organizer if not _organizes(event) else None,
        known_as=organizer if _organizes(event) else None,
        selected=bool(event.get("eventLabelId")) and around.selects(str(event["eventLabelId"])),
    )


def marker_of(event: Mapping[str, Any]) -> str | None:
    """Answer the key by which Syncline made an event; a copy that a person made of it carries it too, under its id."""
    key = _private(event).get(MARKER)
    return key if key and event_id(key) == event.get("id") else None


def _private(event: Mapping[str, Any]) -> Mapping[str, str]:
    properties = event.get("extendedProperties")
    held = properties.get("private") if isinstance(properties, dict) else None
    return held if isinstance(held, dict) else {}


def _texts(event: Mapping[str, Any]) -> dict[str, Value]:
    texts = {
        "Subject": clean(str(event.get("summary") or ""), lines=False),
        "Location": clean(str(event.get("location") or ""), lines=False),
        "Body": text_of_html(str(event.get("description") or "")),
    }
    return {label: text for label, text in texts.items() if text}


def _choices(event: Mapping[str, Any]) -> dict[str, Value]:
    values: dict[str, Value] = {"LegacyFreeBusyStatus": _status(event)}
    if event.get("visibility") in _HIDDEN:
        values["Sensitivity"] = PRIVATE
    return values


def _status(event: Mapping[str, Any]) -> str:
    if event.get("transparency") == "transparent":
        return "Free"
    if event.get("eventType") == "outOfOffice":
        return "OOF"
    return "Tentative" if event.get("status") == "tentative" else "Busy"


def _reminder(event: Mapping[str, Any], around: Surroundings) -> dict[str, Value]:
    """The pop-up nearest to the start; mails that Google sends the rep before are no reminder of Salesforce's kind."""
    told = event.get("reminders")
    if not isinstance(told, dict):
        return {}
    each = around.reminders() if told.get("useDefault") else told.get("overrides") or []
    minutes = [int(one.get("minutes", 0)) for one in each if one.get("method") == _POPUP]
    return {"ReminderMinutesBeforeStart": min(minutes)} if minutes else {}


def _times(event: Mapping[str, Any]) -> dict[str, Value]:
    start, end = time_text(event.get("start")), time_text(event.get("end"))
    return {"Start": start, "End": end} if start and end and is_date(start) == is_date(end) else {}


def _problem(event: Mapping[str, Any], times: Mapping[str, Value]) -> str | None:
    if event.get("recurrence") or event.get("recurringEventId"):
        return "recurring"
    kind = _LEFT_ALONE.get(str(event.get("eventType")))
    if kind is not None:
        return kind
    if not times:
        return "no_time"
    try:
        return unheld_times(times)
    except (ValueError, UnknownZoneError):
        return "no_time"


def _others(event: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    told = event.get("attendees")
    return [one for one in told if isinstance(one, dict) and not one.get("self")] if isinstance(told, list) else []


def _people(event: Mapping[str, Any]) -> tuple[str, ...]:
    """Answer who takes part besides the rep, rooms left out."""
    organizer = event.get("organizer")
    first = [organizer] if isinstance(organizer, dict) and not organizer.get("self") else []
    told = [*first, *(one for one in _others(event) if not one.get("resource"))]
    addresses = (str(one.get("email") or "").strip().casefold() for one in told)
    return tuple(dict.fromkeys(one for one in addresses if "@" in one))[:_MOST_PEOPLE]


def _told(event: Mapping[str, Any], choices: Mapping[str, Value]) -> dict[str, str]:
    """Answer who is invited to a meeting of the rep's, and what they said: in others' meetings, their copies tell."""
    if not _organizes(event) or choices.get("Sensitivity") == PRIVATE:
        return {}
    told = [
        Attendee(
            normal_address(str(one.get("email") or "")),
            _role(one),
            _RESPONSES.get(str(one.get("responseStatus")), Response.NONE),
        )
        for one in _others(event)
    ]
    return invited(told, "")


def _role(guest: Mapping[str, Any]) -> Role:
    if guest.get("resource"):
        return Role.RESOURCE
    return Role.OPTIONAL if guest.get("optional") else Role.REQUIRED


def _organizes(event: Mapping[str, Any]) -> bool:
    organizer = event.get("organizer")
    return not isinstance(organizer, dict) or bool(organizer.get("self"))


def _organizer(event: Mapping[str, Any]) -> str | None:
    told = event.get("organizer")
    address = normal_address(str(told.get("email") or "")) if isinstance(told, dict) else ""
    return address if "@" in address else None
