"""Which Salesforce field holds which label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.records.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.words import Collection

ACCOUNT_NAME = "Account.Name"
COMPANY = "CompanyName"


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Label to Salesforce field, for one collection of one configuration."""

    collection: Collection
    names: Mapping[str, str]

    @property
    def altered(self) -> dict[str, str]:
        """Labels that are not mapped to their default field: what these can hold only the org knows."""
        defaults = FIELDS[self.collection]
        return {label: name for label, name in self.names.items() if defaults[label].salesforce != name}


def field_map(collection: Collection, mapping: Mapping[str, str]) -> FieldMap:
    """Lay a configuration's mapping over the defaults. Locked fields keep theirs."""
    names = {
        label: field.salesforce if field.locked else mapping.get(label, field.salesforce)
        for label, field in FIELDS[collection].items()
    }
    return FieldMap(collection, names)
