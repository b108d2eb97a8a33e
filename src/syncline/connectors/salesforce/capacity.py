"""What this org can hold of each mapped field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.salesforce.compatible import MappingImpossibleError, unfit
from syncline.records.capability import SALESFORCE_CONTACT, SALESFORCE_EVENT, Capability
from syncline.records.fields import ATTENDEES, FIELDS
from syncline.records.words import Collection

if TYPE_CHECKING:
    from syncline.connectors.salesforce.describe import Describes
    from syncline.connectors.salesforce.shape import Shape
    from syncline.records.capability import Capabilities

_LINES = frozenset({"textarea", "address"})


def capabilities(describes: Describes, shape: Shape, *, writes: bool, attendees: bool = False) -> Capabilities:
    """Answer what each field holds. Standard fields are the same in every org; only others are asked for.

    Raises `MappingImpossibleError` for a field that cannot hold what it is to hold. `writes`: values flow there.
    `attendees`: who takes part syncs.
    """
    standard = SALESFORCE_CONTACT if shape.collection is Collection.CONTACTS else SALESFORCE_EVENT
    if attendees:
        standard = {**standard, ATTENDEES: Capability()}
    altered = shape.fields.altered
    if not altered:
        return standard
    facts = describes.fields(shape.sobject)
    told = {label: facts[name.lower()] for label, name in altered.items() if name.lower() in facts}
    for label, fact in told.items():
        reason = unfit(FIELDS[shape.collection][label], fact, writes=writes)
        if reason:
            raise MappingImpossibleError(f"{reason}.")
    kept = {label: held for label, held in standard.items() if label not in altered}
    return kept | {
        label: Capability(fact.length, lines=fact.type in _LINES, instead=standard[label].instead)
        for label, fact in told.items()
    }
