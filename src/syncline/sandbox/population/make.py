"""A whole population out of a seed."""

from __future__ import annotations

from itertools import count
from random import Random
from typing import TYPE_CHECKING, Final

from syncline.sandbox.population.appointments import PLACES, Calendar
from syncline.sandbox.population.contacts import contacts
from syncline.sandbox.population.crowd import Crowd
from syncline.sandbox.population.pools import LATIN, LOCALES, pools
from syncline.sandbox.population.spelling import address_part, compared
from syncline.sandbox.population.words import Desk, Population, Rep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

DOMAIN: Final = "acme.example"
_OTHERS: Final = 6
_PROFILES: Final = ("Sales User",) * 5 + ("Sales Manager",)
_NEWCOMER: Final = 5
"""Every so many-th rep has no folder for Syncline yet."""


def make_population(seed: int, reps: int, contact_count: int, event_count: int, today: date) -> Population:
    """Make `reps` people with so many contacts and events each. The same arguments make the same population.

    Of the events, some lie before `today`. Every e-mail address is one person's; no two contacts of one rep have the
    same name; companies are names of accounts.
    """
    accounts = _accounts(seed, 40 + 4 * min(reps, 50))
    people = _reps(seed)
    colleague, outsider = next(people), next(people)
    desks = tuple(
        _desk(seed, number, next(people), accounts, contact_count, event_count, today) for number in range(reps)
    )
    crowd = Crowd(pools(seed), accounts, _chance(seed, "others"), "o")
    return Population(accounts, desks, colleague, tuple(crowd.card() for _ in range(_OTHERS)), outsider)


def _desk(
    seed: int, number: int, rep: Rep, accounts: tuple[str, ...], contact_count: int, event_count: int, today: date
) -> Desk:
    chance = _chance(seed, f"rep {number}")
    crowd = Crowd(pools(seed), accounts, chance, str(number + 1))
    folder = number % _NEWCOMER != _NEWCOMER - 1
    sides = contacts(crowd, contact_count, number, folder=folder)
    elsewhere = tuple(crowd.card() for _ in range(max(2, contact_count // 20)))
    pool = pools(seed)[chance.choice(LOCALES)]
    calendar = Calendar(pool, rep.place, [*sides.salesforce, *sides.folder], today, chance)
    inside = tuple(sides.folder) if folder else None
    return Desk(rep, tuple(sides.salesforce), inside, elsewhere, calendar.events(event_count))


def _accounts(seed: int, most: int) -> tuple[str, ...]:
    """Answer names of companies from all locales, told apart without regard to case."""
    named: dict[str, str] = {}
    for names in zip(*(pool.companies for pool in pools(seed).values()), strict=False):
        for name in names:
            named.setdefault(compared(name), name)
    return tuple(named.values())[:most]


def _reps(seed: int) -> Iterator[Rep]:
    """Make reps without end, each with an address of their own."""
    chance = _chance(seed, "reps")
    taken: set[str] = set()
    for number in count():
        pool = pools(seed)[chance.choice(LATIN)]
        first, last = chance.choice(pool.firsts), chance.choice(pool.lasts)
        local = f"{address_part(first, 'x')}.{address_part(last, 'y')}"
        local = f"{local}{number}" if local in taken else local
        taken.add(local)
        profile = _PROFILES[number % len(_PROFILES)]
        password = f"{chance.getrandbits(64):016x}"
        yield Rep(first, last, f"{local}@{DOMAIN}", password, profile, PLACES[number % len(PLACES)])


def _chance(seed: int, what: str) -> Random:
    """Chance of its own for each part, so that more of one does not change the others."""
    return Random(f"{seed} {what}")  # noqa: S311 - made-up people are no secret
