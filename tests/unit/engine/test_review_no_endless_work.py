"""What was planned once in a cycle is not planned again and again: a cycle ends whatever a side answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.port import Conflict, Duty, ItemError
from syncline.planner.policy import DeletePolicy
from syncline.records.words import Collection, Direction, Side
from syncline.store.changes import Changes
from syncline.store.memory import MemoryStore
from syncline.store.rows import Sighting
from tests.support.memory_sides import MemoryMailbox
from tests.support.world import BOTH, REP, World, idle

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.connectors.port import Page
    from syncline.records.record import Values

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example"}
MEETING = {
    "Subject": "Review",
    "Start": "2026-03-04T10:00:00@Europe/Berlin",
    "End": "2026-03-04T11:00:00@Europe/Berlin",
}
DELETE_BOTH = replace(BOTH, deletes=DeletePolicy.BOTH)
REFUSED = ItemError("refused", "No.")


class FusedStore(MemoryStore):
    """A store that gives up when one cycle asks for work without end."""

    asked = 0

    def due(self, rep: str, collection: Collection, now: datetime, limit: int) -> list[Sighting]:
        """Count."""
        self.asked += 1
        assert self.asked < 100, "the cycle never ends"
        return super().due(rep, collection, now, limit)


def fused(**settings: Any) -> World:
    """Answer a world whose store notices endless work."""
    return World(store=FusedStore(), **settings)


def cycle(world: World) -> dict[str, Any]:
    """Run one cycle with a fresh fuse."""
    assert isinstance(world.store, FusedStore)
    world.store.asked = 0
    return world.cycle()


def in_step(world: World) -> tuple[str, str]:
    """Put Ann into the mailbox, converge, and answer her two ids."""
    world.shelf(Side.MAILBOX).put(ANN)
    world.converge()
    (link,) = world.links()
    return link.salesforce_id, link.mailbox_id


@dataclass(slots=True)
class Refusing:
    """Answers one thing for every record asked."""

    answer: Any

    def __call__(self, _collection: Collection, asked: Any) -> list[Any]:
        """Answer."""
        return [self.answer for _ in asked]


def test_an_edit_of_a_contact_whose_salesforce_record_is_hidden_waits() -> None:
    world = fused()
    theirs, mine = in_step(world)
    world.org.hidden.add(theirs)
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "CEO"})
    cycle(world)
    world.shelf(Side.MAILBOX).edit(mine, {"MobilePhone": "1"})
    cycle(world)
    assert [row.code for row in world.store.errors()] == ["not_visible"]
    world.org.hidden.clear()
    world.wait(days=1)
    cycle(world)
    assert world.values(Side.SALESFORCE) == [{**ANN, "JobTitle": "CEO", "MobilePhone": "1"}]
    assert world.values(Side.MAILBOX) == world.values(Side.SALESFORCE)
    assert world.store.errors() == []


def test_a_record_that_cannot_be_read_whole_is_not_deleted_and_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    world = fused(contacts=DELETE_BOTH)
    _, mine = in_step(world)
    world.shelf(Side.MAILBOX).remove(mine)
    monkeypatch.setattr(type(world.org), "whole", lambda _self, _collection, ids: [REFUSED for _ in ids])
    cycle(world)
    assert len(world.values(Side.SALESFORCE)) == 1
    assert [row.code for row in world.store.errors()] == ["refused"]
    monkeypatch.undo()
    world.wait(days=1)
    cycle(world)
    assert world.values(Side.SALESFORCE) == []
    assert world.store.errors() == []


@pytest.mark.parametrize("answer", [Conflict("x"), REFUSED], ids=["conflict", "refused"])
def test_a_deletion_that_the_mailbox_does_not_take_waits(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    world = fused(contacts=DELETE_BOTH)
    theirs, mine = in_step(world)
    world.shelf(Side.SALESFORCE).remove(theirs)
    world.shelf(Side.MAILBOX).edit(mine, {})  # a new version, nothing changed: both halves are to be planned
    monkeypatch.setattr(type(world.mailbox), "delete", lambda _self, _collection, asked: [answer for _ in asked])
    cycle(world)
    assert len(world.values(Side.MAILBOX)) == 1
    assert world.store.journal() == []
    monkeypatch.undo()
    world.wait(days=1)
    cycle(world)
    assert world.values(Side.MAILBOX) == []
    assert world.store.errors() == []


def test_an_event_that_comes_back_from_the_recycle_bin_is_left_alone() -> None:
    world = fused()
    mine = world.shelf(Side.MAILBOX, Collection.EVENTS).put(MEETING, uid="u1").id
    world.converge()
    (link,) = world.links(Collection.EVENTS)
    before = world.shelf(Side.SALESFORCE, Collection.EVENTS).records[link.salesforce_id]
    world.shelf(Side.MAILBOX, Collection.EVENTS).remove(mine)
    world.converge()
    assert world.values(Side.SALESFORCE, Collection.EVENTS) == []
    shelf = world.shelf(Side.SALESFORCE, Collection.EVENTS)
    shelf.records[before.id] = before
    shelf.edit(before.id, {})
    assert idle(cycle(world))
    assert world.store.next_due(REP) is None


def test_a_direction_that_was_narrowed_leaves_no_copy_to_be_made() -> None:
    world = fused()
    world.shelf(Side.MAILBOX).fail = lambda _values: REFUSED
    world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id)
    cycle(world)
    assert [row.code for row in world.store.errors()] == ["refused"]
    world.contacts = replace(BOTH, direction=Direction.TO_SALESFORCE)
    world.wait(days=1)
    cycle(world)
    assert world.store.next_due(REP) is None
    assert world.store.errors() == []


def test_a_new_item_that_cannot_be_read_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    world = fused()
    mine = world.shelf(Side.MAILBOX).put(ANN).id
    busy = ItemError("busy", "Busy.", Duty.RETRY)
    monkeypatch.setattr(type(world.mailbox), "read", lambda _self, _collection, ids: [busy for _ in ids])
    cycle(world)
    assert [(row.record_id, row.code) for row in world.store.errors()] == [(mine, "busy")]
    for _ in range(2):
        world.wait(days=1)
        cycle(world)
    monkeypatch.undo()
    world.wait(days=1)
    cycle(world)
    assert world.values(Side.SALESFORCE) == [ANN]
    assert world.store.errors() == []


def test_an_item_that_could_not_be_read_and_is_gone_is_forgotten() -> None:
    world = fused()
    unread = Sighting(REP, Collection.CONTACTS, Side.MAILBOX, "mc-never", due=world.clock())
    world.store.commit(Changes(sightings=[unread]))
    cycle(world)
    assert world.store.next_due(REP) is None


def test_a_changed_record_that_cannot_be_read_again_keeps_its_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A conflict leaves the mailbox's record unread; an error on reading it must not settle the pair without it."""
    world = fused()
    theirs, mine = in_step(world)
    raced: list[str] = []

    def race() -> None:
        if not raced:
            raced.append(mine)
            world.shelf(Side.MAILBOX).edit(mine, {"MobilePhone": "1"})

    world.mailbox.before_write = race
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "CEO"})
    real = type(world.mailbox).read
    monkeypatch.setattr(
        type(world.mailbox), "read", lambda _self, _collection, ids: [REFUSED for _ in ids] if raced else []
    )
    cycle(world)
    monkeypatch.setattr(type(world.mailbox), "read", real)
    for _ in range(3):
        world.wait(days=1)
        cycle(world)
    assert world.values(Side.SALESFORCE) == [{**ANN, "JobTitle": "CEO", "MobilePhone": "1"}]
    assert world.values(Side.MAILBOX) == world.values(Side.SALESFORCE)


def test_an_edit_that_salesforce_answers_with_missing_becomes_an_error_not_a_loop() -> None:
    world = fused()
    theirs, mine = in_step(world)
    world.org.hidden.add(theirs)
    shelf = world.shelf(Side.SALESFORCE)
    hidden = shelf.records.pop(theirs)
    world.shelf(Side.MAILBOX).edit(mine, {"MobilePhone": "1"})
    cycle(world)
    cycle(world)
    assert [row.code for row in world.store.errors()] == ["not_visible"]
    asked = world.org.calls["update"]
    cycle(world)
    assert world.org.calls["update"] == asked
    shelf.records[theirs] = hidden
    world.org.hidden.clear()
    world.wait(days=1)
    world.converge()
    assert world.values(Side.SALESFORCE) == [{**ANN, "MobilePhone": "1"}]
    assert world.store.errors() == []


def test_a_write_that_is_refused_is_tried_with_growing_pauses_whatever_was_seen_of_both_sides() -> None:
    world = fused()
    theirs, mine = in_step(world)
    world.wait(minutes=30)
    world.converge()
    tried: list[datetime] = []

    def refuse(_values: Values) -> ItemError:
        tried.append(world.clock.now)
        return REFUSED

    world.shelf(Side.SALESFORCE).fail = refuse
    world.shelf(Side.MAILBOX).edit(mine, {"JobTitle": "Buyer"})
    world.shelf(Side.SALESFORCE).edit(theirs, {"Department": "Sales"})
    for _ in range(120):
        cycle(world)
        world.wait(seconds=60)
    pauses = [later - sooner for sooner, later in pairwise(tried)]
    assert 3 < len(tried) < 10
    assert pauses == sorted(pauses)


def test_a_server_that_tells_the_same_page_for_ever_under_new_cursors_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    world = fused()
    world.shelf(Side.MAILBOX).put(ANN)
    ordinary = MemoryMailbox.changes
    pages = iter(range(1000))

    def endless(mailbox: MemoryMailbox, collection: Collection, cursor: str | None) -> Page:
        page = ordinary(mailbox, collection, None)
        return replace(page, cursor=str(10_000 + next(pages)), more=True)

    monkeypatch.setattr(MemoryMailbox, "changes", endless)
    cycle(world)
    assert {row.code for row in world.store.errors()} == {"endless_listing"}
    assert next(pages) < 300
    monkeypatch.undo()
    world.wait(minutes=30)
    world.converge()
    assert world.store.errors() == []
    assert len(world.values(Side.SALESFORCE)) == 1
