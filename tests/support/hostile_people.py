"""People whose data has broken somebody's sync: ten locales, right to left, emoji, missing names, long notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faker import Faker

if TYPE_CHECKING:
    from syncline.records.record import Values

LOCALES = ("de_DE", "en_US", "fr_FR", "ja_JP", "zh_CN", "ar_AA", "he_IL", "ru_RU", "el_GR", "hi_IN")


def hostile_contacts(seed: int = 7) -> list[Values]:
    """Answer contacts, before they are cut to what a side can hold."""
    return [*(_person(locale, seed) for locale in LOCALES), *_ODD]


def _person(locale: str, seed: int) -> Values:
    fake = Faker(locale)
    fake.seed_instance(seed)
    return {
        "GivenName": fake.first_name(),
        "Surname": fake.last_name(),
        "EmailAddress1": fake.ascii_safe_email(),
        "JobTitle": fake.job(),
        "BusinessPhone": fake.phone_number(),
        "BusinessStreet": fake.street_address(),
        "BusinessCity": fake.city(),
        "Body": fake.text(),
    }


_ODD: tuple[Values, ...] = (
    {"Surname": "Only-Last"},
    {"Surname": "👩‍👩‍👧‍👦 Family", "GivenName": "🇨🇭" * 12, "JobTitle": "𝒬" * 200},
    {"Surname": "\u202eright to left\u202c", "GivenName": "\u05d3\u05d5\u05d3"},
    {"Surname": "Cafe\u0301", "GivenName": "Ame\u0301lie", "JobTitle": "E\u0301tudes"},
    {"Surname": "Lines", "Body": "one\r\ntwo\rthree\nfour", "BusinessStreet": "Main St 1\r\n2nd floor"},
    {"Surname": "Control", "JobTitle": "bell\x07 null\x00 vertical\x0b", "Body": "form\x0cfeed \ufffe"},
    {"Surname": "Notes", "Body": "ä" * 33_000},
    {"Surname": "Long", "JobTitle": "x" * 500, "BusinessPhone": "+49 (0) 30 / 123 456 789 - 0 ext. 4711 or 4712"},
    {"Surname": "O'Hara\"\\", "GivenName": "Robert'); DROP TABLE", "JobTitle": "<b>&amp;</b>"},
    {"Surname": "Reference", "JobTitle": "@{made[0].id}", "Body": "see @{nothing.here} and @{made[0].id}"},
    {"Surname": "Three", "EmailAddress1": "first@customer.example"},
    {"Surname": "  spaced   out  ", "GivenName": "\u00a0wide\u3000"},
)
