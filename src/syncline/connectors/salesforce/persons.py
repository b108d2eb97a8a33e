"""Person accounts: matched like contacts, edited through their account, never made and never deleted (SPEC 4.2).

What a contact holds stands on the account of that person under names that begin with Person, or end in __pc:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_account.htm
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from syncline.connectors.port import ItemError
from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.api import IDS_PER_QUERY
from syncline.connectors.salesforce.reading import batched
from syncline.connectors.salesforce.rows import queries, text_in
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape

KEPT = ItemError(
    "person_account_kept", "The contact is a person account: deleting it would delete the account and all it has."
)
_SHARED = frozenset({"FirstName", "LastName", "Salutation", "Phone", "Fax", "Description"})
_COLUMNS = ("Id", "AccountId")


def accounts_of(desk: Desk, shape: Shape, record_ids: Sequence[str]) -> dict[str, str]:
    """Answer the accounts of those contacts that are persons. One request, only in an org with person accounts."""
    if not desk.person_accounts or shape.collection is not Collection.CONTACTS:
        return {}
    wanted = [one for one in dict.fromkeys(record_ids) if soql.is_id(one)]
    statements = [
        soql.select(_COLUMNS, "Contact", (soql.ids(chunk), "IsPersonAccount = true"))
        for chunk in batched(wanted, IDS_PER_QUERY)
    ]
    answered = chain.from_iterable(queries(desk.client, "person accounts", statements, asked=_COLUMNS))
    return {str(row.get("Id")): account for row in answered if (account := text_in(row, "AccountId"))}


def account_body(body: Mapping[str, Any]) -> dict[str, Any]:
    """Write the changes of a contact as changes of its person account. A person has no other account."""
    return {_on_account(name): value for name, value in body.items() if name != "AccountId"}


def _on_account(name: str) -> str:
    if name in _SHARED:
        return name
    return f"{name.removesuffix('__c')}__pc" if name.endswith("__c") else f"Person{name}"
