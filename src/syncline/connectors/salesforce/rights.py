"""A rep's permissions during a cycle: asked once when the engine wants to know, and again when the org refuses.

The engine wants to know after every change in Setup (`syncline.engine.rights`); while nobody changes anything there, a
cycle makes no request for this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from syncline.connectors.errors import StopCollectionError
from syncline.connectors.port import ItemError
from syncline.connectors.salesforce.permissions import missing, needs, objects
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.describe import Describes
    from syncline.connectors.salesforce.permissions import Need
    from syncline.planner.policy import ContactPolicy, EventPolicy

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

    def __init__(self, lacking: Sequence[Need]) -> None:
        """`lacking` are what is missing, objects first."""
        super().__init__(f"The rep lacks in Salesforce: {', '.join(map(str, lacking))}.")
        self.needs = tuple(lacking)


class PersonAccountsNotSaidError(StopCollectionError):
    """The org has person accounts and the connection does not say so: a person would be taken for a company."""

    code = "person_accounts_not_said"


class Rights:
    """What one rep may do, for one configuration."""

    def __init__(self, seen: Describes, contacts: ContactPolicy, events: EventPolicy, *, person_accounts: bool) -> None:
        """`seen` is the org's description as the rep sees it; `person_accounts` what the set-up says of the org."""
        self._seen = seen
        self._person_accounts = person_accounts
        self._contacts = contacts
        self._events = events
        self._asked = False

    def check(self, collection: Collection) -> None:
        """Raise `PermissionMissingError` if something is missing, `PersonAccountsNotSaidError`.

        The first time one request, which asks for both collections; then none.
        """
        if not self._asked:
            self._seen.objects(objects(needs(self._contacts, self._events)), again=True)
            self._asked = True
        self._expect_everything(collection, again=False)

    def _expect_everything(self, collection: Collection, *, again: bool) -> None:
        lacking = missing(self._seen, self._contacts, self._events, only=collection, again=again)
        if lacking:
            raise PermissionMissingError(lacking)
        if collection is Collection.CONTACTS and not self._person_accounts:
            self._expect_no_persons()

    def _expect_no_persons(self) -> None:
        """Contacts have the field IsPersonAccount in an org with person accounts alone.

        https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contact.htm
        """
        fact = self._seen.objects(("Contact",))["Contact"]
        if fact is not None and "ispersonaccount" in fact.fields:
            raise PersonAccountsNotSaidError("The org has person accounts, and the connection does not say so.")

    def explain(self, collection: Collection, outcomes: list[Outcome]) -> list[Outcome]:
        """Pass results on. If every record was refused for lack of a right, look whether it is the rep's permissions.

        Nothing was written then, and the one missing permission says more than an error of every record.
        """
        refused = [one for one in outcomes if isinstance(one, ItemError) and one.code in _REFUSALS]
        if outcomes and len(refused) == len(outcomes):
            self._expect_everything(collection, again=True)
        return outcomes
