"""What of an event a client may write, and what becomes of it: checks, defaults, limits.

https://developers.google.com/workspace/calendar/api/v3/reference/events/insert and .../events
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.calendar import event_types, times
from syncline.sandbox.google.calendar.recurrence import Rule
from syncline.sandbox.google.errors import ApiError, invalid, required

if TYPE_CHECKING:
    from syncline.sandbox.google.calendar.state import Calendar, Values
    from syncline.sandbox.google.call import Call

ID: Final = re.compile("[0-9a-v]{5,1024}")
READ_ONLY: Final = frozenset({
    "kind", "etag", "htmlLink", "created", "updated", "creator", "organizer", "hangoutLink", "locked",
    "recurringEventId", "originalStartTime", "attendeesOmitted", "id", "iCalUID", "gadget",
})  # fmt: skip
_WRITABLE: Final = frozenset({
    "summary", "description", "location", "start", "end", "endTimeUnspecified", "recurrence", "status", "transparency",
    "visibility", "attendees", "extendedProperties", "reminders", "sequence", "eventType", "guestsCanInviteOthers",
    "guestsCanModify", "guestsCanSeeOtherGuests", "anyoneCanAddSelf", "source", "colorId", "privateCopy", "attachments",
    "conferenceData", "outOfOfficeProperties", "focusTimeProperties", "workingLocationProperties",
    "birthdayProperties", "eventLabelId",
})  # fmt: skip
_CHOICES: Final = {
    "status": {"confirmed", "tentative", "cancelled"},
    "transparency": {"opaque", "transparent"},
    "visibility": {"default", "public", "private", "confidential"},
}
_ANSWERS: Final = frozenset({"needsAction", "declined", "tentative", "accepted"})
_COLOURS: Final = frozenset(str(number) for number in range(1, 12))
DESCRIPTION: Final = 8192
"""Longer descriptions are cut, silently."""
_KEY: Final = 44
_VALUE: Final = 1024
_PROPERTIES: Final = 300
_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+")
_FOUR_WEEKS: Final = 40320
_REMINDERS: Final = 5


def check_id(given: Any) -> str:
    """Answer an id that a client chose: base32hex, 5 to 1024 characters."""
    if not isinstance(given, str) or not ID.fullmatch(given):
        raise invalid("Invalid resource id value.")
    return given


def not_understood(call: Call) -> list[str]:
    """Answer the fields that a client does not know of, because it does not say so: they are neither read nor changed.

    https://developers.google.com/workspace/calendar/api/v3/reference/events/update (conferenceDataVersion,
    supportsAttachments) and https://developers.google.com/workspace/calendar/api/guides/labels (eventLabelVersion)
    """
    said = {
        "conferenceData": call.one("conferenceDataVersion") == "1",
        "attachments": call.flag("supportsAttachments"),
        "eventLabelId": call.one("eventLabelVersion") == "1",
    }
    return [name for name, known in said.items() if not known]


def understood(call: Call, given: Values) -> Values:
    """Answer what counts of a body."""
    return {name: value for name, value in given.items() if name not in not_understood(call)}


def settled(given: Values, calendar: Calendar, *, old: Values | None = None) -> Values:
    """Answer what an event consists of after a client wrote `given`, all of it. Null and empty values are left out."""
    values = {name: value for name, value in given.items() if name in _WRITABLE and value is not None}
    for name, choices in _CHOICES.items():
        if name in values and values[name] not in choices:
            raise invalid(f"Invalid value for: {values[name]} is not a valid value", name)
    _set_times(values, calendar, series=bool(values.get("recurrence")))
    _set_recurrence(values)
    _set_texts(values)
    _set_people(values)
    _set_properties(values)
    _check_reminders(values.get("reminders"))
    _check_colour(values, calendar)
    event_types.check(values, calendar, old)
    return _without_defaults(values)


def old_sequence() -> ApiError:
    """A client writes a version of a meeting that is older than the one here."""
    return invalid(
        "Invalid sequence value. The specified sequence number is below the current sequence number of the resource. "
        "Re-fetch the resource and use its sequence number on the following request."
    )


def _set_times(values: Values, calendar: Calendar, *, series: bool) -> None:
    for name in ("start", "end"):
        values[name] = times.read(values.get(name), name, calendar.time_zone, recurring=series)
    if ("date" in values["start"]) is not ("date" in values["end"]):
        raise invalid("Invalid start time.")
    start, end = times.moment(values["start"]), times.moment(values["end"])
    if times.instant_of(end, calendar.time_zone) < times.instant_of(start, calendar.time_zone):
        raise ApiError(400, "timeRangeEmpty", "The specified time range is empty.", domain="calendar")


def _set_recurrence(values: Values) -> None:
    lines = values.get("recurrence")
    if lines is None:
        return
    if not isinstance(lines, list):
        raise invalid("Invalid recurrence rule.")
    Rule(times.moment(values["start"]), lines)


def _set_texts(values: Values) -> None:
    """Texts lose what XML could not hold; a description longer than `DESCRIPTION` loses its end."""
    for name in ("summary", "description", "location"):
        text = values.get(name)
        if text is not None and not isinstance(text, str):
            raise invalid(f"Invalid value for: {name}", name)
        if text is not None:
            values[name] = text.replace("\r\n", "\n").replace("\r", "\n")
    if "description" in values:
        values["description"] = values["description"][:DESCRIPTION]


def _set_people(values: Values) -> None:
    people = values.get("attendees")
    if people is None:
        return
    if not isinstance(people, list):
        raise invalid("Invalid attendees.", "attendees")
    settled_people: dict[str, Values] = {}
    for person in people:
        address = person.get("email") if isinstance(person, dict) else None
        if not address:
            raise required("Missing attendee email.")
        if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
            raise invalid("Invalid attendee email.")
        answer = person.get("responseStatus", "needsAction")
        if answer not in _ANSWERS:
            raise invalid("Invalid attendee response status.")
        kept = {name: value for name, value in person.items() if name in _PERSON and value not in {None, False, ""}}
        settled_people[address.casefold()] = kept | {"email": address.lower(), "responseStatus": answer}
    values["attendees"] = list(settled_people.values())


_PERSON: Final = frozenset({"email", "displayName", "optional", "resource", "comment", "additionalGuests"})


def _set_properties(values: Values) -> None:
    """Long keys are dropped and long values cut, silently.

    https://developers.google.com/workspace/calendar/api/guides/extended-properties
    """
    given = values.get("extendedProperties")
    if given is None:
        return
    kept = {}
    for kind in ("private", "shared"):
        entries = {
            key: str(value)[:_VALUE]
            for key, value in (given.get(kind) or {}).items()
            if value is not None and len(key) <= _KEY
        }
        if len(entries) > _PROPERTIES:
            raise invalid("Too many extended properties.")
        if entries:
            kept[kind] = entries
    values["extendedProperties"] = kept


def _check_reminders(reminders: Any) -> None:
    if reminders is None:
        return
    overrides = reminders.get("overrides") or []
    if reminders.get("useDefault") and overrides:
        raise ApiError(
            400, "cannotUseDefaultRemindersAndSpecifyOverride",
            "Cannot specify both default reminders and overrides at the same time.", domain="calendar",
        )  # fmt: skip
    if len(overrides) > _REMINDERS:
        raise invalid("Too many reminders.")
    for one in overrides:
        if one.get("method") not in {"email", "popup"} or not 0 <= one.get("minutes", -1) <= _FOUR_WEEKS:
            raise invalid("Invalid reminder.")


def _check_colour(values: Values, calendar: Calendar) -> None:
    """A label that the calendar does not have is refused.

    https://developers.google.com/workspace/calendar/api/guides/labels
    """
    if values.get("colorId") and values["colorId"] not in _COLOURS:
        raise invalid("Invalid color id value.", "colorId")
    label = values.get("eventLabelId")
    if label and label not in {one["id"] for one in calendar.labels}:
        raise invalid("Invalid event label id value.", "eventLabelId")


def _without_defaults(values: Values) -> Values:
    """What is as it would be anyway does not show in answers."""
    plain = {
        "transparency": "opaque", "visibility": "default", "guestsCanInviteOthers": True, "guestsCanModify": False,
        "guestsCanSeeOtherGuests": True, "anyoneCanAddSelf": False, "endTimeUnspecified": False, "privateCopy": False,
    }  # fmt: skip
    kept = {
        name: value
        for name, value in values.items()
        if value not in ("", [], {}) and not (name in plain and plain[name] == value)
    }
    return {"status": "confirmed", "eventType": "default", "reminders": {"useDefault": True}} | kept
