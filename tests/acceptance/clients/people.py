"""People who are put into a mailbox or into Salesforce, and known again by their address."""

from __future__ import annotations

from dataclasses import dataclass

from faker import Faker


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom nobody else in the sandbox can be taken for."""

    first: str
    last: str
    email: str
    title: str
    phone: str


class Crowd:
    """Makes people, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.faker = Faker(["de_DE", "fr_FR", "pl_PL"])
        self.faker.seed_instance(seed)

    def person(self) -> Person:
        """Make somebody new."""
        fake = self.faker
        address = f"{fake.unique.user_name()}@guests.example"
        return Person(fake.first_name(), fake.unique.last_name(), address, fake.job()[:60], fake.phone_number())
