"""Who the people of an event are in Salesforce, as the rep sees them: contacts, leads, and their contacts' accounts.

What an Outlook add-in shows beside an event (SPEC 5.6). One request for up to 200 addresses, nothing is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.connectors.port import Acquaintance
from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.rows import queries, text_in
from syncline.records.normal import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.client import Client

_COLUMNS: Final = {
    "Contact": ("Id", "Name", "Email", "AccountId", "Account.Name"),
    "Lead": ("Id", "Name", "Email", "Company"),
}
_WHICH: Final = {"Contact": (), "Lead": ("IsConverted = false",)}
_ASKED: Final = (*_COLUMNS, "Account", *_COLUMNS["Contact"], *_COLUMNS["Lead"])


def acquainted(client: Client, addresses: Sequence[str]) -> list[Acquaintance]:
    """Answer contacts, then leads, by the order of the addresses and the oldest first; then each account once."""
    place = {key_of(address): number for number, address in enumerate(addresses)}
    statements = list(_statements(addresses))
    answered = queries(client, "acquainted", [one for _, one in statements], asked=_ASKED)
    rows = [(name, row) for (name, _), some in zip(statements, answered, strict=True) for row in some]
    rows.sort(key=lambda one: (one[0], place.get(key_of(text_in(one[1], "Email") or ""), len(place))))
    return [*(_person(name, row) for name, row in rows), *_accounts(row for name, row in rows if name == "Contact")]


def _statements(addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    for group in soql.packed(soql.text(address) for address in sorted(set(addresses))):
        for name, columns in _COLUMNS.items():
            conditions = (soql.within("Email", group), *_WHICH[name])
            yield name, soql.select(columns, name, conditions, "ORDER BY CreatedDate, Id")


def _person(name: str, row: Row) -> Acquaintance:
    company = text_in(row, "Account.Name" if name == "Contact" else "Company") or ""
    return Acquaintance(
        name.lower(), str(row.get("Id", "")), text_in(row, "Name") or "", text_in(row, "Email") or "", company
    )


def _accounts(contacts: Iterator[Row]) -> list[Acquaintance]:
    """An account whose name the rep may not read is none that the rep sees."""
    found = {
        id_: Acquaintance("account", id_, name)
        for row in contacts
        if (id_ := text_in(row, "AccountId")) and (name := text_in(row, "Account.Name"))
    }
    return list(found.values())
