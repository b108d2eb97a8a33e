"""A contact as Graph answers it, read into a record.

https://learn.microsoft.com/graph/api/resources/contact. Lists of phones and addresses keep their order, and the first
is the one that syncs. Fax and two of the phones have no property there, and are read by the tags that Outlook uses.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.extended import (
    ASSISTANT_PHONE,
    BIRTHDAY_LOCAL,
    BUSINESS_FAX,
    EMAIL1_ORIGINAL,
    ITEM_MARKER,
    OTHER_PHONE,
    expand,
    extended_values,
)
from syncline.connectors.outlook.addresses import in_directory, told_beside
from syncline.connectors.outlook.birthdays import birthday_of
from syncline.records.fields import CONTACT_FIELDS, Kind
from syncline.records.normal import clean
from syncline.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.record import Value

PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "GivenName": "givenName", "Surname": "surname", "CompanyName": "companyName", "JobTitle": "jobTitle",
        "Department": "department", "MobilePhone": "mobilePhone", "AssistantName": "assistantName",
        "Body": "personalNotes",
    }
)  # fmt: skip
LISTS: Mapping[str, str] = MappingProxyType({"BusinessPhone": "businessPhones", "HomePhone": "homePhones"})
EXTENDED: Mapping[str, str] = MappingProxyType(
    {"BusinessFax": BUSINESS_FAX, "OtherTelephone": OTHER_PHONE, "AssistantPhone": ASSISTANT_PHONE}
)
ADDRESSES: Mapping[str, str] = MappingProxyType({"Business": "businessAddress", "Other": "otherAddress"})
PARTS: Mapping[str, str] = MappingProxyType(
    {"Street": "street", "City": "city", "State": "state", "PostalCode": "postalCode", "Country": "countryOrRegion"}
)
EMAIL = "EmailAddress1"
_LINES = frozenset(label for label, field in CONTACT_FIELDS.items() if field.kind is Kind.LONG_TEXT)
_OWN = ["id", "changeKey", "createdDateTime", "lastModifiedDateTime", "parentFolderId", "displayName", "emailAddresses"]
_SELECT = ",".join([*_OWN, "birthday", *PLAIN.values(), *LISTS.values(), *ADDRESSES.values()])
QUERY = f"$select={_SELECT}&{expand([ITEM_MARKER, BIRTHDAY_LOCAL, EMAIL1_ORIGINAL, *EXTENDED.values()])}"
"""Asks for what `contact_record` reads, and for nothing else."""


def contact_record(item: Mapping[str, Any]) -> Record:
    """Read a contact.

    One whose address nobody could tell says so (`unknown_address`): to read the address as empty would be to take it
    from the other side. Graph has no ResolveNames; the directory's users are not the app's to read.
    """
    extended = extended_values(item)
    values = _values(item, extended)
    address = values.get(EMAIL)
    unknown = isinstance(address, str) and in_directory(address)
    return Record(
        id=item_id(item),
        version=version_of(item),
        values={label: value for label, value in values.items() if label != EMAIL} if unknown else values,
        not_representable="unknown_address" if unknown else None,
        modified=time_of(item.get("lastModifiedDateTime")),
        created=time_of(item.get("createdDateTime")),
        marker=extended.get(ITEM_MARKER),
    )


def item_id(item: Mapping[str, Any]) -> str:
    """Answer an item's id."""
    found = item.get("id")
    if not isinstance(found, str):
        raise BadAnswerError("Graph answered an item without an id")
    return found


def version_of(item: Mapping[str, Any]) -> str:
    """Answer an item's version: its change key, which its entity tag holds as well."""
    found = item.get("changeKey")
    if isinstance(found, str):
        return found
    tag = item.get("@odata.etag")
    if not isinstance(tag, str):
        raise BadAnswerError("Graph answered an item without a version")
    return tag.removeprefix("W/").strip('"')


def time_of(text: Any) -> datetime | None:
    """Read an instant as Graph writes it; without a zone it is UTC."""
    if not isinstance(text, str) or not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadAnswerError("Graph answered a time that is none") from error
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def _values(item: Mapping[str, Any], extended: Mapping[str, str]) -> dict[str, Value]:
    texts: dict[str, Any] = {label: item.get(name) for label, name in PLAIN.items()}
    texts |= {label: first(item.get(name)) for label, name in LISTS.items()}
    texts |= {label: extended.get(one) for label, one in EXTENDED.items()}
    address = (first(item.get("emailAddresses")) or {}).get("address")
    beside = told_beside(extended.get(EMAIL1_ORIGINAL, ""))
    texts[EMAIL] = beside if beside and isinstance(address, str) and in_directory(address) else address
    for kind, name in ADDRESSES.items():
        address = item.get(name) or {}
        texts |= {f"{kind}{label}": address.get(part) for label, part in PARTS.items()}
    values: dict[str, Value] = {}
    for label, text in texts.items():
        kept = clean(text, lines=label in _LINES) if isinstance(text, str) else ""
        if kept:
            values[label] = kept
    birthday = _birthday(item.get("birthday"), extended.get(BIRTHDAY_LOCAL))
    return values | {"Birthday": birthday.isoformat()} if birthday else values


def _birthday(told: Any, local: str | None) -> date | None:
    return birthday_of(time_of(told), time_of(local))


def first(listed: Any) -> Any:
    """Answer the first of a list; None of an empty one."""
    return listed[0] if isinstance(listed, list) and listed else None
