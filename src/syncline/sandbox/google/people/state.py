"""Contacts and groups of one user: what they are now, and what listings still say they are.

"Writes may have a propagation delay of several minutes for sync requests. Incremental syncs are not intended for
read-after-write use cases." https://developers.google.com/people/api/rest/v1/people.connections/list
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from random import Random

    from syncline.sandbox.google.ticks import Ticks

T = TypeVar("T", bound="Entry")


@dataclass(slots=True, eq=False)
class Version:
    """What an entry is from `listed` on, for whoever lists; `values` None stands for deleted."""

    listed: datetime
    values: dict[str, Any] | None
    updated: datetime
    etag: str


@dataclass(slots=True, eq=False)
class Entry:
    """A contact or a group, with the versions that some listing may still show, oldest first."""

    name: str
    """The resource name."""
    number: int
    versions: list[Version] = field(default_factory=list)

    @property
    def now(self) -> Version:
        """What it is."""
        return self.versions[-1]

    @property
    def values(self) -> dict[str, Any]:
        """What it holds; empty once it is deleted."""
        return self.now.values or {}

    @property
    def deleted(self) -> bool:
        """Whether it is gone."""
        return self.now.values is None

    def listed(self, at: datetime) -> Version | None:
        """Answer what listings show at an instant; None while they do not know it yet."""
        return next((version for version in reversed(self.versions) if version.listed <= at), None)


class Shelf(Generic[T]):
    """Entries of one kind by resource name, deleted ones too."""

    def __init__(self) -> None:
        self.entries: dict[str, T] = {}

    def living(self, name: str) -> T | None:
        """Answer an entry that is not deleted."""
        found = self.entries.get(name)
        return found if found is not None and not found.deleted else None

    def all_living(self) -> list[T]:
        """Answer all entries that are not deleted, in the order in which they were made."""
        return [entry for entry in self.entries.values() if not entry.deleted]


class AddressBook:
    """Contacts (`people/c...`), other contacts (`otherContacts/c...`) and groups (`contactGroups/...`)."""

    def __init__(self, ticks: Ticks, random: Random) -> None:
        self.ticks = ticks
        self.random = random
        self.people: Shelf[Entry] = Shelf()
        self.others: Shelf[Entry] = Shelf()
        self.groups: Shelf[Entry] = Shelf()
        self.epoch = 0
        """Sync tokens of former epochs are no longer valid."""
        for name in SYSTEM_GROUPS:
            self.put(self.groups, f"contactGroups/{name}", {"name": name, "groupType": "SYSTEM_CONTACT_GROUP"})

    def put(
        self, shelf: Shelf[Entry], name: str, values: dict[str, Any] | None, delay: timedelta = timedelta(0)
    ) -> Entry:
        """Write an entry, anew or once more; None deletes it. Listings learn of it after `delay`."""
        entry = shelf.entries.get(name)
        if entry is None:
            entry = shelf.entries[name] = Entry(name, len(shelf.entries) + 1)
        now = self.ticks()
        # What was written earlier is not listed later.
        after = entry.versions[-1].listed if entry.versions else now
        entry.versions.append(Version(max(now + delay, after), values, now, f"%Eg{self.random.getrandbits(120):030x}"))
        if len(entry.versions) > _REMEMBERED:
            del entry.versions[0]
        return entry

    def new_person_name(self) -> str:
        """Answer a resource name that nobody has."""
        return f"people/c{self.random.randrange(10**18, 10**19)}"

    def members(self, group: str) -> list[str]:
        """Answer the resource names of a group's contacts."""
        return [person.name for person in self.people.all_living() if group in groups_of(person.values)]

    def sizes(self) -> Counter[str]:
        """Answer how many contacts each group has."""
        return Counter(group for person in self.people.all_living() for group in groups_of(person.values))

    def expire_sync_tokens(self) -> None:
        """Make every sync token handed out so far too old."""
        self.epoch += 1


_REMEMBERED = 64
SYSTEM_GROUPS = ("myContacts", "starred", "friends", "family", "coworkers", "chatBuddies", "all", "blocked")
MY_CONTACTS = "contactGroups/myContacts"


def groups_of(values: dict[str, Any]) -> list[str]:
    """Answer the resource names of the groups that a contact is in."""
    return [
        one["contactGroupMembership"]["contactGroupResourceName"]
        for one in values.get("memberships", ())
        if "contactGroupMembership" in one
    ]
