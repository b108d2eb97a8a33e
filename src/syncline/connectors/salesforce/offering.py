"""What an org offers to a person who maps fields and writes conditions: three describes in one request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.connectors.port import OrgField, OrgFields
from syncline.connectors.salesforce.compatible import unfit
from syncline.connectors.salesforce.criteria import operators_of
from syncline.records.fields import CONTACT_FIELDS, EVENT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syncline.connectors.salesforce.describe import Describes, FieldFact
    from syncline.records.fields import Field

_OBJECTS: Final = ("Contact", "Event", "Account")
_ACCOUNT: Final = "Account"


def offered(describes: Describes) -> OrgFields:
    """Answer the fields that the integration user sees, by their labels. What the org never shows is no choice."""
    facts = describes.objects(_OBJECTS, again=True)
    seen = {name: fact.fields.values() if fact is not None else () for name, fact in facts.items()}
    contacts = [_field(fact, CONTACT_FIELDS) for fact in seen["Contact"]]
    contacts += [_field(fact, {}, _ACCOUNT) for fact in seen["Account"]]
    events = [_field(fact, EVENT_FIELDS) for fact in seen["Event"]]
    return OrgFields(tuple(sorted(contacts, key=_order)), tuple(sorted(events, key=_order)))


def _order(field: OrgField) -> tuple[bool, str]:
    return "." in field.name, field.label.casefold()


def _field(fact: FieldFact, fields: Mapping[str, Field], through: str = "") -> OrgField:
    fitting = tuple(_fitting(fact, fields))
    return OrgField(
        f"{through}.{fact.name}" if through else fact.name,
        f"{through}: {fact.label}" if through else fact.label,
        fact.type,
        goes_with=fitting,
        written=fact.createable and fact.updateable,
        operators=operators_of(fact),
        choices=dict(fact.choices),
    )


def _fitting(fact: FieldFact, fields: Mapping[str, Field]) -> Iterator[str]:
    for label, field in fields.items():
        if not field.locked and not unfit(field, fact, writes=False):
            yield label
