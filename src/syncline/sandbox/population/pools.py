"""Names, towns and sentences to draw from: a few hundred calls of Faker, whatever the number of people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from faker import Faker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_COUNTRIES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "de_DE": ("Deutschland", ("Bayern", "Hessen", "Baden-Württemberg")),
    "en_US": ("United States", ("CA", "New York", "TX")),
    "fr_FR": ("France", ("Île-de-France", "Bretagne", "Provence-Alpes-Côte d'Azur")),
    "es_ES": ("España", ("Cataluña", "Andalucía", "Aragón")),
    "pl_PL": ("Polska", ("małopolskie", "śląskie", "łódzkie")),
    "el_GR": ("Ελλάδα", ("Αττική", "Κρήτη", "Ήπειρος")),
    "he_IL": ("ישראל", ("מחוז הצפון", "מחוז הדרום", "מחוז תל אביב")),
    "ja_JP": ("日本", ("東京都", "大阪府", "北海道")),
}
LOCALES: Final = tuple(_COUNTRIES)
LATIN: Final = LOCALES[:5]
"""Locales whose names make readable addresses."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What people of one locale are made of."""

    country: str
    states: tuple[str, ...]
    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    companies: tuple[str, ...]
    jobs: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[str, ...]
    postcodes: tuple[str, ...]
    phones: tuple[str, ...]
    sentences: tuple[str, ...]


@lru_cache(maxsize=4)
def pools(seed: int) -> Mapping[str, Pool]:
    """Answer the pools of all locales; the same seed makes the same ones."""
    return {locale: _pool(locale, seed) for locale in LOCALES}


def _pool(locale: str, seed: int) -> Pool:
    fake: Any = Faker(locale)
    fake.seed_instance(seed)
    country, states = _COUNTRIES[locale]
    return Pool(
        country,
        states,
        firsts=_drawn(fake.first_name, 60),
        lasts=_drawn(fake.last_name, 100),
        companies=_drawn(fake.company, 60, length=200),
        jobs=_drawn(fake.job, 30),
        streets=_drawn(fake.street_address, 40),
        cities=_drawn(fake.city, 25),
        postcodes=_drawn(fake.postcode, 25),
        phones=_drawn(fake.phone_number, 80),
        sentences=_drawn(lambda: fake.sentence(9), 40, length=200),
    )


def _drawn(draw: Callable[[], str], times: int, *, length: int = 40) -> tuple[str, ...]:
    """Draw some, each once, short enough for every field that they may stand in."""
    return tuple(dict.fromkeys(" ".join(draw().split())[:length].strip() for _ in range(times)))
