"""Where a contact's fields live in a person: in a list of entries, told apart by their type.

https://developers.google.com/people/api/rest/v1/people#Person
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Place:
    """The property `part` of the first entry in `field` whose type is one of `types`.

    Without types it is the primary entry, which Google names in each list that is not empty.
    """

    field: str
    part: str
    types: tuple[str, ...] = ()

    def find(self, entries: Sequence[Mapping[str, Any]]) -> int | None:
        """Answer which of a person's entries it is."""
        if self.types:
            for wanted in self.types:
                for place, entry in enumerate(entries):
                    if str(entry.get("type") or "").strip().casefold() == wanted:
                        return place
            return None
        primary = (place for place, entry in enumerate(entries) if _is_primary(entry))
        return next(primary, 0 if entries else None)

    def anew(self) -> dict[str, Any]:
        """Answer an entry for a value where there is none yet."""
        if self.types:
            return {"type": _SPELLINGS.get(self.types[0], self.types[0])}
        return dict(_TYPED.get(self.field, {}))


def _is_primary(entry: Mapping[str, Any]) -> bool:
    metadata = entry.get("metadata")
    return isinstance(metadata, dict) and bool(metadata.get("primary") or metadata.get("sourcePrimary"))


_SPELLINGS = {"workfax": "workFax"}
"""How Google writes types that are compared in small letters here."""
_TYPED = {"emailAddresses": {"type": "work"}, "organizations": {"type": "work"}}
_WORK, _OTHER = ("work",), ("other", "")


def _address(prefix: str, types: tuple[str, ...]) -> dict[str, Place]:
    parts = {"Street": "streetAddress", "City": "city", "State": "region", "Country": "country"}
    parts["PostalCode"] = "postalCode"
    return {prefix + label: Place("addresses", part, types) for label, part in parts.items()}


CONTACT_PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "GivenName": Place("names", "givenName"),
        "Surname": Place("names", "familyName"),
        "CompanyName": Place("organizations", "name"),
        "JobTitle": Place("organizations", "title"),
        "Department": Place("organizations", "department"),
        "EmailAddress1": Place("emailAddresses", "value"),
        "BusinessPhone": Place("phoneNumbers", "value", ("work", "main")),
        "MobilePhone": Place("phoneNumbers", "value", ("mobile", "workmobile")),
        "HomePhone": Place("phoneNumbers", "value", ("home",)),
        "OtherTelephone": Place("phoneNumbers", "value", _OTHER),
        "BusinessFax": Place("phoneNumbers", "value", ("workfax",)),
        "AssistantPhone": Place("phoneNumbers", "value", ("assistant",)),
        "AssistantName": Place("relations", "person", ("assistant",)),
        **_address("Business", _WORK),
        **_address("Other", _OTHER),
    }
)
"""By field label. `Body` and `Birthday` have ways of their own."""

BODY, BIRTHDAY = "biographies", "birthdays"
FIELD_OF: Mapping[str, str] = MappingProxyType(
    {label: place.field for label, place in CONTACT_PLACES.items()} | {"Body": BODY, "Birthday": BIRTHDAY}
)
"""Which field of a person holds a label."""
PERSON_FIELDS = (*sorted(set(FIELD_OF.values())), "clientData", "memberships", "metadata")
"""What is read of a contact, and no more."""
