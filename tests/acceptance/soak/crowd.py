"""What people do all the time, on both sides, and how everything must look in the end (P1, P2, P4).

Titles are edited in mailboxes and departments in Salesforce, so that the last word of each side stands; whoever is
deleted was never edited, since what is changed on one side survives a deletion on the other.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from faker import Faker

from tests.support.cli_world import SYNC_USER, sync_folder
from tests.support.house_people import nested

if TYPE_CHECKING:
    from syncline.sandbox.exchange import Item
    from tests.support.cli_world import LiveWorld

_DEEDS = ("enter", "register", "title", "title", "department", "department", "throw_away", "strike_out")
_EVERYBODY = "SELECT Id, Email, Title, Department, Owner.Username FROM Contact"


@dataclass(slots=True)
class Person:
    """A customer as they must stand on both sides."""

    rep: str
    email: str
    title: str
    department: str
    row: str = ""
    """The id in Salesforce, of who was entered there."""
    edited: bool = False


@dataclass
class Crowd:
    """The same seed makes the same people; what is done to them depends on how far the workers are."""

    world: LiveWorld
    seed: int
    people: dict[str, Person] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._chance = random.Random(f"{self.seed} soak")
        self._fake = Faker()
        self._fake.seed_instance(self.seed)
        self._number = 0

    def arrive(self) -> None:
        """Give every rep somebody on each side to begin with."""
        for rep in self.world.reps:
            self._enter(rep)
            self._register(rep)

    def act(self) -> None:
        """Do one thing somewhere; nothing where there is nobody to do it to."""
        deed, rep = self._chance.choice(_DEEDS), self._chance.choice(self.world.reps)
        self.done[deed] += bool(getattr(self, f"_{deed}")(rep))

    def _new(self, rep: str) -> Person:
        self._number += 1
        made = Person(rep, f"customer{self._number}@soak.example", self._fake.job()[:60], f"Department {self._number}")
        self.people[made.email] = made
        return made

    def _enter(self, rep: str) -> bool:
        one, mailbox = self._new(rep), self.world.exchange.mailboxes[rep]
        values = {"GivenName": self._fake.first_name(), "Surname": f"Soak{self._number}", "JobTitle": one.title}
        values |= {"EmailAddress1": one.email, "Department": one.department}
        mailbox.create_contact(nested(values, {}), folder=sync_folder(mailbox))
        return True

    def _register(self, rep: str) -> bool:
        one = self._new(rep)
        values = {"FirstName": self._fake.first_name(), "LastName": f"Soak{self._number}", "Title": one.title}
        values |= {"Email": one.email, "Department": one.department}
        one.row = self.world.org.as_user(rep).create("Contact", values)
        return True

    def _title(self, rep: str) -> bool:
        found = self._card(rep, fresh=False)
        if found is None:
            return False
        one, item = found
        self._number += 1
        one.title, one.edited = f"Title {self._number}", True
        self.world.exchange.mailboxes[rep].edit(item, {"JobTitle": one.title})
        return True

    def _department(self, rep: str) -> bool:
        one = self._registered(rep, fresh=False)
        if one is None:
            return False
        self._number += 1
        one.department, one.edited = f"Department {self._number}", True
        self.world.org.as_user(rep).update(one.row, {"Department": one.department})
        return True

    def _throw_away(self, rep: str) -> bool:
        found = self._card(rep, fresh=True)
        if found is None:
            return False
        one, item = found
        del self.people[one.email]
        self.world.exchange.mailboxes[rep].trash(item)
        return True

    def _strike_out(self, rep: str) -> bool:
        one = self._registered(rep, fresh=True)
        if one is None:
            return False
        del self.people[one.email]
        self.world.org.as_user(rep).delete(one.row)
        return True

    def _card(self, rep: str, *, fresh: bool) -> tuple[Person, Item] | None:
        """Somebody in a rep's folder; `fresh` is who was never edited."""
        found = [(self.people.get(email), item) for email, item in cards(self.world, rep)]
        known = [(one, item) for one, item in found if one is not None and not (fresh and one.edited)]
        return self._chance.choice(known) if known else None

    def _registered(self, rep: str, *, fresh: bool) -> Person | None:
        own = [one for one in self.people.values() if one.rep == rep and one.row and not (fresh and one.edited)]
        return self._chance.choice(own) if own else None

    def wrong(self) -> list[str]:
        """Say where a side differs from how it must look: lost, made twice, deleted without a word, overwritten."""
        expected = Counter((one.rep, one.email, one.title, one.department) for one in self.people.values())
        inside = Counter(
            (rep, email, item.values.get("JobTitle"), item.values.get("Department"))
            for rep in self.world.reps
            for email, item in cards(self.world, rep)
        )
        rows = self.world.org.as_user(SYNC_USER).query(_EVERYBODY)
        there = Counter((row["Owner"]["Username"], row["Email"], row["Title"], row["Department"]) for row in rows)
        found = {"mailboxes": inside, "Salesforce": there}
        lost = [f"not in {side}: {one}" for side, held in found.items() for one in expected - held]
        return sorted(lost + [f"too much in {side}: {one}" for side, held in found.items() for one in held - expected])


def cards(world: LiveWorld, rep: str) -> list[tuple[str, Any]]:
    """Everybody in a rep's folder, by address."""
    mailbox = world.exchange.mailboxes[rep]
    with mailbox.lock:
        folder = sync_folder(mailbox)
        own = [item for item in mailbox.items.values() if item.folder is folder]
        return [(item.values["EmailAddresses"]["EmailAddress1"].email, item) for item in own]
