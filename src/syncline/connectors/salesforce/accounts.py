"""From a company's name to the account of that name: exact, unique, and visible to the rep, or none (SPEC 4.3)."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.api import PAGE
from syncline.connectors.salesforce.rows import queries, text_in
from syncline.records.candidate import Candidate
from syncline.records.normal import key_of, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from syncline.connectors.salesforce.client import Client

UNRESOLVED = "company_unresolved"
"""The note on a written contact whose company is no account: SPEC makes it an unresolved item."""

_OFFERED = 10
_PATTERNS = 50
"""Patterns in one query; more make statements that the org refuses as too complicated."""
_COLUMNS = ("Id", "Name")
_LEAST = 3


class Accounts:
    """The accounts that one rep sees, by name; remembered for one cycle."""

    def __init__(self, client: Client, *, person_accounts: bool) -> None:
        self._client = client
        self._filter = ("IsPersonAccount = false",) if person_accounts else ()
        self._known: set[str] = set()
        self._by_name: defaultdict[str, dict[str, str]] = defaultdict(dict)
        """The accounts of each name, as it is compared: their ids with their names as they are spelled."""

    def learn(self, names: Iterable[str]) -> None:
        """Look names up that are not known yet, and names like them: one request for 200, none for none."""
        fresh = {key_of(name): name for name in names if key_of(name) not in self._known}
        if not fresh:
            return
        statements = [*self._exact(fresh.values()), *self._similar(fresh.values())]
        for row in chain.from_iterable(queries(self._client, "accounts", statements, asked=("Account",))):
            name, account = text_in(row, "Name"), text_in(row, "Id")
            if name and account:
                self._by_name[key_of(name)][account] = name
        self._known.update(fresh)

    def account(self, name: str) -> str | None:
        """Answer the account of a name that was looked up; None unless there is exactly one."""
        found = self._by_name.get(key_of(name), {})
        return next(iter(found)) if len(found) == 1 else None

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Answer what a person may choose from: accounts of that very name, else those that begin alike."""
        exact = self._by_name.get(key_of(name))
        if exact:
            return _offered(exact, "same_name")
        first = key_of(_beginning(name))
        like = {
            account: spelled
            for key, accounts in self._by_name.items()
            if key.startswith(first)
            for account, spelled in accounts.items()
        }
        return _offered(like, "begins_alike")

    def _exact(self, names: Iterable[str]) -> Iterator[str]:
        for group in soql.packed(soql.text(spelled) for name in names for spelled in spellings(name)):
            yield soql.select(_COLUMNS, "Account", (soql.within("Name", group), *self._filter))

    def _similar(self, names: Iterable[str]) -> Iterator[str]:
        beginnings = {spelled for name in names for spelled in spellings(_beginning(name))}
        patterns = sorted(soql.like(beginning, start="") for beginning in beginnings)
        for start in range(0, len(patterns), _PATTERNS):
            alike = " OR ".join(f"Name LIKE {pattern}" for pattern in patterns[start : start + _PATTERNS])
            yield soql.select(_COLUMNS, "Account", (f"({alike})", *self._filter), f"LIMIT {PAGE}")


def _offered(accounts: Mapping[str, str], why: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(account, accounts[account], why) for account in sorted(accounts)[:_OFFERED])


def _beginning(name: str) -> str:
    """The first word, or the whole of a name that begins with a short one."""
    first = name.split(maxsplit=1)[0] if name.split() else name
    return first if len(first) >= _LEAST else name
