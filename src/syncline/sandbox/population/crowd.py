"""People out of pools: nobody shares an address with anybody, nor a name with another contact of the same rep."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from syncline.sandbox.population.pools import LOCALES
from syncline.sandbox.population.spelling import address_part, compared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from syncline.sandbox.population.pools import Pool

_DEPARTMENTS: Final = ("Einkauf", "Finance", "Маркетинг", "R&D", "Ventes", "開発", "Legal / Compliance", "IT")
_BORN: Final = date(1950, 1, 1)
_YEARS: Final = timedelta(days=365 * 50)
_WITH_COMPANY: Final = 0.85


class Crowd:
    """Makes the contacts of one rep, the same ones for the same `chance` and `label`."""

    def __init__(self, pools: Mapping[str, Pool], accounts: Sequence[str], chance: Random, label: str) -> None:
        """`label` is what tells this rep's contacts' addresses from everybody else's."""
        self._pools = pools
        self._accounts = accounts
        self._chance = chance
        self._label = label
        self._names: set[str] = set()
        self._number = 0

    def card(self, *, employed: bool = False) -> dict[str, str]:
        """Make somebody; who is `employed` has a company, others mostly."""
        pool = self._pools[self._chance.choice(LOCALES)]
        first, last = self._name(pool)
        company = self._chance.choice(self._accounts) if employed or self._often(_WITH_COMPANY) else ""
        told = {"FirstName": first, "LastName": last, "Company": company, "Email": self._address(first, last, company)}
        told |= self._work(pool) | self._phones(pool) | self._addresses(pool)
        if self._often(0.15):
            told["Birthdate"] = (_BORN + self._chance.random() * _YEARS).isoformat()
        if self._often(0.35):
            told["Description"] = "\n".join(self._chance.sample(pool.sentences, self._chance.randint(1, 4)))
        return {name: value for name, value in told.items() if value}

    def _name(self, pool: Pool) -> tuple[str, str]:
        first, last = self._chance.choice(pool.firsts), self._chance.choice(pool.lasts)
        while compared(f"{first} {last}") in self._names:
            first = self._chance.choice(pool.firsts)
            last = f"{self._chance.choice(pool.lasts)}-{self._chance.choice(pool.lasts)}"
        self._names.add(compared(f"{first} {last}"))
        return first, last

    def _address(self, first: str, last: str, company: str) -> str:
        self._number += 1
        domain = address_part(company, "customer")
        return f"{address_part(first, 'x')}.{address_part(last, 'y')}.{self._label}-{self._number}@{domain}.example"

    def _work(self, pool: Pool) -> dict[str, str]:
        told = {"Title": self._chance.choice(pool.jobs) if self._often(0.8) else ""}
        if self._often(0.4):
            told["Department"] = self._chance.choice(_DEPARTMENTS)
        if self._often(0.06):
            assistant = f"{self._chance.choice(pool.firsts)} {self._chance.choice(pool.lasts)}"
            told |= {"AssistantName": assistant[:40].strip(), "AssistantPhone": self._chance.choice(pool.phones)}
        return told

    def _phones(self, pool: Pool) -> dict[str, str]:
        often = {"Phone": 0.8, "MobilePhone": 0.6, "HomePhone": 0.1, "OtherPhone": 0.05, "Fax": 0.15}
        return {name: self._chance.choice(pool.phones) for name, share in often.items() if self._often(share)}

    def _addresses(self, pool: Pool) -> dict[str, str]:
        kinds = [kind for kind, share in (("Mailing", 0.75), ("Other", 0.08)) if self._often(share)]
        parts = {
            "Street": pool.streets, "City": pool.cities, "State": pool.states, "PostalCode": pool.postcodes,
            "Country": (pool.country,),
        }  # fmt: skip
        return {kind + part: self._chance.choice(choices) for kind in kinds for part, choices in parts.items()}

    def _often(self, share: float) -> bool:
        return self._chance.random() < share
