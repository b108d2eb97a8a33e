"""What every operation of one rep's endpoint works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.connectors.salesforce import criteria, soql
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.accounts import Accounts
    from syncline.connectors.salesforce.client import Client
    from syncline.connectors.salesforce.describe import Describes
    from syncline.connectors.salesforce.people import People
    from syncline.connectors.salesforce.shape import Shape
    from syncline.planner.policy import ContactPolicy, EventPolicy


@dataclass(frozen=True, slots=True)
class Desk:
    """One rep and one cycle."""

    client: Client
    user_id: str
    contacts: ContactPolicy
    accounts: Accounts
    describes: Describes
    people: People
    person_accounts: bool
    """Whether the org has person accounts."""
    events: EventPolicy

    def scope(self, shape: Shape) -> tuple[str, ...]:
        """Answer the conditions of the configuration's filter, without the owner. Asks describe if there are any."""
        if shape.collection is not Collection.CONTACTS or not self.contacts.where:
            return ()
        where = self.contacts.where
        return criteria.conditions(where, [self.describes.field(shape.sobject, one.field) for one in where])

    def shares_activities(self) -> bool:
        """Whether several contacts can be related to one event: only then does the org's event have this field.

        https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
        """
        return "eventwhoids" in self.describes.fields("Event")

    @property
    def owned(self) -> bool:
        """Whether only the rep's own contacts are in scope."""
        return self.contacts.which != "all"


def select(shape: Shape, conditions: Sequence[str], tail: str = "", *, more: Sequence[str] = ()) -> str:
    """Write a query for whole records, and `more` columns of them."""
    return soql.select((*shape.columns, *more), shape.sobject, conditions, tail)


def by_ids(shape: Shape, record_ids: Sequence[str]) -> str:
    """Write a query for records by their ids."""
    return select(shape, [soql.ids(record_ids)])
