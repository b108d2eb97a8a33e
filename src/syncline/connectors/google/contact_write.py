"""A person as the People API is to store it: made whole, or with single values changed in what was there.

Every field is a list that is written whole, so entries and parts of entries that Syncline does not know go back as they
were (https://developers.google.com/people/api/rest/v1/people/batchUpdateContacts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.google.contact_places import BIRTHDAY, BODY, CONTACT_PLACES, FIELD_OF
from syncline.connectors.google.contact_read import MARKER, entries_of, name_of_resource, source_of
from syncline.records.fields import CONTACT_FIELDS, Kind
from syncline.records.moments import date_of
from syncline.records.normal import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from syncline.connectors.port import Draft
    from syncline.records.record import Value

MY_CONTACTS = "contactGroups/myContacts"
"""The group that Google Contacts shows: without it a contact is only found under its label."""
_OUTPUT_ONLY = frozenset({"displayName", "displayNameLastFirst", "formattedType", "canonicalForm", "unstructuredName"})
_LINES = {label for label, field in CONTACT_FIELDS.items() if field.kind is Kind.LONG_TEXT}


def new_person(draft: Draft, group: str) -> dict[str, Any]:
    """Make a contact with all its values in the group that syncs, marked with the draft's key."""
    person: dict[str, Any] = {
        "clientData": [{"key": MARKER, "value": draft.key}],
        "memberships": [membership(group), membership(MY_CONTACTS)],
    }
    return change(person, dict(draft.values))


def membership(group: str) -> dict[str, Any]:
    """Answer the membership in a group."""
    return {"contactGroupMembership": {"contactGroupResourceName": group}}


def changed_person(
    person: Mapping[str, Any], changes: Mapping[str, Value | None], fields: Iterable[str]
) -> dict[str, Any]:
    """Answer the person with these changes, as far as `fields`: what an update writes, entries whole."""
    held: dict[str, Any] = {field: [writable(one) for one in entries_of(person, field)] for field in sorted(fields)}
    held["resourceName"] = name_of_resource(person)
    held["etag"] = person.get("etag")
    held["metadata"] = {"sources": [dict(source_of(person))]}
    return change(held, changes)


def fields_of(labels: Iterable[str]) -> set[str]:
    """Answer the fields of a person in which these labels live."""
    return {FIELD_OF[label] for label in labels}


def writable(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Answer an entry without what the server makes of it."""
    kept = {name: value for name, value in entry.items() if name not in _OUTPUT_ONLY and name != "metadata"}
    metadata = entry.get("metadata")
    if isinstance(metadata, dict) and (metadata.get("sourcePrimary") or metadata.get("primary")):
        kept["metadata"] = {"sourcePrimary": True}
    return kept


def change(person: dict[str, Any], changes: Mapping[str, Value | None]) -> dict[str, Any]:
    """Change values of a person; None empties one. An entry in which nothing is left is taken away."""
    for label, value in changes.items():
        if label == "Body":
            text = clean(str(value or ""), lines=True)
            person[BODY] = [{"value": text, "contentType": "TEXT_PLAIN"}] if text else []
        elif label == "Birthday":
            person[BIRTHDAY] = [{"date": _date(str(value))}] if value else []
        else:
            _put(person, label, value)
    return person


def _put(person: dict[str, Any], label: str, value: Value | None) -> None:
    place = CONTACT_PLACES[label]
    entries = person.setdefault(place.field, [])
    found = place.find(entries)
    text = clean(str(value or ""), lines=label in _LINES)
    if text:
        if found is None:
            entries.append(place.anew())
            found = len(entries) - 1
        entries[found][place.part] = text
        entries[found].pop("formattedValue", None)  # an address as one text is made of its parts
    elif found is not None:
        entries[found].pop(place.part, None)
        entries[found].pop("formattedValue", None)
        if entries[found].keys() <= {"type", "metadata", "current", "countryCode"}:
            del entries[found]


def _date(text: str) -> dict[str, int]:
    day = date_of(text)
    return {"year": day.year, "month": day.month, "day": day.day}
