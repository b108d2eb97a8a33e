"""Salesforce's stamps have whole seconds: what happens within one is still told apart."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.port import FeedPage, FeedRow
from syncline.engine.feed import read_feed
from syncline.jobs.people import unlinked
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes, FeedCommit
from tests.support.memory_sides import MemoryOrg
from tests.support.world import REP, World

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example"}


@dataclass(slots=True)
class OneRow(MemoryOrg):
    """An org whose feed tells one thing."""

    row: FeedRow | None = None
    young_since: str = ""
    endless: bool = False

    def feed(self, cursor: str, *, attendees: bool = False) -> FeedPage:
        """Answer the row."""
        return FeedPage((self.row,) if self.row else (), cursor, more=self.endless, young_since=self.young_since)


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


def test_a_colleague_who_saves_in_the_second_of_our_own_write_is_heard() -> None:
    world = World()
    world.shelf(Side.MAILBOX).put(ANN)
    world.converge()
    (link,) = world.links()
    own = FeedRow("Contact", link.salesforce_id, link.salesforce_version, world.org.user_id, by=world.org.user_id)
    reader = OneRow(world.clock, row=own)
    read_feed(world.store, reader, "acme", [world.rep])
    assert world.store.inbox(REP, 10) == []
    world.store.commit(Changes(feed=FeedCommit("acme", world.store.feed_cursor("acme"), forget_before="9")))
    reader.row = replace(own, by="005colleague")
    read_feed(world.store, reader, "acme", [world.rep])
    assert [row.record_id for row in world.store.inbox(REP, 10)] == [link.salesforce_id]


def test_what_may_change_without_a_new_stamp_is_handed_out_once_more() -> None:
    world = World()
    theirs = world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id).id
    world.converge()
    stamp = "2026-03-02T09:00:00.000+0000"
    reader = OneRow(world.clock, row=FeedRow("Contact", theirs, stamp, world.org.user_id), young_since=stamp)
    for expected in (1, 1, 0):
        read_feed(world.store, reader, "acme", [world.rep])
        rows = world.store.inbox(REP, 10)
        assert len(rows) == expected
        world.store.commit(Changes(consumed=rows))
        reader.young_since = "2026-03-02T09:00:01.000+0000"


def test_a_changed_user_is_looked_up_even_if_the_process_dies_before() -> None:
    world = World()
    world.converge()
    row = FeedRow("User", world.org.user_id, "2026-03-02T09:00:00.000+0000")
    assert read_feed(world.store, OneRow(world.clock, row=row), "acme", [world.rep]) == {world.org.user_id}
    assert read_feed(world.store, OneRow(world.clock, row=row), "acme", [world.rep]) == set()
    assert unlinked([world.rep], set(), [world.rep]) == [world.rep]


def test_a_feed_that_never_ends_is_left() -> None:
    world = World()
    world.converge()
    with pytest.raises(BadAnswerError) as caught:
        read_feed(world.store, OneRow(world.clock, endless=True), "acme", [world.rep])
    assert caught.value.code == "endless_listing"
