"""A round over several reps: who waits loses nothing, and nobody stops the others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from syncline.connectors.port import OrgFields
from syncline.jobs.run import Round
from syncline.records.words import Collection
from syncline.store.changes import Changes
from syncline.store.memory import MemoryStore
from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow
from tests.support.memory_sides import MemoryClock, MemoryMailbox, MemoryOrg, counter_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from syncline.connectors.port import Complaint, Mailbox, Org, OrgReader
    from syncline.planner.policy import ContactPolicy, EventPolicy

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example"}


@dataclass(slots=True)
class Sides:
    """Every connection of a small set-up, in memory: one org, a mailbox for each rep."""

    clock: MemoryClock = field(default_factory=MemoryClock)
    shared: MemoryOrg = field(init=False)
    mailboxes: dict[str, MemoryMailbox] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shared = MemoryOrg(self.clock)

    def org(self, _row: ConnectionRow) -> SharedOrg:
        """Connect."""
        return SharedOrg(self.shared)

    def mail(self, _row: ConnectionRow) -> Mailboxes:
        """Connect."""
        return Mailboxes(self)


@dataclass(slots=True)
class SharedOrg:
    """The org of all reps."""

    shared: MemoryOrg

    def reader(self) -> OrgReader:
        """Answer the integration user's view."""
        return self.shared

    def usage(self) -> None:
        """Tell nothing."""

    def captured(self) -> None:
        """Show nothing of other tools."""

    def check(self, _contacts: ContactPolicy, _events: EventPolicy, _profiles: Sequence[str]) -> list[Complaint]:
        """Find nothing wrong."""
        return []

    def fields(self) -> OrgFields:
        """Offer nothing."""
        return OrgFields()

    def count(self, _contacts: ContactPolicy, _rep: RepRow | None) -> int:
        """Count nothing."""
        return 0

    def open(self, rep: RepRow, _contacts: ContactPolicy, _events: EventPolicy) -> Org:
        """Answer the rep's view."""
        view = MemoryOrg(self.shared.clock, user_id=rep.user_id)
        view.shelves = self.shared.shelves
        return view

    def changes(self) -> None:
        """Tell nothing."""

    def requests(self) -> int:
        """Count nothing."""
        return 0

    def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class Mailboxes:
    """The mail system of all reps."""

    sides: Sides

    def open(
        self, rep: RepRow, _cursors: Mapping[Collection, str | None], _org_ids: Sequence[str], _events: EventPolicy
    ) -> Mailbox:
        """Answer the rep's mailbox."""
        return self.sides.mailboxes.setdefault(rep.id, MemoryMailbox(self.sides.clock))

    def listen(
        self, _cursors: Mapping[str, Mapping[Collection, str | None]], _minutes: int, _stop: Callable[[], bool]
    ) -> None:
        """Tell nothing."""

    def allows(self, _address: str) -> bool:
        """Everybody."""
        return True

    def requests(self) -> int:
        """Count nothing."""
        return 0

    def notifier(self) -> None:
        """Post nothing."""

    def close(self) -> None:
        """Nothing is open."""


def set_up(store: MemoryStore, *names: str) -> list[RepRow]:
    """Save a set-up with these reps, linked already."""
    reps = [
        RepRow(f"acme/{name}", "acme", "mail", name, "Sales", f"{name}@acme.example", user_id=f"005{name}")
        for name in names
    ]
    settings = {"contacts": {"direction": "both", "which": "selected", "owner": "users_records"}, "events": {}}
    store.save_setup(
        connections=[ConnectionRow("acme", "salesforce", {}), ConnectionRow("mail", "exchange", {})],
        configurations=[ConfigurationRow("Sales", "acme", "mail", active=True, settings=settings)],
        reps=reps,
    )
    return reps


def test_what_happens_in_salesforce_while_a_rep_is_paused_arrives_afterwards() -> None:
    store, sides = MemoryStore(), Sides()
    ann, _ = set_up(store, "ann", "bob")
    ids = counter_ids()

    def turn() -> None:
        assert Round(store, sides, sides.clock, ids, workers=1).run().errors == 0

    turn()
    store.commit(Changes(reps=[replace(ann, paused=True)]))
    sides.shared.shelves[Collection.CONTACTS].put(ANN, owner="005ann")
    turn()
    store.commit(Changes(reps=[ann]))
    turn()
    held = sides.mailboxes["acme/ann"].shelves[Collection.CONTACTS].records.values()
    assert [dict(record.values) for record in held] == [ANN]
