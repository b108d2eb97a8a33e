"""Contacts.

https://learn.microsoft.com/graph/api/resources/contact
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.microsoft365.moments import stamp

from .values import Json, Reader, address, emails, moment, settle, text, texts

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.state.item import Contact

_TEXTS: Final = (
    "fileAs", "displayName", "givenName", "initials", "middleName", "nickName", "surname", "title", "yomiGivenName",
    "yomiSurname", "yomiCompanyName", "generation", "jobTitle", "companyName", "department", "officeLocation",
    "profession", "businessHomePage", "assistantName", "manager", "mobilePhone", "spouseName", "personalNotes",
)  # fmt: skip
_LISTS: Final = {
    "imAddresses": texts(3), "homePhones": texts(2), "businessPhones": texts(2), "children": texts(),
    "categories": texts(), "emailAddresses": emails,
}  # fmt: skip
_ADDRESSES: Final = ("homeAddress", "businessAddress", "otherAddress")
READERS: Final[dict[str, Reader]] = {
    **dict.fromkeys(_TEXTS, text), **_LISTS, **dict.fromkeys(_ADDRESSES, address), "birthday": moment,
}  # fmt: skip
READ_ONLY: Final = frozenset({"id", "changeKey", "createdDateTime", "lastModifiedDateTime", "parentFolderId"})
PROPERTIES: Final = frozenset(READERS) | READ_ONLY
_APART: Final = "singleValueExtendedProperties"


def values_of(given: Json, before: Json | None = None) -> Json:
    """Answer a contact's values after a request; a new one gets the names that Exchange derives."""
    plain = {name: value for name, value in given.items() if name != _APART}
    values = settle("contact", plain, before or {}, READERS, READ_ONLY)
    return values if before is not None else _named(values)


def _named(values: Json) -> Json:
    """Exchange fills the display name and the name for filing where a new contact has none."""
    whole = " ".join(values[part] for part in ("givenName", "middleName", "surname") if values.get(part))
    first = values["emailAddresses"][0].get("address") if values.get("emailAddresses") else None
    shown = whole or values.get("companyName") or first
    filed = ", ".join(values[part] for part in ("surname", "givenName") if values.get(part)) or shown
    derived = {"displayName": shown, "fileAs": filed}
    return {name: value for name, value in derived.items() if value} | values


def as_json(contact: Contact, *, immutable: bool) -> Json:
    """Answer a whole contact."""
    values = contact.values
    return {
        "@odata.etag": f'W/"{contact.change_key}"',
        "id": contact.id(immutable=immutable),
        "createdDateTime": stamp(contact.created),
        "lastModifiedDateTime": stamp(contact.modified),
        "changeKey": contact.change_key,
        "categories": values.get("categories", []),
        "parentFolderId": contact.folder.id,
        "birthday": values.get("birthday"),
        **{name: values.get(name) for name in _TEXTS},
        **{name: values.get(name, []) for name in _LISTS},
        **{name: values.get(name, {}) for name in _ADDRESSES},
    }
