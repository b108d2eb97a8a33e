"""Which Salesforce field a mailbox field may be mapped to: by the kind of the one and the API type of the other.

Types: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm. What
a person may type into the mailbox field has to be something that the Salesforce field can hold, and the other way
round: a number is no choice for a text, or every word typed there would be refused.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from syncline.connectors.errors import StopCollectionError
from syncline.records.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.salesforce.describe import FieldFact
    from syncline.records.fields import Field

CHOICES: Final = frozenset({"picklist", "combobox"})
COMPATIBLE: Final[Mapping[Kind, frozenset[str]]] = MappingProxyType(
    {
        Kind.TEXT: frozenset({"string", "textarea", "phone", "email", "url"}) | CHOICES,
        Kind.LONG_TEXT: frozenset({"string", "textarea"}),
        Kind.PHONE: frozenset({"string", "phone"}),
        Kind.DATE: frozenset({"date"}),
        Kind.CHOICE: frozenset({"picklist"}),
    }
)
"""By kind. Kinds that are missing are locked, because matching or the times of an event rely on them."""


class MappingImpossibleError(StopCollectionError):
    """A mailbox field is mapped to a Salesforce field that cannot hold what it holds."""

    code = "mapping_impossible"


def unfit(field: Field, fact: FieldFact, *, writes: bool) -> str:
    """Say why a field cannot be mapped to this one, empty if it can. `writes`: values flow to Salesforce too."""
    fitting = COMPATIBLE.get(field.kind, frozenset())
    if fact.type not in fitting:
        known = f"it takes fields of type {', '.join(sorted(fitting))}" if fitting else "it is not mapped"
        return f"{fact.name} is of type {fact.type}, which does not go with {field.label}: {known}"
    if writes and not (fact.createable and fact.updateable):
        return f"{fact.name} cannot be written (a formula, or a field that Salesforce fills)"
    return ""
