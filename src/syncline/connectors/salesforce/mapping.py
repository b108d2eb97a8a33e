"""Which Salesforce field holds which label, and how a picklist's values are shown to people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.connectors.salesforce.compatible import CHOICES
from syncline.records.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.connectors.salesforce.describe import FieldFact
    from syncline.records.record import Value
    from syncline.records.words import Collection

ACCOUNT_NAME = "Account.Name"
COMPANY = "CompanyName"
_NO_FACTS: Mapping[str, FieldFact] = MappingProxyType({})


@dataclass(frozen=True)
class FieldMap:
    """Label to Salesforce field, for one collection of one configuration.

    `described` answers what is known of the object's fields; it is asked only where a mapping is not the default.
    """

    collection: Collection
    names: Mapping[str, str]
    described: Callable[[], Mapping[str, FieldFact]] = lambda: _NO_FACTS

    @cached_property
    def altered(self) -> dict[str, str]:
        """Labels that are not mapped to their default field: what these can hold only the org knows."""
        defaults = FIELDS[self.collection]
        return {label: name for label, name in self.names.items() if defaults[label].salesforce != name}

    @cached_property
    def choices(self) -> dict[str, Mapping[str, str]]:
        """Values and what people see of them, for labels that are mapped to a picklist of another name."""
        facts = self.described() if self.altered else _NO_FACTS
        found = {label: facts.get(name.lower()) for label, name in self.altered.items()}
        return {label: fact.choices for label, fact in found.items() if fact is not None and fact.type in CHOICES}

    def shown(self, label: str, text: str) -> str:
        """Answer what people see of a value."""
        return self.choices.get(label, {}).get(text, text)

    def stored(self, label: str, value: Value | None) -> Value | None:
        """Answer the value that is meant by what a person wrote; what is no choice goes as it is, for the org to judge.

        The API takes values, Setup and people know labels:
        https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm
        """
        choices = self.choices.get(label)
        if choices is None or not isinstance(value, str):
            return value
        wanted = value.casefold()
        return next((one for one, name in choices.items() if wanted in {name.casefold(), one.casefold()}), value)


def field_map(
    collection: Collection,
    mapping: Mapping[str, str],
    described: Callable[[], Mapping[str, FieldFact]] = lambda: _NO_FACTS,
) -> FieldMap:
    """Lay a configuration's mapping over the defaults. Locked fields keep theirs."""
    names = {
        label: field.salesforce if field.locked else mapping.get(label, field.salesforce)
        for label, field in FIELDS[collection].items()
        if field.salesforce
    }
    return FieldMap(collection, names, described)
