"""What kind of value each field of a request's body has: another one is refused before anything is done.

Of the discovery documents (https://developers.google.com/discovery/v1/reference/apis), what is read here.
"""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn, TypeAlias

from .errors import ApiError, invalid

Shape: TypeAlias = "type | dict[str, Any] | list[Any]"
_INT32: Final = 2**31
_LONGEST: Final = 2**45
"""Milliseconds: about a thousand years."""
_TIME: Final = {"date": str, "dateTime": str, "timeZone": str}
_DATE: Final = {"year": int, "month": int, "day": int}
_TEXTS: Final = ("text",)
"""A value with nothing but texts, yes or no, and dates in it, under many names."""
_NESTED: Final = (
    "organizer", "creator", "conferenceData", "source", "gadget", "focusTimeProperties", "outOfOfficeProperties",
    "workingLocationProperties", "birthdayProperties",
)  # fmt: skip
_OBJECTS: Final = frozenset({"metadata", "date", "startDate", "endDate"})
_EVENT: Final[dict[str, Any]] = {
    **dict.fromkeys(
        (
            "id", "iCalUID", "summary", "description", "location", "status", "recurringEventId", "colorId",
            "eventLabelId", "transparency", "visibility", "eventType",
        ),
        str,
    ),
    **dict.fromkeys(
        (
            "guestsCanInviteOthers", "guestsCanModify", "guestsCanSeeOtherGuests", "anyoneCanAddSelf", "privateCopy",
            "locked", "endTimeUnspecified", "attendeesOmitted",
        ),
        bool,
    ),
    **dict.fromkeys(("start", "end", "originalStartTime"), _TIME),
    **{name: {} for name in _NESTED},
    "recurrence": [str], "sequence": int, "attachments": [{}],
    "attendees": [{
        "email": str, "displayName": str, "responseStatus": str, "comment": str, "optional": bool, "resource": bool,
        "additionalGuests": int,
    }],
    "extendedProperties": {"private": {}, "shared": {}},
    "reminders": {"useDefault": bool, "overrides": [{"method": str, "minutes": int}]},
}  # fmt: skip
_OF_TEXTS: Final = (
    "names", "nicknames", "emailAddresses", "phoneNumbers", "addresses", "organizations", "urls", "relations",
    "biographies", "imClients", "interests", "locations", "occupations", "sipAddresses", "skills", "userDefined",
    "clientData", "externalIds", "fileAses", "genders", "locales", "calendarUrls", "miscKeywords",
)  # fmt: skip
_PERSON: Final[dict[str, Any]] = {
    **{name: [_TEXTS] for name in _OF_TEXTS},
    "birthdays": [{"date": _DATE, "text": str}],
    "events": [{"date": _DATE, "type": str}],
    "memberships": [{"contactGroupMembership": {"contactGroupResourceName": str}}],
    "etag": str,
    "resourceName": str,
    "metadata": {"sources": [{"type": str, "id": str, "etag": str}]},
}
_GROUP: Final = {"contactGroup": {"name": str, "etag": str, "clientData": [_TEXTS]}}
_CALENDAR: Final = {
    "summary": str, "description": str, "location": str, "timeZone": str,
    "labelProperties": {"eventLabels": [{"id": str, "name": str, "backgroundColor": str}]},
}  # fmt: skip
_SHAPES: Final[dict[str, dict[str, Any]]] = {
    **dict.fromkeys((f"calendar.events.{one}" for one in ("insert", "import", "patch", "update")), _EVENT),
    **dict.fromkeys((f"calendar.calendars.{one}" for one in ("insert", "patch", "update")), _CALENDAR),
    "calendar.events.watch": {"id": str, "type": str, "address": str, "token": str, "expiration": int,
                              "params": {"ttl": int}},
    "calendar.channels.stop": {"id": str, "resourceId": str},
    "calendar.freebusy.query": {"timeMin": str, "timeMax": str, "timeZone": str, "items": [{"id": str}]},
    "people.people.createContact": _PERSON,
    "people.people.updateContact": _PERSON,
    "people.people.batchCreateContacts": {"contacts": [{"contactPerson": _PERSON}], "readMask": str,
                                          "sources": [str]},
    "people.people.batchUpdateContacts": {"contacts": {"*": _PERSON}, "updateMask": str, "readMask": str,
                                          "sources": [str]},
    "people.people.batchDeleteContacts": {"resourceNames": [str]},
    "people.contactGroups.create": {**_GROUP, "readGroupFields": str},
    "people.contactGroups.update": {**_GROUP, "readGroupFields": str, "updateGroupFields": str},
    "people.contactGroups.members.modify": {"resourceNamesToAdd": [str], "resourceNamesToRemove": [str]},
}  # fmt: skip


def parsed(body: bytes) -> Any:
    """Read JSON; what cannot be written again as UTF-8, and what is no number, is none."""
    if not body:
        return None
    try:
        value = json.loads(body, parse_constant=_no_number)
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError:
        raise ApiError(400, "parseError", "Parse Error") from None
    return value


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def checked(operation: str, body: Any) -> Any:
    """Answer a body whose values are of the kinds that the operation has for them; in lists null is nothing."""
    shape = _SHAPES.get(operation)
    return body if shape is None or not isinstance(body, dict) else _read(shape, body, "")


def _read(shape: Any, value: Any, path: str) -> Any:
    if value is None:
        return None
    if isinstance(shape, dict):
        return _read_object(shape, value, path)
    if isinstance(shape, list):
        if not isinstance(value, list) or None in value:
            raise _wrong(path)
        return [_without_null(_read(shape[0], one, f"{path}[{at}]")) for at, one in enumerate(value)]
    if shape is _TEXTS:
        return _read_texts(value, path)
    return _read_plain(shape, value, path)


def _read_object(shape: dict[str, Any], value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(path)
    found = {}
    for name, one in value.items():
        kind = shape.get(name, shape.get("*"))
        if "*" in shape and one is None:
            raise _wrong(f"{path}.{name}")
        found[name] = one if kind is None else _read(kind, one, f"{path}.{name}" if path else name)
    return found


def _read_texts(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(path)
    for name, one in value.items():
        kind = bool if name == "current" else dict if name in _OBJECTS else str
        if one is not None and not isinstance(one, kind):
            raise _wrong(f"{path}.{name}")
    return value


def _read_plain(kind: type, value: Any, path: str) -> Any:
    """Whole numbers may come as text; milliseconds since 1970 alone are longer than 32 bits."""
    if kind is int and isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() else None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _wrong(path)
    if isinstance(value, int) and abs(value) >= (_LONGEST if path == "expiration" else _INT32):
        raise _wrong(path)
    return value


def _without_null(value: Any) -> Any:
    return {name: one for name, one in value.items() if one is not None} if isinstance(value, dict) else value


def _wrong(path: str) -> ApiError:
    return invalid(f"Invalid value for: {path}", path)
