"""The same people for everybody who is measured: as values for Syncline, as vCards for vdirsyncer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faker import Faker

if TYPE_CHECKING:
    from syncline.records.record import Value


def people(count: int, seed: int = 1) -> list[dict[str, Value]]:
    """Make contacts with as many fields filled as reps fill; e-mail addresses are unique."""
    fake = Faker()
    fake.seed_instance(seed)
    firsts = [fake.first_name() for _ in range(500)]
    lasts = [fake.last_name() for _ in range(500)]
    streets = [fake.street_address() for _ in range(200)]
    cities = [fake.city() for _ in range(200)]
    notes = [fake.text(200).replace("\n", " ") for _ in range(200)]
    return [_person(number, firsts, lasts, streets, cities, notes) for number in range(count)]


def _person(
    number: int, firsts: list[str], lasts: list[str], streets: list[str], cities: list[str], notes: list[str]
) -> dict[str, Value]:
    first, last = firsts[number % 500], lasts[number // 500 % 500]
    return {
        "GivenName": first,
        "Surname": f"{last}{number}",
        "CompanyName": f"Company {number % 300}",
        "EmailAddress1": f"{first}.{last}.{number}@customer.example".lower(),
        "JobTitle": "Head of Purchasing",
        "Department": "Purchasing",
        "BusinessPhone": f"+1 555 {number:07d}",
        "MobilePhone": f"+1 556 {number:07d}",
        "BusinessStreet": streets[number % 200],
        "BusinessCity": cities[number % 200],
        "BusinessPostalCode": f"{number % 100000:05d}",
        "BusinessCountry": "Germany",
        "Body": notes[number % 200],
    }


def vcard(number: int, person: dict[str, Value]) -> str:
    """Write a person as a vCard 3.0."""
    return "\n".join(
        [
            "BEGIN:VCARD",
            "VERSION:3.0",
            f"UID:{number}",
            f"FN:{person['GivenName']} {person['Surname']}",
            f"N:{person['Surname']};{person['GivenName']};;;",
            f"ORG:{person['CompanyName']};{person['Department']}",
            f"EMAIL;TYPE=INTERNET:{person['EmailAddress1']}",
            f"TITLE:{person['JobTitle']}",
            f"TEL;TYPE=WORK:{person['BusinessPhone']}",
            f"TEL;TYPE=CELL:{person['MobilePhone']}",
            (
                f"ADR;TYPE=WORK:;;{person['BusinessStreet']};{person['BusinessCity']};;"
                f"{person['BusinessPostalCode']};{person['BusinessCountry']}"
            ),
            f"NOTE:{person['Body']}",
            "END:VCARD",
        ]
    )
