"""One rep between two sides in memory, with the engine in the middle."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.engine.cycle import Cycle, Settings
from syncline.engine.feed import read_feed
from syncline.planner.policy import ContactPolicy, DeleteGuard, EventPolicy
from syncline.records.words import Collection, Direction, Side
from syncline.store.changes import Changes
from syncline.store.memory import MemoryStore
from syncline.store.rows import RepRow
from tests.support.memory_sides import MemoryClock, MemoryMailbox, MemoryOrg, Shelf, counter_ids

if TYPE_CHECKING:
    from syncline.records.link import Link
    from syncline.store.port import Store

REP = "acme/rep@acme.example"
BOTH = ContactPolicy(direction=Direction.BOTH)
EVENTS_IN = EventPolicy(direction=Direction.TO_SALESFORCE, remove_deleted=True)


def idle(counts: dict[str, Any]) -> bool:
    """Whether a cycle wrote nothing and nothing failed."""
    ways = [way for collection in counts.values() for way in collection.values()]
    return not any(way[name] for way in ways for name in ("created", "updated", "deleted", "failed"))


@dataclass(slots=True)
class World:
    """A rep, both sides, a store."""

    contacts: ContactPolicy = BOTH
    events: EventPolicy = EVENTS_IN
    guard: DeleteGuard = field(default_factory=DeleteGuard)
    clock: MemoryClock = field(default_factory=MemoryClock)
    store: Store = field(default_factory=MemoryStore)
    zone: str = "Europe/Berlin"
    mailbox: MemoryMailbox = field(init=False)
    org: MemoryOrg = field(init=False)

    def __post_init__(self) -> None:
        self.mailbox = MemoryMailbox(self.clock)
        self.org = MemoryOrg(self.clock)
        ids = counter_ids()
        self._ids = ids
        self.add_rep()

    _ids: Any = field(init=False)

    def add_rep(self) -> RepRow:
        rep = RepRow(
            REP,
            "acme",
            "mail",
            "rep@acme.example",
            "Sales",
            "rep@acme.example",
            user_id=self.org.user_id,
            zone=self.zone,
        )
        self.store.commit(Changes(reps=[rep]))
        return rep

    @property
    def rep(self) -> RepRow:
        return next(rep for rep in self.store.reps() if rep.id == REP)

    def cycle(self) -> dict[str, Any]:
        """Run the feed and one cycle."""
        self.clock.now = max(self.clock.now, self.clock.now)
        read_feed(self.store, self.org, "acme", [self.rep])
        settings = Settings(self.contacts, self.events, self.guard)
        return Cycle(self.rep, settings, self.store, self.mailbox, self.org, self.clock, self._ids).run()

    def converge(self, most: int = 4) -> list[dict[str, Any]]:
        """Run cycles until one is idle, and answer what each did. Fails when that takes too long."""
        done: list[dict[str, Any]] = []
        for _ in range(most):
            done.append(self.cycle())
            if idle(done[-1]):
                return done
        raise AssertionError(f"not idle after {most} cycles: {done}")

    def wait(self, **ahead: float) -> None:
        """Let time pass."""
        self.clock.now += timedelta(**ahead)

    def shelf(self, side: Side, collection: Collection = Collection.CONTACTS) -> Shelf:
        return (self.mailbox if side is Side.MAILBOX else self.org).shelves[collection]

    def links(self, collection: Collection = Collection.CONTACTS) -> list[Link]:
        return self.store.live_links(REP, collection, "", 100_000)

    def values(self, side: Side, collection: Collection = Collection.CONTACTS) -> list[dict[str, Any]]:
        """Everything one side holds, in a stable order."""
        found = [dict(record.values) for record in self.shelf(side, collection).records.values()]
        return sorted(found, key=lambda one: sorted((key, str(value)) for key, value in one.items()))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
