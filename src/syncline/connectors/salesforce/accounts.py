"""From a company's name to the account of that name: exact, unique, and visible to the rep, or none (SPEC 4.3)."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.rows import queries, text_in
from syncline.records.normal import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.connectors.salesforce.client import Client

UNRESOLVED = "company_unresolved"
"""The note on a written contact whose company is no account: SPEC makes it an unresolved item."""


class Accounts:
    """The accounts that one rep sees, by name; remembered for one cycle."""

    def __init__(self, client: Client, *, person_accounts: bool) -> None:
        self._client = client
        self._filter = ("IsPersonAccount = false",) if person_accounts else ()
        self._found: dict[str, list[str]] = {}

    def learn(self, names: Iterable[str]) -> None:
        """Look names up that are not known yet: one request for some hundred of them, none for none."""
        fresh = {key_of(name): name for name in names if key_of(name) not in self._found}
        if not fresh:
            return
        self._found.update({key: [] for key in fresh})
        statements = [
            soql.select(("Id", "Name"), "Account", (soql.within("Name", group), *self._filter))
            for group in soql.packed(soql.text(name) for name in fresh.values())
        ]
        for row in chain.from_iterable(queries(self._client, "accounts", statements, asked=("Account",))):
            name, account = text_in(row, "Name"), text_in(row, "Id")
            if name and account:
                self._found.setdefault(key_of(name), []).append(account)

    def account(self, name: str) -> str | None:
        """Answer the account of a name that was looked up; None unless there is exactly one."""
        found = self._found.get(key_of(name), [])
        return found[0] if len(found) == 1 else None
