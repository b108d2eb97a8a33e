"""What one side did while something else was going on reaches the other side all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.errors import TimedOutError
from syncline.connectors.port import Draft, Duty, ItemError, Whereabouts, Written
from syncline.planner.policy import DeletePolicy
from syncline.records.link import Ended
from syncline.records.words import Collection, Direction, Side
from syncline.store.changes import Changes
from syncline.store.rows import InboxRow
from tests.support.memory_sides import STAMP, MemoryOrg
from tests.support.world import BOTH, REP, World

if TYPE_CHECKING:
    import pytest

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example"}
REFUSED = ItemError("refused", "No.")


def in_step(world: World, side: Side = Side.MAILBOX) -> tuple[str, str]:
    """Put Ann on one side, converge, and answer her two ids."""
    world.shelf(side).put(ANN, **({"owner": world.org.user_id} if side is Side.SALESFORCE else {}))
    world.converge()
    (link,) = world.links()
    return link.salesforce_id, link.mailbox_id


def test_an_edit_made_while_the_answer_to_a_create_was_lost_reaches_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    mine = world.shelf(Side.MAILBOX).put(ANN).id
    real = MemoryOrg.create

    def lost(self: MemoryOrg, collection: Collection, drafts: list[Draft]) -> list[Written | ItemError]:
        real(self, collection, drafts)
        raise TimedOutError("No answer.")

    monkeypatch.setattr(MemoryOrg, "create", lost)
    world.cycle()
    monkeypatch.undo()
    world.shelf(Side.MAILBOX).edit(mine, {"JobTitle": "CEO"})
    world.wait(hours=1)
    world.converge()
    assert world.values(Side.SALESFORCE) == [{**ANN, "JobTitle": "CEO"}]


def test_a_copy_that_a_server_makes_after_the_time_out_is_not_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.shelf(Side.MAILBOX).put(ANN)
    late: list[Draft] = []

    def slow(_self: MemoryOrg, _collection: Collection, drafts: list[Draft]) -> list[Written | ItemError]:
        late.extend(drafts)
        raise TimedOutError("No answer.")

    monkeypatch.setattr(MemoryOrg, "create", slow)
    world.cycle()
    monkeypatch.undo()
    world.cycle()  # the next cycle comes before the server is done
    world.org.create(Collection.CONTACTS, late)
    world.wait(hours=1)
    world.converge()
    assert len(world.values(Side.SALESFORCE)) == 1


def test_an_edit_in_salesforce_survives_a_move_out_of_the_folder_and_back() -> None:
    world = World()
    theirs, mine = in_step(world)
    shelf = world.shelf(Side.MAILBOX)
    moved = structs.replace(shelf.records[mine], id="mc-moved", version="v-moved")
    shelf.remove(mine, Whereabouts.ELSEWHERE)
    shelf.records[moved.id] = moved
    shelf.log.append(moved.id)
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "CEO"})
    world.converge()
    assert world.values(Side.MAILBOX) == [{**ANN, "JobTitle": "CEO"}]
    assert world.values(Side.SALESFORCE) == [{**ANN, "JobTitle": "CEO"}]


def test_an_edit_in_the_mailbox_survives_a_merge_in_salesforce() -> None:
    world = World()
    theirs, mine = in_step(world)
    master = world.shelf(Side.SALESFORCE).put({**ANN, "Department": "Sales"}, owner=world.org.user_id).id
    world.shelf(Side.SALESFORCE).remove(theirs)
    world.org.masters[theirs] = master
    world.shelf(Side.MAILBOX).edit(mine, {"JobTitle": "CEO"})
    world.converge()
    assert world.values(Side.SALESFORCE) == [{**ANN, "Department": "Sales", "JobTitle": "CEO"}]
    assert world.values(Side.MAILBOX) == world.values(Side.SALESFORCE)


def test_a_deletion_in_the_mailbox_survives_a_merge_in_salesforce() -> None:
    world = World()
    theirs, mine = in_step(world)
    master = world.shelf(Side.SALESFORCE).put({**ANN, "Department": "Sales"}, owner=world.org.user_id).id
    world.shelf(Side.SALESFORCE).remove(theirs)
    world.org.masters[theirs] = master
    world.shelf(Side.MAILBOX).remove(mine)
    world.converge()
    assert world.links() == []
    assert len(world.values(Side.SALESFORCE)) == 1


def test_a_salesforce_record_that_cannot_be_read_is_read_later(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    theirs, _ = in_step(world)
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "CEO"})
    monkeypatch.setattr(
        MemoryOrg, "read", lambda _self, _collection, ids: [ItemError("busy", "", Duty.RETRY) for _ in ids]
    )
    world.cycle()
    monkeypatch.undo()
    world.wait(hours=1)
    world.converge()
    assert world.values(Side.MAILBOX) == [{**ANN, "JobTitle": "CEO"}]
    assert world.store.errors() == []


def test_what_a_person_moved_out_while_it_was_hidden_does_not_come_back() -> None:
    world = World()
    theirs, mine = in_step(world, Side.SALESFORCE)
    world.org.hidden.add(theirs)
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "CEO"})
    world.cycle()
    world.shelf(Side.MAILBOX).remove(mine, Whereabouts.ELSEWHERE)
    world.wait(days=1)
    world.cycle()
    assert [link.ended for link in world.store.links(REP, Collection.CONTACTS, Side.MAILBOX, [mine])] == [
        Ended.MOVED_OUT
    ]
    world.org.hidden.clear()
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "CFO"})
    world.converge()
    assert world.values(Side.MAILBOX) == []


def test_two_salesforce_contacts_for_one_in_the_mailbox_are_left_to_a_person() -> None:
    """Under `to_mailbox` the folder's own contacts are parked, and two duplicates in Salesforce claim the same one."""
    world = World(contacts=replace(BOTH, direction=Direction.TO_MAILBOX))
    world.shelf(Side.MAILBOX).put(ANN)
    for _ in range(2):
        world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id)
    world.converge()
    assert len(world.values(Side.MAILBOX)) == 1
    assert {row.kind for row in world.store.unresolved()} == {"several_in_salesforce"}


def test_a_duplicate_in_salesforce_does_not_claim_a_linked_contact_whose_edit_is_refused() -> None:
    world = World()
    _, mine = in_step(world)
    world.shelf(Side.SALESFORCE).fail = lambda values: REFUSED if "JobTitle" in values else None
    world.shelf(Side.MAILBOX).edit(mine, {"JobTitle": "CEO"})
    world.cycle()
    world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id)
    world.cycle()
    assert [row.code for row in world.store.errors()] == ["refused"]
    world.shelf(Side.SALESFORCE).fail = lambda _values: None
    world.wait(days=1)
    world.converge()
    assert {**ANN, "JobTitle": "CEO"} in world.values(Side.SALESFORCE)


def test_a_copy_made_while_its_original_comes_back_is_asked_about() -> None:
    """The link that lives again in this very batch has its Salesforce record taken already."""
    world = World()
    _, mine = in_step(world)
    shelf = world.shelf(Side.MAILBOX)
    kept = shelf.records[mine]
    shelf.remove(mine, Whereabouts.ELSEWHERE)
    world.converge()
    shelf.records["mc-back"] = structs.replace(kept, id="mc-back", version="v-back")
    shelf.log.append("mc-back")
    shelf.put(ANN)
    world.converge()
    assert [link.mailbox_id for link in world.links()] == ["mc-back"]
    assert len(world.store.unresolved()) == 1


def test_an_error_goes_with_the_record_it_is_about() -> None:
    world = World()
    world.shelf(Side.MAILBOX).fail = lambda _values: REFUSED
    theirs = world.shelf(Side.SALESFORCE).put(ANN, owner=world.org.user_id).id
    world.cycle()
    assert len(world.store.errors()) == 1
    stamp = world.clock().strftime(STAMP)
    world.store.commit(Changes(inbox=[InboxRow(REP, "Contact", theirs, stamp, deleted=True)]))
    world.cycle()
    assert world.store.errors() == []


def test_an_error_of_an_event_goes_when_the_event_is_past() -> None:
    world = World()
    world.shelf(Side.SALESFORCE, Collection.EVENTS).fail = lambda _values: REFUSED
    world.shelf(Side.MAILBOX, Collection.EVENTS).put(
        {"Subject": "R", "Start": "2026-03-04T10:00:00@Europe/Berlin", "End": "2026-03-04T11:00:00@Europe/Berlin"}
    )
    world.cycle()
    assert len(world.store.errors()) == 1
    world.wait(days=5)
    world.cycle()
    assert world.store.errors() == []


def test_a_refused_write_stands_in_no_journal() -> None:
    world = World(contacts=replace(BOTH, deletes=DeletePolicy.BOTH))
    theirs, mine = in_step(world)
    world.shelf(Side.SALESFORCE).fail = lambda _values: REFUSED
    world.shelf(Side.MAILBOX).edit(mine, {"GivenName": "Anna"})
    world.cycle()
    assert world.store.journal() == []
    world.shelf(Side.SALESFORCE).fail = lambda _values: None
    world.wait(days=1)
    world.converge()
    assert [row.record_id for row in world.store.journal()] == [theirs]


def test_a_contact_found_missing_while_it_is_written_to_is_looked_for() -> None:
    world = World()
    theirs, mine = in_step(world)
    shelf = world.shelf(Side.MAILBOX)
    del shelf.records[mine]  # the listing is late: it does not tell yet
    shelf.where[mine] = Whereabouts.ELSEWHERE
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "CEO"})
    world.converge()
    (link,) = world.store.links(REP, Collection.CONTACTS, Side.MAILBOX, [mine])
    assert link.ended is Ended.MOVED_OUT
    assert world.store.next_due(REP) is None


def test_a_hidden_record_is_not_deleted_with_its_copy() -> None:
    world = World(contacts=replace(BOTH, deletes=DeletePolicy.BOTH))
    theirs, mine = in_step(world)
    world.org.hidden.add(theirs)
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "CEO"})
    world.cycle()
    world.shelf(Side.MAILBOX).remove(mine)
    world.cycle()
    assert world.values(Side.SALESFORCE) == [{**ANN, "JobTitle": "CEO"}]
    assert world.links() == []
