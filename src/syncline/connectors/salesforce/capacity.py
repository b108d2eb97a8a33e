"""What this org can hold of each mapped field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.capability import SALESFORCE_CONTACT, SALESFORCE_EVENT, Capability
from syncline.records.words import Collection

if TYPE_CHECKING:
    from syncline.connectors.salesforce.describe import Describes
    from syncline.connectors.salesforce.shape import Shape
    from syncline.records.capability import Capabilities

_LINES = frozenset({"textarea", "address"})


def capabilities(describes: Describes, shape: Shape) -> Capabilities:
    """Answer what each field holds. Standard fields are the same in every org; only others are asked for."""
    standard = SALESFORCE_CONTACT if shape.collection is Collection.CONTACTS else SALESFORCE_EVENT
    altered = shape.fields.altered
    if not altered:
        return standard
    facts = describes.fields(shape.sobject)
    told = {label: facts[name.lower()] for label, name in altered.items() if name.lower() in facts}
    kept = {label: held for label, held in standard.items() if label not in altered}
    return kept | {
        label: Capability(fact.length, lines=fact.type in _LINES, instead=standard[label].instead)
        for label, fact in told.items()
    }
