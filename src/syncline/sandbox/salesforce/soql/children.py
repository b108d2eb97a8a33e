"""Queries inside a SELECT: (SELECT ... FROM Contacts), the children of each row.

Source: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_relationships.htm
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from syncline.sandbox.salesforce.soql.errors import unknown_relation
from syncline.sandbox.salesforce.soql.syntax import Comparison, Joined, Path, Query, Text

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject

CHILDREN: Final = {
    "Account": {
        "Contacts": ("Contact", "AccountId"),
        "Events": ("Event", "WhatId"),
        "ChildAccounts": ("Account", "ParentId"),
    },
    "Contact": {"Events": ("Event", "WhoId"), "EventRelations": ("EventRelation", "RelationId")},
    "Lead": {"Events": ("Event", "WhoId"), "EventRelations": ("EventRelation", "RelationId")},
    "Event": {"EventRelations": ("EventRelation", "EventId"), "RecurringEvents": ("Event", "RecurrenceActivityId")},
}
"""By parent and relationship: the child object and its field that refers to the parent."""


@dataclass(frozen=True, slots=True)
class Children:
    """A resolved inner query."""

    relationship: str
    sobject: SObject
    field: str
    query: Query

    def of(self, parent: str) -> Query:
        """Answer the query for the children of one parent."""
        mine = Comparison(Path((self.field,)), "=", Text(f"'{parent}'"))
        where = Joined("AND", (mine, self.query.where)) if self.query.where else mine
        return replace(self.query, source=Path((self.sobject.name,)), where=where)


def resolve(acting: Acting, parent: SObject, query: Query) -> Children:
    """Find the relationship that an inner query names."""
    name = str(query.source)
    for relationship, (child, field) in CHILDREN.get(parent.name, {}).items():
        sobject = acting.object(child)
        if relationship.lower() == name.lower() and sobject:
            return Children(relationship, sobject, field, query)
    raise unknown_relation(name, parent.name, query.text, query.source.at)
