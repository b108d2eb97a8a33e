"""Contacts as clients write them and as answers show them.

https://developers.google.com/people/api/rest/v1/people#Person
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.errors import ApiError
from syncline.sandbox.google.people import masks
from syncline.sandbox.google.people.state import MY_CONTACTS, AddressBook, groups_of
from syncline.sandbox.google.ticks import stamp

if TYPE_CHECKING:
    from collections.abc import Collection

    from syncline.sandbox.google.call import Json
    from syncline.sandbox.google.people.state import Entry, Version

_OWN: Final = {"resourceName", "etag", "metadata", "photos", "coverPhotos", "ageRanges", "ageRange"}
_TYPED: Final = ("emailAddresses", "phoneNumbers", "addresses", "organizations", "urls", "relations", "events")
_ADDRESS: Final = ("poBox", "streetAddress", "extendedAddress", "city", "region", "postalCode", "country")
_SYSTEM_TO_JOIN: Final = frozenset({MY_CONTACTS, "contactGroups/starred"})


def settled(given: Json, book: AddressBook, fields: Collection[str]) -> Json:
    """Answer the fields of a contact as they are kept after a client wrote them; empty ones are left out."""
    if unknown := sorted(given.keys() - masks.WRITABLE - _OWN):
        raise bad(f'Invalid JSON payload received. Unknown name "{unknown[0]}": Cannot find field.')
    kept: Json = {}
    for name in sorted(set(fields) & masks.WRITABLE):
        entries = given.get(name) or []
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            raise bad(f"Invalid value at 'person.{name}'")
        if name in masks.SINGLETONS and len(entries) > 1:
            raise bad(f"Request person.{name} must have at most one value: it is a singleton for contact sources.")
        plain = [{key: value for key, value in one.items() if key != "metadata" and value != ""} for one in entries]
        if plain := [one for one in plain if one]:
            kept[name] = plain
    _check_birthdays(kept)
    _check_memberships(kept, book)
    _check_pairs(kept)
    return kept


def shown(entry: Entry, version: Version, fields: Collection[str], kind: str = "CONTACT") -> Json:
    """Answer a person with the fields of a mask."""
    source = {"type": kind, "id": source_id(entry)}
    made: Json = {"resourceName": entry.name, "etag": version.etag}
    if version.values is None:
        return made | {"metadata": {"sources": [source | {"etag": f"#{version.etag[3:15]}"}], "deleted": True,
                                    "objectType": "PERSON"}}  # fmt: skip
    if "metadata" in fields:
        made["metadata"] = {"sources": [_source(source, version)], "objectType": "PERSON"}
    for name in sorted(version.values.keys() & set(fields)):
        made[name] = [_entry(name, one, source, first=not n) for n, one in enumerate(version.values[name])]
    return made


def _source(source: Json, version: Version) -> Json:
    return source | {"etag": f"#{version.etag[3:15]}", "updateTime": stamp(version.updated)}


def source_id(entry: Entry) -> str:
    """Answer the id of a contact's source: its number in hexadecimal digits."""
    return f"{int(entry.name.partition('/c')[2] or 0):x}"


def source_etag(version: Version) -> str:
    """Answer the etag of a contact's source."""
    return f"#{version.etag[3:15]}"


def bad(message: str, reason: str = "badRequest", status: str = "INVALID_ARGUMENT") -> ApiError:
    """A person that the service does not take."""
    return ApiError(400, reason, message, status=status)


def _entry(name: str, value: Json, source: Json, *, first: bool) -> Json:
    metadata: Json = {"source": source}
    if first:
        metadata = {"primary": True} | metadata
        if name in {"names", "emailAddresses", "phoneNumbers"}:
            metadata["sourcePrimary"] = True
    made: Json = {"metadata": metadata} | value
    if name in _TYPED and "type" in value:
        made["formattedType"] = str(value["type"]).capitalize()
    return _DERIVED[name](made) if name in _DERIVED else made


def _name(value: Json) -> Json:
    parts = [value.get(key, "") for key in ("honorificPrefix", "givenName", "middleName", "familyName")]
    display = " ".join(part for part in parts if part)
    if value.get("honorificSuffix"):
        display = f"{display}, {value['honorificSuffix']}" if display else value["honorificSuffix"]
    if not display:
        display = value.get("unstructuredName", "")
    given = " ".join(value[key] for key in ("givenName", "middleName") if value.get(key))
    last_first = ", ".join(part for part in (value.get("familyName", ""), given) if part)
    return value | {
        "displayName": display, "displayNameLastFirst": last_first or display, "unstructuredName": display,
    }  # fmt: skip


def _address(value: Json) -> Json:
    if value.get("formattedValue"):
        return value
    return value | {"formattedValue": "\n".join(value[part] for part in _ADDRESS if value.get(part))}


def _birthday(value: Json) -> Json:
    day = value.get("date")
    if not day or "text" in value:
        return value
    year = f"/{day['year']}" if day.get("year") else ""
    return value | {"text": f"{day.get('month', 0)}/{day.get('day', 0)}{year}"}


def _biography(value: Json) -> Json:
    return {"contentType": "TEXT_PLAIN"} | value


_DERIVED: Final = {"names": _name, "addresses": _address, "birthdays": _birthday, "biographies": _biography}


def _check_birthdays(kept: Json) -> None:
    for one in kept.get("birthdays", ()):
        day: dict[str, Any] = one.get("date") or {}
        if not day:
            continue
        try:
            # A birthday without a year may be the 29th of February.
            date(day.get("year") or 2000, day.get("month") or 1, day.get("day") or 1)
        except (ValueError, TypeError):
            raise bad("Invalid value at 'person.birthdays[0].date'") from None


def _check_memberships(kept: Json, book: AddressBook) -> None:
    told = [one.get("contactGroupMembership") for one in kept.get("memberships", ())]
    if not all(one is None or one.get("contactGroupResourceName") for one in told):
        raise bad("Request person.memberships must name a contact group.")
    for group in groups_of(kept):
        found = book.groups.living(group)
        if found is None:
            raise bad(f"Contact group not found: {group}")
        if found.values["groupType"] == "SYSTEM_CONTACT_GROUP" and group not in _SYSTEM_TO_JOIN:
            raise bad(f"Contacts cannot be added to the system contact group {group}.")
    for one in kept.get("memberships", ()):
        membership = one.get("contactGroupMembership")
        if membership:
            name = membership["contactGroupResourceName"]
            one["contactGroupMembership"] = {
                "contactGroupId": name.partition("/")[2], "contactGroupResourceName": name,
            }  # fmt: skip


def _check_pairs(kept: Json) -> None:
    for name in ("clientData", "userDefined"):
        if any(not one.get("key") or "value" not in one for one in kept.get(name, ())):
            raise bad(f"Request person.{name} must have a key and a value.")
