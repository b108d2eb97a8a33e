"""The places of a history: one org, a few mailboxes, and all that a check needs to remember of what people did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syncline.records.words import Side
from tests.fuzz.people import saved_here, saved_there
from tests.support.memory_sides import MemoryClock, Shelf

if TYPE_CHECKING:
    from syncline.records.record import Record, Values


@dataclass(slots=True)
class Place:
    """Where records are. Place 0 is Salesforce, place n the folder of rep n."""

    number: int
    shelf: Shelf
    away: dict[str, Record] = field(default_factory=dict)
    """What people took out of here, by id."""

    @property
    def side(self) -> Side:
        return Side.MAILBOX if self.number else Side.SALESFORCE


@dataclass(slots=True)
class Memory:
    """What people did, as far as the promises hang on it."""

    who: dict[str, int] = field(default_factory=dict)
    """Whom a record is about, by its id; copies are about whom their source is."""
    by_hand: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    """Values that somebody saw and replaced, or deleted with their record."""
    deleted: set[str] = field(default_factory=set)
    """Ids and traces of what people deleted."""
    unclear: set[int] = field(default_factory=set)
    """People of whom even a person could not tell which records belong together."""
    journal: list[Values] = field(default_factory=list)


@dataclass(slots=True)
class Ground:
    """All places, with one clock."""

    mailboxes: int
    clock: MemoryClock = field(default_factory=MemoryClock)
    places: list[Place] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    masters: dict[str, str] = field(default_factory=dict)
    hidden: list[set[str]] = field(default_factory=list)
    """Salesforce records that rep n cannot see."""

    def __post_init__(self) -> None:
        self.places.append(Place(0, Shelf("003", self.clock, stamps=True, rewrite=saved_there)))
        for number in range(1, self.mailboxes + 1):
            self.places.append(Place(number, Shelf(f"m{number}-", self.clock, rewrite=saved_here(number))))
        self.hidden = [set() for _ in self.places]

    def user(self, number: int) -> str:
        """The Salesforce user of rep n."""
        return f"00500000000000{number}AAA"

    def of(self, place: Place, who: int) -> list[str]:
        """Ids of the records about somebody in one place."""
        return [one for one in place.shelf.records if self.memory.who.get(one) == who]
