"""Salesforce's stamps have whole seconds: what happens within one is still told apart."""

from __future__ import annotations

from dataclasses import dataclass

from syncline.connectors.port import FeedPage, FeedRow
from syncline.engine.feed import read_feed
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from tests.support.memory_sides import MemoryOrg
from tests.support.world import REP, World

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example"}


@dataclass(slots=True)
class OneRow(MemoryOrg):
    """An org whose feed tells one thing."""

    row: FeedRow | None = None

    def feed(self, cursor: str) -> FeedPage:
        """Answer the row."""
        return FeedPage((self.row,) if self.row else (), cursor, more=False)


def test_a_deletion_in_the_second_of_an_edit_is_not_taken_for_the_edit() -> None:
    world = World()
    theirs = world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id).id
    world.converge()
    stamp = "2026-03-02T09:00:00.000+0000"
    reader = OneRow(world.clock, row=FeedRow("Contact", theirs, stamp, world.org.user_id))
    read_feed(world.store, reader, "acme", [world.rep])
    reader.row = FeedRow("Contact", theirs, stamp, world.org.user_id, deleted=True)
    read_feed(world.store, reader, "acme", [world.rep])
    assert [(row.record_id, row.deleted) for row in world.store.inbox(REP, 10)] == [(theirs, True)]
    assert world.links(Collection.CONTACTS)
    world.store.commit(Changes(consumed=world.store.inbox(REP, 10)))
    read_feed(world.store, reader, "acme", [world.rep])
    assert world.store.inbox(REP, 10) == []
