"""Where a contact's fields live in EWS: as a property, or as an entry of one of the contact's dictionaries.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/contact
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.connectors.exchange.soap import Element, field_path, t

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Place:
    """A property `name`, or the entry `key` of the dictionary `name`; of an address entry, its `part`."""

    uri: str
    name: str
    key: str = ""
    part: str = ""

    def path(self) -> Element:
        """Name it in a request."""
        return field_path(self.uri, self.key)

    def content(self, text: str) -> Element:
        """Give it a value, as it stands inside `t:Contact`."""
        if not self.key:
            return t(self.name, text=text)
        key = {"Key": self.key}
        if not self.part:
            return t(self.name, t("Entry", text=text, attributes=key))
        return t(self.name, t("Entry", t(self.part, text=text), attributes=key))


def _plain(*names: str) -> dict[str, Place]:
    return {name: Place(f"contacts:{name}", name) for name in names}


def _phones(*keys: str) -> dict[str, Place]:
    return {key: Place("contacts:PhoneNumber", "PhoneNumbers", key) for key in keys}


def _address(key: str) -> dict[str, Place]:
    parts = {"Street": "Street", "City": "City", "State": "State", "Country": "CountryOrRegion"}
    parts["PostalCode"] = "PostalCode"
    return {
        f"{key}{label}": Place(f"contacts:PhysicalAddress:{part}", "PhysicalAddresses", key, part)
        for label, part in parts.items()
    }


CONTACT_PLACES: Mapping[str, Place] = MappingProxyType(
    _plain("GivenName", "CompanyName")
    | {"EmailAddress1": Place("contacts:EmailAddress", "EmailAddresses", "EmailAddress1")}
    | _address("Business")
    | _address("Other")
    | _phones("AssistantPhone", "BusinessFax", "BusinessPhone", "HomePhone", "MobilePhone", "OtherTelephone")
    | _plain("AssistantName", "Department", "JobTitle", "Surname")
)
"""By field label, in the order in which the schema wants them. `Body` and `Birthday` have ways of their own."""
