"""A rep's permissions during a cycle: asked before a collection is first read, and when the org refuses.

In between nothing is asked: a cycle in which nothing happens makes no request of the rep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from syncline.connectors.errors import StopCollectionError
from syncline.connectors.port import ItemError
from syncline.connectors.salesforce.permissions import missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.describe import Describes
    from syncline.connectors.salesforce.permissions import Need
    from syncline.planner.policy import ContactPolicy, EventPolicy
    from syncline.records.words import Collection

Outcome = TypeVar("Outcome")

_REFUSALS: Final = frozenset(
    {
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "INSUFFICIENT_ACCESS",
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "INVALID_TYPE",
    }
)
"""What a write is refused with when the whole object may not be written, among other reasons."""


class PermissionMissingError(StopCollectionError):
    """The rep lacks permissions that the configuration needs; `needs` says which."""

    code = "permission_missing"

    def __init__(self, needs: Sequence[Need]) -> None:
        """`needs` are what is missing, objects first."""
        super().__init__(f"The rep lacks in Salesforce: {', '.join(map(str, needs))}.")
        self.needs = tuple(needs)


class Rights:
    """What one rep may do, for one configuration."""

    def __init__(self, seen: Describes, contacts: ContactPolicy, events: EventPolicy) -> None:
        """`seen` is the org's description as the rep sees it."""
        self._seen = seen
        self._contacts = contacts
        self._events = events

    def check(self, collection: Collection) -> None:
        """Raise `PermissionMissingError` if something is missing. One request."""
        needs = missing(self._seen, self._contacts, self._events, only=collection)
        if needs:
            raise PermissionMissingError(needs)

    def explain(self, collection: Collection, outcomes: list[Outcome]) -> list[Outcome]:
        """Pass results on. If every record was refused for lack of a right, look whether it is the rep's permissions.

        Nothing was written then, and the one missing permission says more than an error of every record.
        """
        refused = [one for one in outcomes if isinstance(one, ItemError) and one.code in _REFUSALS]
        if outcomes and len(refused) == len(outcomes):
            self.check(collection)
        return outcomes
