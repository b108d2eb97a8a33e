"""Deletions, moves, merges, owners: nothing is deleted that was not seen to be deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from syncline.connectors.port import Whereabouts
from syncline.engine.held import let_go, refuse
from syncline.planner.policy import DeleteGuard, DeletePolicy
from syncline.records.link import Ended
from syncline.records.words import Collection, Direction, Side
from syncline.store.rows import Action, Hold
from tests.support.memory_sides import MemoryOrg
from tests.support.world import BOTH, REP, World, idle

if TYPE_CHECKING:
    from syncline.connectors.port import ItemError, Missing
    from syncline.records.record import Record

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example"}
BOB = {"GivenName": "Bob", "Surname": "Ray", "EmailAddress1": "bob@acme.example"}
DELETE_BOTH = replace(BOTH, deletes=DeletePolicy.BOTH)


def in_step(world: World, side: Side = Side.MAILBOX) -> tuple[str, str]:
    """Put Ann on one side, converge, and answer her two ids."""
    world.shelf(side).put(ANN, **({"owner": world.org.user_id} if side is Side.SALESFORCE else {}))
    world.converge()
    (link,) = world.links()
    return link.salesforce_id, link.mailbox_id


def ended(world: World) -> Ended | None:
    found = [
        link for side in Side for link in world.store.links(REP, Collection.CONTACTS, side, list(_ids(world, side)))
    ]
    return next(link.ended for link in found)


def _ids(world: World, side: Side) -> list[str]:
    return [f"003{n:06d}" for n in range(1, 10)] if side is Side.SALESFORCE else [f"mc-{n:06d}" for n in range(1, 10)]


def test_keep_leaves_the_other_copy_and_nothing_comes_back_not_even_after_a_reset() -> None:
    world = World()
    _, mine = in_step(world)
    world.shelf(Side.MAILBOX).remove(mine)
    world.converge()
    assert ended(world) is Ended.DELETED_IN_MAILBOX
    assert len(world.values(Side.SALESFORCE)) == 1
    world.store.reset(REP)
    world.converge()
    assert world.values(Side.MAILBOX) == []


@pytest.mark.parametrize("gone_from", list(Side))
def test_both_deletes_the_other_copy_after_journaling_it_whole(gone_from: Side) -> None:
    world = World(contacts=DELETE_BOTH)
    ids = dict(zip(Side, in_step(world), strict=True))
    world.shelf(gone_from).remove(ids[gone_from])
    world.converge()
    assert world.values(gone_from.other) == []
    (row,) = world.store.journal(rep=REP)
    assert (row.action, row.side, row.record_id) == (Action.DELETE, gone_from.other, ids[gone_from.other])
    assert "ann@acme.example" in row.whole
    assert row.before == ANN


@pytest.mark.parametrize("where", [Whereabouts.ELSEWHERE, Whereabouts.UNKNOWN])
def test_what_was_not_seen_to_be_deleted_is_deleted_nowhere(where: Whereabouts) -> None:
    world = World(contacts=DELETE_BOTH)
    _, mine = in_step(world)
    world.shelf(Side.MAILBOX).remove(mine, where)
    world.converge()
    assert len(world.values(Side.SALESFORCE)) == 1
    assert ended(world) is (Ended.MOVED_OUT if where is Whereabouts.ELSEWHERE else Ended.GONE_UNKNOWN)


def test_a_contact_moved_back_into_the_folder_goes_on_under_its_new_id() -> None:
    world = World(contacts=DELETE_BOTH)
    theirs, mine = in_step(world)
    trace = world.shelf(Side.MAILBOX).records[mine].trace
    world.shelf(Side.MAILBOX).remove(mine, Whereabouts.ELSEWHERE)
    world.converge()
    back = world.shelf(Side.MAILBOX).put({**ANN, "JobTitle": "Back"})
    world.shelf(Side.MAILBOX).records[back.id] = structs.replace(back, trace=trace)
    world.converge()
    (link,) = world.links()
    assert (link.salesforce_id, link.mailbox_id) == (theirs, back.id)
    assert world.values(Side.SALESFORCE) == [{**ANN, "JobTitle": "Back"}]


def test_a_server_that_renumbers_its_items_changes_nothing() -> None:
    world = World(contacts=DELETE_BOTH)
    theirs, mine = in_step(world)
    old = world.shelf(Side.MAILBOX).records[mine]
    new = world.shelf(Side.MAILBOX).put(old.values)
    world.shelf(Side.MAILBOX).records[new.id] = structs.replace(new, trace=old.trace)
    world.shelf(Side.MAILBOX).remove(mine, Whereabouts.HERE)
    world.converge()
    assert [(link.salesforce_id, link.mailbox_id) for link in world.links()] == [(theirs, new.id)]
    assert len(world.values(Side.SALESFORCE)) == len(world.values(Side.MAILBOX)) == 1


def test_a_copy_that_carries_the_trace_is_a_copy() -> None:
    world = World()
    _, mine = in_step(world)
    copy = world.shelf(Side.MAILBOX).put(ANN)
    world.shelf(Side.MAILBOX).records[copy.id] = structs.replace(
        copy, trace=world.shelf(Side.MAILBOX).records[mine].trace
    )
    world.converge()
    assert [link.mailbox_id for link in world.links()] == [mine]
    assert len(world.values(Side.SALESFORCE)) == 1


def test_changed_here_and_deleted_there_survives_and_is_asked_about() -> None:
    world = World(contacts=DELETE_BOTH)
    theirs, mine = in_step(world)
    world.shelf(Side.MAILBOX).edit(mine, {"JobTitle": "New"})
    world.shelf(Side.SALESFORCE).remove(theirs)
    world.converge()
    assert world.values(Side.MAILBOX) == [{**ANN, "JobTitle": "New"}]
    assert [row.kind for row in world.store.unresolved(rep=REP)] == ["edited_and_deleted"]


def test_a_contact_that_changes_hands_leaves_only_the_copy_that_syncline_made() -> None:
    for made_by_us in (True, False):
        world = World()
        theirs, _ = in_step(world, Side.SALESFORCE if made_by_us else Side.MAILBOX)
        shelf = world.shelf(Side.SALESFORCE)
        shelf.records[theirs] = structs.replace(
            shelf.records[theirs], owner="005000000000009AAA", version="2026-03-02T20:00:00.000+0000"
        )
        shelf.log.append(theirs)
        world.converge()
        assert world.links() == []
        assert len(world.values(Side.SALESFORCE)) == 1
        assert len(world.values(Side.MAILBOX)) == (0 if made_by_us else 1)
        assert len(world.store.journal(rep=REP)) == (1 if made_by_us else 0)


def test_hidden_is_not_deleted() -> None:
    world = World(contacts=DELETE_BOTH)
    theirs, _ = in_step(world)
    world.org.hidden.add(theirs)
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "Secret"})
    world.cycle()
    assert len(world.values(Side.MAILBOX)) == 1
    assert [row.code for row in world.store.errors(rep=REP)] == ["not_visible"]
    world.org.hidden.clear()
    world.wait(hours=1)
    world.converge()
    assert world.values(Side.MAILBOX)[0]["JobTitle"] == "Secret"
    assert world.store.errors(rep=REP) == []


def test_a_link_follows_a_merge_in_salesforce() -> None:
    world = World(contacts=DELETE_BOTH)
    theirs, mine = in_step(world)
    master = world.shelf(Side.SALESFORCE).put({**ANN, "JobTitle": "Master"}, owner=world.org.user_id)
    world.org.masters[theirs] = master.id
    world.shelf(Side.SALESFORCE).remove(theirs)
    world.converge()
    assert [(link.salesforce_id, link.mailbox_id) for link in world.links()] == [(master.id, mine)]
    assert world.values(Side.MAILBOX) == [{**ANN, "JobTitle": "Master"}]


@pytest.mark.parametrize("deletes", ["keep", "both"])
def test_a_master_that_is_deleted_before_it_was_read_did_not_leave_the_scope(
    deletes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the deletion, which the feed tells of next, says what becomes of the copy (SPEC 4.5)."""
    world = World(contacts=replace(BOTH, deletes=DeletePolicy(deletes)))
    shelf = world.shelf(Side.SALESFORCE)
    theirs = shelf.put(ANN, owner=world.org.user_id).id
    world.converge()
    master = shelf.put({**ANN, "JobTitle": "Master"}, owner=world.org.user_id).id
    world.org.masters[theirs] = master
    shelf.remove(theirs)
    real = MemoryOrg.read

    def gone(self: MemoryOrg, collection: Collection, ids: list[str]) -> list[Record | Missing | ItemError]:
        if master in ids and master in shelf.records:
            shelf.remove(master)
        return real(self, collection, ids)

    monkeypatch.setattr(MemoryOrg, "read", gone)
    world.cycle()
    assert len(world.values(Side.MAILBOX)) == 1
    world.wait(minutes=2)
    world.converge()
    assert len(world.values(Side.MAILBOX)) == (deletes == "keep")
    assert world.store.errors(rep=REP) == []


def test_undeleted_in_salesforce_goes_on() -> None:
    world = World()
    theirs, mine = in_step(world)
    record = world.shelf(Side.SALESFORCE).records[theirs]
    world.shelf(Side.SALESFORCE).remove(theirs)
    world.converge()
    world.shelf(Side.SALESFORCE).records[theirs] = structs.replace(record, version="2026-03-02T21:00:00.000+0000")
    world.shelf(Side.SALESFORCE).log.append(theirs)
    world.converge()
    assert [(link.salesforce_id, link.mailbox_id) for link in world.links()] == [(theirs, mine)]


def test_the_guard_holds_what_goes_beyond_a_days_share() -> None:
    world = World(contacts=DELETE_BOTH)
    for number in range(30):
        world.shelf(Side.MAILBOX).put({**ANN, "EmailAddress1": f"{number}@acme.example"})
    world.converge()
    for record_id in list(world.shelf(Side.MAILBOX).records)[:12]:
        world.shelf(Side.MAILBOX).remove(record_id)
    world.converge()
    assert len(world.values(Side.SALESFORCE)) == 25
    held = [row.id for row in world.store.held(rep=REP) if row.state is Hold.HELD]
    assert len(held) == 7
    world.wait(minutes=1)
    let_go(world.store, held[:3], world.clock())
    refuse(world.store, held[3:], world.clock())
    world.converge()
    assert len(world.values(Side.SALESFORCE)) == 22
    assert idle(world.cycle())


def test_what_is_held_is_no_error_any_more() -> None:
    world = World(contacts=DELETE_BOTH, guard=DeleteGuard(at_least=0, percent=0, count=0))
    theirs, _ = in_step(world)
    world.org.hidden.add(theirs)
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "Secret"})
    world.cycle()
    assert [row.code for row in world.store.errors(rep=REP)] == ["not_visible"]
    world.org.hidden.clear()
    world.shelf(Side.SALESFORCE).remove(theirs)
    world.wait(hours=1)
    world.converge()
    assert [row.state for row in world.store.held(rep=REP)] == [Hold.HELD]
    assert world.store.errors(rep=REP) == []


def test_trickled_deletes_are_counted_together() -> None:
    world = World(contacts=DELETE_BOTH)
    for number in range(20):
        world.shelf(Side.MAILBOX).put({**ANN, "EmailAddress1": f"{number}@acme.example"})
    world.converge()
    for record_id in list(world.shelf(Side.MAILBOX).records)[:8]:
        world.shelf(Side.MAILBOX).remove(record_id)
        world.converge()
        world.wait(minutes=30)
    assert len(world.values(Side.SALESFORCE)) == 15


def test_a_lost_store_pairs_everything_again_without_a_copy() -> None:
    world = World()
    for number in range(20):
        shelf = world.shelf(Side.MAILBOX if number % 2 else Side.SALESFORCE)
        shelf.put(
            {**ANN, "EmailAddress1": f"{number}@acme.example"}, **({} if number % 2 else {"owner": world.org.user_id})
        )
    world.converge()
    again = World(clock=world.clock)
    again.mailbox, again.org = world.mailbox, world.org
    counts = again.cycle()["contacts"]
    assert all(way["created"] == way["deleted"] == 0 for way in counts.values())
    assert len(again.links()) == 20


def test_events_leave_salesforce_only_when_deleted_in_the_calendar_inside_the_window() -> None:
    world = World(contacts=replace(BOTH, direction=Direction.NONE))
    shelf = world.shelf(Side.MAILBOX, Collection.EVENTS)
    soon = {"Subject": "Soon", "Start": "2026-03-05T09:00:00@Europe/Berlin", "End": "2026-03-05T10:00:00@Europe/Berlin"}
    ids = [shelf.put({**soon, "Subject": name}, uid=name).id for name in ("a", "b", "c")]
    world.converge()
    shelf.remove(ids[0])
    shelf.remove(ids[1], Whereabouts.UNKNOWN)
    world.converge()
    assert sorted(one["Subject"] for one in world.values(Side.SALESFORCE, Collection.EVENTS)) == ["b", "c"]
    world.wait(days=30)
    shelf.remove(ids[2])
    world.converge()
    assert sorted(one["Subject"] for one in world.values(Side.SALESFORCE, Collection.EVENTS)) == ["b", "c"]


def test_after_a_lost_store_copies_in_bulk_are_held() -> None:
    world = World()
    world.mailbox.adopted = True
    for number in range(40):
        world.shelf(Side.MAILBOX).put({**ANN, "EmailAddress1": f"{number}@acme.example"})
    world.cycle()
    held = [row for row in world.store.held(rep=REP) if row.state is Hold.HELD]
    assert len(world.values(Side.SALESFORCE)) == 5
    assert len(held) == 35
    assert {row.action for row in held} == {"create:new"}
    world.wait(minutes=1)
    let_go(world.store, [row.id for row in held[:10]], world.clock())
    refuse(world.store, [row.id for row in held[10:]], world.clock())
    world.converge()
    assert len(world.values(Side.SALESFORCE)) == 15
    assert world.rep.reset == ""


def test_a_first_sync_is_not_held() -> None:
    world = World()
    for number in range(40):
        world.shelf(Side.MAILBOX).put({**ANN, "EmailAddress1": f"{number}@acme.example"})
    world.converge()
    assert len(world.values(Side.SALESFORCE)) == 40


def test_a_copy_that_carries_the_trace_takes_over_when_the_original_goes() -> None:
    """Some clients copy the trace with the item: then nothing says of the original but that it is here."""
    world = World(contacts=DELETE_BOTH)
    theirs, mine = in_step(world)
    shelf = world.shelf(Side.MAILBOX)
    copy = shelf.put(ANN)
    shelf.records[copy.id] = structs.replace(copy, trace=shelf.records[mine].trace)
    world.converge()
    shelf.remove(mine)
    world.converge()
    assert [(link.salesforce_id, link.mailbox_id) for link in world.links()] == [(theirs, copy.id)]
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "CEO"})
    world.converge()
    assert world.values(Side.MAILBOX) == [{**ANN, "JobTitle": "CEO"}]


@pytest.mark.parametrize("meanwhile", [True, False])
def test_a_contact_that_is_made_anew_in_salesforce_finds_what_was_left_behind(meanwhile: bool) -> None:  # noqa: FBT001
    world = World()
    theirs, mine = in_step(world)
    world.shelf(Side.SALESFORCE).remove(theirs)
    if meanwhile:
        world.converge()
    anew = world.shelf(Side.SALESFORCE).put({**ANN, "JobTitle": "CEO"}, owner=world.org.user_id)
    world.converge()
    assert [(link.salesforce_id, link.mailbox_id) for link in world.links()] == [(anew.id, mine)]
    assert world.values(Side.MAILBOX) == [{**ANN, "JobTitle": "CEO"}]


def test_a_contact_that_is_put_back_when_another_took_its_place_stops_nobody() -> None:
    """The rep moved one out, entered the same person again, and then put the first one back."""
    world = World()
    theirs, mine = in_step(world)
    shelf = world.shelf(Side.MAILBOX)
    old = shelf.records[mine]
    shelf.remove(mine, Whereabouts.ELSEWHERE)
    second = shelf.put(ANN)
    world.converge()
    assert [(link.salesforce_id, link.mailbox_id) for link in world.links()] == [(theirs, second.id)]
    back = shelf.put(ANN)
    shelf.records[back.id] = structs.replace(back, trace=old.trace)
    world.converge()
    assert [(link.salesforce_id, link.mailbox_id) for link in world.links()] == [(theirs, second.id)]
    assert world.store.errors(rep=REP) == []
    assert [row.kind for row in world.store.unresolved(rep=REP)] == ["copy_in_mailbox"]


def test_what_is_put_back_while_another_is_merged_into_it_is_in_one_pair() -> None:
    world = World()
    theirs, mine = in_step(world)
    shelf = world.shelf(Side.MAILBOX)
    old = shelf.records[mine]
    other = world.shelf(Side.SALESFORCE).put(BOB, owner=world.org.user_id)
    world.converge()
    shelf.remove(mine, Whereabouts.ELSEWHERE)
    world.converge()
    back = shelf.put(ANN)
    shelf.records[back.id] = structs.replace(back, trace=old.trace)
    (bob,) = (one for one in world.links() if one.salesforce_id == other.id)
    shelf.edit(bob.mailbox_id, {"JobTitle": "Edited"})
    world.org.masters[other.id] = theirs
    world.shelf(Side.SALESFORCE).remove(other.id)
    world.converge()
    assert [(link.salesforce_id, link.mailbox_id) for link in world.links()] == [(theirs, back.id)]
    assert [row.kind for row in world.store.unresolved(rep=REP)] == ["merged_in_salesforce"]
    assert world.store.errors(rep=REP) == []


def test_a_copy_that_got_a_pair_of_its_own_is_missed_although_the_original_stayed() -> None:
    world = World()
    theirs, mine = in_step(world)
    shelf = world.shelf(Side.MAILBOX)
    shelf.edit(mine, {"JobTitle": "Edited"})
    world.shelf(Side.SALESFORCE).remove(theirs)
    copy = shelf.put({**ANN, "JobTitle": "Edited"})
    shelf.records[copy.id] = structs.replace(copy, trace=shelf.records[mine].trace)
    world.converge()
    (pair,) = world.links()
    shelf.remove(pair.mailbox_id, Whereabouts.HERE)
    world.converge()
    assert idle(world.cycle())
    assert world.links() == []
    assert len(world.values(Side.SALESFORCE)) == 1, "unknown deletes nothing"
