"""What of an event is a plain value: names, readers and defaults.

https://learn.microsoft.com/graph/api/resources/event
"""

from __future__ import annotations

from typing import Any, Final

from syncline.sandbox.microsoft365.errors import failed_validation, invalid_body
from syncline.sandbox.microsoft365.moments import NEVER

from .values import ADDRESS_PARTS, Json, Reader, boolean, email, integer, one_of, parts, text, texts

_MOST_ATTENDEES: Final = 500


def _response(_name: str, value: Any, _before: Any) -> Json:
    return parts("responseStatus", value, ("response", "time"))


def _attendee(given: Any) -> Json:
    """Who answers is the attendee: a status that a client gives is not kept."""
    readers: dict[str, Reader] = {
        "type": one_of("attendeeType", "required", "optional", "resource"),
        "emailAddress": lambda _name, value, _before: email(value),
        "status": _response,
        "proposedNewTime": lambda _name, value, _before: value,
    }
    read = parts("attendee", given, readers)
    if not (read.get("emailAddress") or {}).get("address"):
        raise failed_validation("An attendee needs an address.")
    return {
        "type": read.get("type") or "required",
        "status": {"response": "none", "time": NEVER},
        "emailAddress": read["emailAddress"],
    }


def attendees(name: str, value: Any, before: Any) -> list[Json]:
    """Read attendees; who was there before keeps their answer.

    At most 500: https://learn.microsoft.com/graph/api/resources/event
    """
    if not isinstance(value, list):
        raise invalid_body(f"Expected a collection for the property '{name}'.")
    if len(value) > _MOST_ATTENDEES:
        raise failed_validation(f"An event has at most {_MOST_ATTENDEES} attendees.")
    answers = {one["emailAddress"]["address"].casefold(): one["status"] for one in before or []}
    read = [_attendee(one) for one in value]
    return [one | {"status": answers.get(one["emailAddress"]["address"].casefold(), one["status"])} for one in read]


def _coordinates(_name: str, value: Any, _before: Any) -> Any:
    return value if isinstance(value, dict) else {}


def _place(_name: str, value: Any, _before: Any) -> Json:
    return parts("physicalAddress", value, ADDRESS_PARTS)


_LOCATION: Final[dict[str, Reader]] = {
    "displayName": text, "locationEmailAddress": text, "locationUri": text, "uniqueId": text,
    "locationType": one_of(
        "locationType", "default", "conferenceRoom", "homeAddress", "businessAddress", "geoCoordinates",
        "streetAddress", "hotel", "restaurant", "localBusiness", "postalAddress",
    ),
    "uniqueIdType": one_of("locationUniqueIdType", "unknown", "locationStore", "directory", "private", "bing"),
    "address": _place, "coordinates": _coordinates,
}  # fmt: skip


def location(given: Any) -> Json:
    """Read a location. What was typed is its own key."""
    read = {name: value for name, value in parts("location", given, _LOCATION).items() if value is not None}
    shown = read.get("displayName", "")
    typed = {"uniqueId": shown, "uniqueIdType": "private"} if shown else {}
    return {"displayName": shown, "locationType": "default", **typed, **read}


READERS: Final[dict[str, Reader]] = {
    "subject": text,
    "importance": one_of("importance", "low", "normal", "high"),
    "sensitivity": one_of("sensitivity", "normal", "personal", "private", "confidential"),
    "showAs": one_of("freeBusyStatus", "free", "tentative", "busy", "oof", "workingElsewhere", "unknown"),
    "isReminderOn": boolean,
    "reminderMinutesBeforeStart": integer,
    "categories": texts(),
    "attendees": attendees,
    "responseRequested": boolean,
    "allowNewTimeProposals": boolean,
    "hideAttendees": boolean,
    "isOnlineMeeting": boolean,
    "onlineMeetingProvider": one_of(
        "onlineMeetingProviderType", "unknown", "skypeForBusiness", "skypeForConsumer", "teamsForBusiness"
    ),
    "transactionId": text,
}
APART: Final = frozenset(
    {"start", "end", "isAllDay", "body", "location", "locations", "recurrence", "singleValueExtendedProperties"}
)
"""Properties that are read on their own."""
READ_ONLY: Final = frozenset(
    {
        "id", "changeKey", "createdDateTime", "lastModifiedDateTime", "bodyPreview", "hasAttachments", "iCalUId",
        "isCancelled", "isDraft", "isOrganizer", "onlineMeeting", "onlineMeetingUrl", "organizer", "originalStart",
        "originalStartTimeZone", "originalEndTimeZone", "responseStatus", "seriesMasterId", "type", "webLink",
    }
)  # fmt: skip
PROPERTIES: Final = frozenset(READERS) | READ_ONLY | (APART - {"singleValueExtendedProperties"})
ON_SELECT: Final = frozenset({"occurrenceId", "cancelledOccurrences"})
"""Properties that only $select brings: https://learn.microsoft.com/graph/api/event-get"""
DEFAULTS: Final[Json] = {
    "importance": "normal", "sensitivity": "normal", "showAs": "busy", "isReminderOn": True,
    "reminderMinutesBeforeStart": 15, "responseRequested": True, "allowNewTimeProposals": True,
    "hideAttendees": False, "isOnlineMeeting": False, "onlineMeetingProvider": "unknown",
}  # fmt: skip
