"""An org filled with a population's users, accounts and contacts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from syncline.sandbox.salesforce import Access, Permissions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from syncline.sandbox.population.words import Card, Population, Rep
    from syncline.sandbox.salesforce import SalesforceOrg

INTEGRATION: Final = "sync@acme.example"
_BEFORE: Final = timedelta(days=30)
"""How old the data is."""
_ELSEWHERE: Final = frozenset({"Company", "Email2", "Email3"})


def fill_salesforce(org: SalesforceOrg, population: Population) -> None:
    """Give everybody a user and their contacts. Users see all accounts, and of contacts and events only their own.

    The integration user sees everything and changes nothing of others.
    """
    org.set_default("Account", Access.READ)
    with org.late_commits(_BEFORE):
        seeing = Permissions(view_all=True, view_setup=True)
        org.add_user(INTEGRATION, last_name="Syncline", profile="Integration", permissions=seeing)
        ids = org.admin.create_many("Account", [{"Name": name} for name in population.accounts])
        accounts = dict(zip(population.accounts, ids, strict=True))
        for desk in population.desks:
            _add(org, desk.rep, desk.salesforce, accounts)
        _add(org, population.colleague, population.others, accounts)


def _add(org: SalesforceOrg, rep: Rep, cards: Iterable[Card], accounts: Mapping[str, str]) -> None:
    org.add_user(rep.address, first_name=rep.first, last_name=rep.last, profile=rep.profile, time_zone=rep.place.iana)
    org.as_user(rep.address).create_many("Contact", [contact_values(card, accounts) for card in cards])


def contact_values(card: Card, accounts: Mapping[str, str]) -> dict[str, str]:
    """Answer a card as the fields of a Salesforce contact; `accounts` are ids by name."""
    values = {name: value for name, value in card.items() if name not in _ELSEWHERE}
    return values | ({"AccountId": accounts[card["Company"]]} if "Company" in card else {})
