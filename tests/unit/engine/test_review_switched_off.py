"""A collection that does not sync, or cannot, is in nobody's way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.connectors.errors import StopCollectionError
from syncline.connectors.port import ItemError, Page
from syncline.engine import inbox
from syncline.planner.policy import ContactPolicy, EventPolicy
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.memory import MemoryStore
from syncline.store.port import LinkTakenError
from syncline.store.rows import IN_PROGRESS, MARKED
from tests.support.memory_sides import MemoryMailbox
from tests.support.world import BOTH, REP, World

if TYPE_CHECKING:
    import pytest

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example"}
CALL = {"Subject": "Call", "Start": "2026-03-04T10:00:00@Europe/Berlin", "End": "2026-03-04T11:00:00@Europe/Berlin"}


def test_the_feeds_word_about_what_does_not_sync_piles_up_nowhere() -> None:
    world = World(events=EventPolicy())
    world.cycle()
    world.shelf(Side.SALESFORCE, Collection.EVENTS).put(CALL, owner=world.org.user_id)
    world.cycle()
    assert world.store.inbox(REP, 1) == []


def test_a_contact_made_in_salesforce_while_contacts_were_switched_off_arrives_afterwards() -> None:
    world = World()
    world.converge()
    world.contacts = ContactPolicy()
    world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id)
    world.cycle()
    assert world.store.inbox(REP, 1) == []
    world.contacts = BOTH
    world.converge()
    assert world.values(Side.MAILBOX) == [ANN]


def test_an_edit_in_salesforce_while_contacts_were_switched_off_arrives_afterwards() -> None:
    world = World()
    theirs = world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id).id
    world.converge()
    world.contacts = ContactPolicy()
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "CEO"})
    world.cycle()
    world.contacts = BOTH
    world.converge()
    assert world.values(Side.MAILBOX) == [{**ANN, "JobTitle": "CEO"}]


def test_what_is_switched_off_does_not_fail() -> None:
    world = World()
    world.shelf(Side.SALESFORCE).fail = lambda _values: ItemError("refused", "No.")
    world.shelf(Side.MAILBOX).put(ANN)
    world.cycle()
    assert len(world.store.errors()) == 1
    world.contacts = ContactPolicy()
    world.cycle()
    assert world.store.errors() == []


def test_a_calendar_that_is_stopped_does_not_hold_contacts_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "PAGE", 2)
    world = World()
    world.converge()
    real = MemoryMailbox.changes

    def stopped(self: MemoryMailbox, collection: Collection, cursor: str | None) -> Page:
        if collection is Collection.EVENTS:
            raise StopCollectionError("The calendar is gone.")
        return real(self, collection, cursor)

    monkeypatch.setattr(MemoryMailbox, "changes", stopped)
    for _ in range(5):
        world.shelf(Side.SALESFORCE, Collection.EVENTS).put(CALL, owner=world.org.user_id)
    world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id)
    world.cycle()
    assert world.values(Side.MAILBOX) == [ANN]


def test_a_pair_that_the_store_refuses_stops_one_collection_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.shelf(Side.MAILBOX).put(ANN)
    world.shelf(Side.MAILBOX, Collection.EVENTS).put(CALL, uid="u1")
    real = MemoryStore.commit

    def refusing(self: MemoryStore, changes: Changes) -> None:
        if any(link.collection is Collection.CONTACTS for link in changes.links):
            raise LinkTakenError
        real(self, changes)

    monkeypatch.setattr(MemoryStore, "commit", refusing)
    world.cycle()
    assert [(row.collection, row.code) for row in world.store.errors()] == [(Collection.CONTACTS, "two_pairs")]
    assert len(world.values(Side.SALESFORCE, Collection.EVENTS)) == 1
    monkeypatch.undo()
    world.converge()
    assert world.store.errors() == []
    assert len(world.values(Side.SALESFORCE)) == 1


def test_what_a_person_says_about_a_rep_while_its_cycle_runs_stays_said() -> None:
    world = World()
    world.store.commit(Changes(reps=[replace(world.rep, reset=IN_PROGRESS)]))
    world.shelf(Side.MAILBOX).put(ANN)
    world.mailbox.before_write = lambda: None
    world.org.before_write = lambda: world.store.commit(Changes(reps=[replace(world.rep, reset=MARKED, paused=True)]))
    world.cycle()
    assert (world.rep.reset, world.rep.paused) == (MARKED, True)
