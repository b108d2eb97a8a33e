"""A person as the People API answers it, read into a record of the rep's contacts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.contact_places import BIRTHDAY, BODY, CONTACT_PLACES
from syncline.connectors.google.event_times import instant
from syncline.connectors.google.html_text import text_of_html
from syncline.records.fields import CONTACT_FIELDS, Kind
from syncline.records.normal import clean
from syncline.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.record import Value

MARKER = "synclineKey"
"""Key of the client data on a contact that Syncline made: the key of the intent."""
_TRACE = "contact:"
_CONTACT = "CONTACT"
_LINES = {label for label, field in CONTACT_FIELDS.items() if field.kind is Kind.LONG_TEXT}


def entries_of(person: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
    """Answer the entries of one field of a person."""
    told = person.get(field) or []
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def name_of_resource(person: Any) -> str:
    """Answer a person's resource name (`people/c123`)."""
    try:
        return str(person["resourceName"])
    except (KeyError, TypeError) as error:
        raise BadAnswerError("Google answered a person without a name") from error


def source_of(person: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answer the source of a person that is the rep's contact; an empty one if there is none.

    Its ETag is the one that an update has to name
    (https://developers.google.com/people/api/rest/v1/people/updateContact), and its id stays when a contact is linked
    with somebody's profile and gets another resource name.
    """
    metadata = person.get("metadata")
    sources = metadata.get("sources") or [] if isinstance(metadata, dict) else []
    return next((one for one in sources if one.get("type") == _CONTACT), {})


def version_of(person: Mapping[str, Any]) -> str:
    """Answer the version of the contact."""
    return str(source_of(person).get("etag") or person.get("etag") or "")


def is_deleted(person: Mapping[str, Any]) -> bool:
    """Tell a tombstone in a list of changes."""
    metadata = person.get("metadata")
    return isinstance(metadata, dict) and bool(metadata.get("deleted"))


def former_names(person: Mapping[str, Any]) -> list[str]:
    """Answer the resource names that the contact had before."""
    metadata = person.get("metadata")
    told = metadata.get("previousResourceNames") or [] if isinstance(metadata, dict) else []
    return [str(one) for one in told]


def groups_of(person: Mapping[str, Any]) -> set[str]:
    """Answer the groups (labels) that a person is in."""
    memberships = (one.get("contactGroupMembership") for one in entries_of(person, "memberships"))
    return {str(one.get("contactGroupResourceName")) for one in memberships if isinstance(one, dict)}


def contact_record(person: Mapping[str, Any]) -> Record:
    """Read a contact. The People API tells no time of its making."""
    source = source_of(person)
    return Record(
        id=name_of_resource(person),
        version=version_of(person),
        values=contact_values(person),
        modified=instant(source.get("updateTime")),
        trace=trace_of(person),
        marker=marker_of(person),
    )


def trace_of(person: Mapping[str, Any]) -> str | None:
    """Answer what stays when a contact gets another resource name."""
    source = source_of(person).get("id")
    return f"{_TRACE}{source}" if source else None


def marker_of(person: Mapping[str, Any]) -> str | None:
    """Answer the key by which Syncline made a contact."""
    keys = (one.get("value") for one in entries_of(person, "clientData") if one.get("key") == MARKER)
    return next((str(key) for key in keys if key), None)


def contact_values(person: Mapping[str, Any]) -> dict[str, Value]:
    """Read the fields that sync. A birthday without a year is none that Salesforce could hold."""
    texts = {label: _entry_text(person, label) for label in CONTACT_PLACES}
    note = next((str(one.get("value") or "") for one in entries_of(person, BODY)), "")
    texts["Body"] = text_of_html(note)
    texts["Birthday"] = _birthday(person)
    return {label: text for label, text in texts.items() if text}


def _entry_text(person: Mapping[str, Any], label: str) -> str:
    place = CONTACT_PLACES[label]
    entries = entries_of(person, place.field)
    found = place.find(entries)
    told = "" if found is None else str(entries[found].get(place.part) or "")
    return clean(told, lines=label in _LINES)


def _birthday(person: Mapping[str, Any]) -> str:
    told = next((one.get("date") for one in entries_of(person, BIRTHDAY) if one.get("date")), None)
    try:
        return date(told["year"], told["month"], told["day"]).isoformat() if told else ""
    except (KeyError, TypeError, ValueError):
        return ""
