"""What stands on both sides: contacts in the folder that syncs, and events; which word is edited on which side."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from faker import Faker

from syncline.sandbox.clock import system_clock
from tests.support.cli_world import FOLDER, SYNC_USER, sync_folder
from tests.support.house_people import nested

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from syncline.sandbox.exchange import Item
    from tests.support.cli_world import LiveWorld

Line = tuple[str, str, str, str]
"""Rep, mark, and the words of both sides."""
_LENGTH = timedelta(minutes=30)


@dataclass(slots=True, eq=False)
class Kept:
    """A record as it must stand on both sides."""

    kind: Kind
    rep: str
    mark: str
    """What tells it from all others, and is never edited."""
    spoken: str
    """The word that is edited in the mailbox."""
    told: str
    """The word that is edited in Salesforce."""
    row: str = ""
    """The id in Salesforce, of what was entered there."""
    edited: bool = False


class Kind(ABC):
    """One kind of record."""

    sobject: ClassVar[str]
    fields: ClassVar[tuple[str, str, str]]
    """In Salesforce: what holds the mark, the word of the mailbox, and the word that is edited there."""
    properties: ClassVar[tuple[str, str]]
    """In the mailbox: the word that is edited there, and the one of Salesforce."""

    def __init__(self, world: LiveWorld, seed: int) -> None:
        self.world = world
        self.fake = Faker()
        self.fake.seed_instance(seed)

    @abstractmethod
    def mark(self, number: int) -> str:
        """Answer the mark of a new record."""

    @abstractmethod
    def enter(self, one: Kept) -> None:
        """Put a record into the rep's mailbox."""

    @abstractmethod
    def others(self, one: Kept) -> dict[str, Any]:
        """Answer what a record has in Salesforce besides mark and words."""

    @abstractmethod
    def items(self, rep: str) -> dict[str, list[Item]]:
        """Answer what stands in a rep's mailbox, by mark."""

    def register(self, one: Kept) -> None:
        """Put a record into Salesforce, as its rep."""
        values = dict(zip(self.fields, (one.mark, one.spoken, one.told), strict=True))
        one.row = self.world.org.as_user(one.rep).create(self.sobject, values | self.others(one))

    def in_mailboxes(self) -> Iterator[Line]:
        """Answer what stands in all mailboxes."""
        for rep in self.world.reps:
            for mark, items in self.items(rep).items():
                for item in items:
                    spoken, told = (str(item.values.get(name)) for name in self.properties)
                    yield rep, mark, spoken, told

    def in_salesforce(self) -> Iterator[Line]:
        """Answer what stands in the org."""
        statement = f"SELECT Id, {', '.join(self.fields)}, Owner.Username FROM {self.sobject}"  # noqa: S608 - our own words
        for row in self.world.org.as_user(SYNC_USER).query(statement):
            mark, spoken, told = (str(row[name]) for name in self.fields)
            yield row["Owner"]["Username"], mark, spoken, told


class Contacts(Kind):
    """Customers in the folder that syncs."""

    sobject = "Contact"
    fields = ("Email", "Title", "Department")
    properties = ("JobTitle", "Department")

    def mark(self, number: int) -> str:
        """Answer an address of nobody else's."""
        return f"customer{number}@soak.example"

    def enter(self, one: Kept) -> None:
        """Put them into the folder."""
        mailbox = self.world.exchange.mailboxes[one.rep]
        values = {"GivenName": self.fake.first_name(), "Surname": self.fake.last_name(), "EmailAddress1": one.mark}
        values |= {"JobTitle": one.spoken, "Department": one.told}
        mailbox.create_contact(nested(values, {}), folder=sync_folder(mailbox))

    def others(self, one: Kept) -> dict[str, Any]:
        """Answer their name."""
        return {"FirstName": self.fake.first_name(), "LastName": self.fake.last_name()}

    def items(self, rep: str) -> dict[str, list[Item]]:
        """Answer everybody in the folder, by address."""
        mailbox = self.world.exchange.mailboxes[rep]
        with mailbox.lock:
            return _by_mark(
                (item.values["EmailAddresses"]["EmailAddress1"].email, item)
                for item in mailbox.items.values()
                if item.folder.name == FOLDER
            )


class Events(Kind):
    """Visits of half an hour, one after another; when they begin is never edited."""

    sobject = "Event"
    fields = ("StartDateTime", "Location", "Subject")
    properties = ("Location", "Subject")

    def __init__(self, world: LiveWorld, seed: int) -> None:
        super().__init__(world, seed)
        self._first = system_clock().replace(second=0, microsecond=0) + timedelta(days=1)

    def mark(self, number: int) -> str:
        """Answer when it begins, in UTC and in the words of Salesforce: a minute of no other's."""
        return f"{self._first + timedelta(minutes=number):%Y-%m-%dT%H:%M}:00.000+0000"

    def enter(self, one: Kept) -> None:
        """Put it into the calendar."""
        start = _wall(one)
        mailbox = self.world.exchange.mailboxes[one.rep]
        mailbox.create_event(one.told, start, start + _LENGTH, values={"Location": one.spoken})

    def others(self, one: Kept) -> dict[str, Any]:
        """Answer when it ends."""
        return {"EndDateTime": f"{_wall(one) + _LENGTH:%Y-%m-%dT%H:%M:%S}.000Z"}

    def items(self, rep: str) -> dict[str, list[Item]]:
        """Answer everything in the calendar, by when it begins."""
        mailbox = self.world.exchange.mailboxes[rep]
        calendar = mailbox.well_known("calendar")
        with mailbox.lock:
            return _by_mark(
                (f"{item.values['Start']:%Y-%m-%dT%H:%M:%S}.000+0000", item)
                for item in mailbox.items.values()
                if item.folder is calendar
            )


def _wall(one: Kept) -> datetime:
    return datetime.fromisoformat(one.mark).replace(tzinfo=None)


def _by_mark(marked: Iterable[tuple[str, Item]]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for mark, item in marked:
        found[mark].append(item)
    return found
