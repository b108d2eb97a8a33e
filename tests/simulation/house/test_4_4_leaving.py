"""SPEC 4.4 and 4.5: moves, owners, deletions, merges: what leaves one side and what that means for the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.records.words import Collection
from syncline.sandbox.salesforce import Access
from syncline.store.rows import Action
from tests.support.house import House
from tests.support.house_people import (
    add,
    both,
    change,
    contacts,
    edit,
    held,
    kinds,
    move,
    person,
    put,
    rest,
    shown,
)
from tests.support.house_tables import NO_EVENTS, contacts_with

if TYPE_CHECKING:
    from syncline.sandbox.exchange import Item

ANN = person(1)
REP, OTHER = "rep@acme.example", "other@acme.example"


def in_step(*, from_mailbox: bool = True, **settings: str) -> tuple[House, Item, str]:
    """Ann on both sides, and a bystander who must never be touched."""
    house = House(contacts=contacts_with(**settings), events=NO_EVENTS)
    house.org.add_user(OTHER, last_name="Other")
    put(house, person(50))
    put(house, ANN) if from_mailbox else add(house, ANN)
    rest(house)
    house.wait(minutes=10)
    item = next(item for item in house.items() if shown(item)["EmailAddress1"] == ANN["EmailAddress1"])
    record_id = next(one for one, row in contacts(house).items() if row["EmailAddress1"] == ANN["EmailAddress1"])
    return house, item, record_id


def links(house: House) -> int:
    return house.link_count(Collection.CONTACTS)


@pytest.mark.parametrize("deletes", ["keep", "both"])
def test_moved_out_of_the_folder_ends_the_link_and_deletes_nothing(deletes: str) -> None:
    house, item, record_id = in_step(deletes=deletes)
    outside = move(house, item, house.mailbox().well_known("contacts"))
    rest(house)
    assert held(house, record_id) == ANN
    assert links(house) == 1
    change(house, record_id, JobTitle="Later")
    edit(house, outside, Department="Private")
    rest(house)
    assert len(house.items()) == 1
    assert "Department" not in held(house, record_id)
    assert shown(outside)["JobTitle"] == ANN["JobTitle"]


@pytest.mark.parametrize("deletes", ["keep", "both"])
def test_moved_back_goes_on_where_it_was_with_what_changed_meanwhile(deletes: str) -> None:
    house, item, record_id = in_step(deletes=deletes)
    outside = move(house, item, house.mailbox().well_known("contacts"))
    rest(house)
    edit(house, outside, Department="Mine")
    change(house, record_id, JobTitle="Theirs")
    house.wait(minutes=10)
    back = move(house, outside, house.folder())
    rest(house)
    assert len(contacts(house)) == len(house.items()) == links(house) == 2
    assert shown(back) == held(house, record_id) == {**ANN, "Department": "Mine", "JobTitle": "Theirs"}


def test_moved_out_and_back_within_one_cycle_is_nothing() -> None:
    house, item, record_id = in_step(deletes="both")
    back = move(house, move(house, item, house.mailbox().well_known("contacts")), house.folder())
    rest(house)
    assert len(contacts(house)) == len(house.items()) == links(house) == 2
    assert shown(back) == held(house, record_id) == ANN


@pytest.mark.parametrize("hard", [True, False])
def test_keep_leaves_the_copy_in_salesforce_and_nothing_comes_back(hard: bool) -> None:  # noqa: FBT001
    house, item, record_id = in_step(deletes="keep")
    _delete(house, item, hard=hard)
    rest(house)
    assert held(house, record_id) == ANN
    change(house, record_id, JobTitle="Edited later")
    rest(house)
    house.store.reset("acme/rep@acme.example")
    rest(house)
    assert len(house.items()) == 1
    assert len(contacts(house)) == 2


def _delete(house: House, item: Item, *, hard: bool) -> None:
    box = house.mailbox()
    if not hard:
        box.trash(item)
        return
    with box.lock:
        box.move_item(item, box.well_known("recoverableitemsdeletions"))


@pytest.mark.parametrize("hard", [True, False])
def test_both_takes_the_salesforce_copy_away_after_journaling_it_whole(hard: bool) -> None:  # noqa: FBT001
    house, item, record_id = in_step(deletes="both")
    _delete(house, item, hard=hard)
    rest(house)
    assert len(contacts(house)) == 1
    row = house.org.get(record_id)
    assert row is not None
    assert row["IsDeleted"] is True
    (entry,) = house.store.journal()
    assert (entry.action, entry.record_id) == (Action.DELETE, record_id)
    assert '"OwnerId"' in entry.whole
    assert ANN["EmailAddress1"] in entry.whole


def test_keep_leaves_the_copy_in_the_mailbox_when_deleted_in_salesforce() -> None:
    house, item, record_id = in_step(deletes="keep")
    house.org.as_user(REP).delete(record_id)
    rest(house)
    assert shown(item) == ANN
    edit(house, item, JobTitle="Edited later")
    rest(house)
    house.store.reset("acme/rep@acme.example")
    rest(house)
    assert len(contacts(house)) == 1, "what was deleted in Salesforce does not come back, not even through a reset"


def test_both_moves_the_mailbox_copy_to_deleted_items_after_journaling_it_whole() -> None:
    house, item, record_id = in_step(deletes="both")
    house.org.as_user(REP).delete(record_id)
    rest(house)
    assert len(house.items()) == 1
    trash = house.mailbox().well_known("deleteditems").items.values()
    assert [shown(one) for one in trash] == [ANN]
    (entry,) = house.store.journal()
    assert (entry.action, entry.side, entry.record_id) == (Action.DELETE, "mailbox", item.id)
    assert ANN["EmailAddress1"] in entry.whole


@pytest.mark.parametrize("direction", ["to_salesforce", "to_mailbox"])
def test_under_one_direction_the_source_is_never_deleted_from(direction: str) -> None:
    house, item, record_id = (
        in_step(deletes="both", direction=direction) if direction != "to_mailbox" else _to_mailbox()
    )
    if direction == "to_salesforce":
        house.org.as_user(REP).delete(record_id)
        rest(house)
        assert shown(item) == ANN
    else:
        house.mailbox().trash(item)
        rest(house)
        assert held(house, record_id) == ANN
    assert house.store.journal() == []


def _to_mailbox() -> tuple[House, Item, str]:
    house = House(contacts=contacts_with(direction="to_mailbox", deletes="both"), events=NO_EVENTS)
    record_id = add(house, ANN)
    rest(house)
    return house, house.items()[0], record_id


@pytest.mark.parametrize("deletes", ["keep", "both"])
@pytest.mark.parametrize("deleted_in_mailbox", [True, False])
def test_changed_on_one_side_and_deleted_on_the_other_survives(deletes: str, deleted_in_mailbox: bool) -> None:  # noqa: FBT001
    house, item, record_id = in_step(deletes=deletes)
    if deleted_in_mailbox:
        change(house, record_id, JobTitle="New")
        house.mailbox().trash(item)
    else:
        edit(house, item, JobTitle="New")
        house.org.as_user(REP).delete(record_id)
    rest(house)
    left = contacts(house) if deleted_in_mailbox else {one.id: shown(one) for one in house.items()}
    assert "New" in [values["JobTitle"] for values in left.values()]
    assert kinds(house) == ["edited_and_deleted"]


def test_deleted_on_both_sides_is_forgotten_quietly() -> None:
    house, item, record_id = in_step(deletes="both")
    house.mailbox().trash(item)
    house.org.as_user(REP).delete(record_id)
    rest(house)
    assert links(house) == 1
    assert house.store.journal() == []
    assert kinds(house) == []


def test_the_link_follows_the_master_of_a_merge() -> None:
    house, item, record_id = in_step(deletes="both")
    master = add(house, {**person(9), "JobTitle": "Master", "Department": "Kept"})
    house.org.admin.merge(master, record_id)
    rest(house)
    assert len(house.items()) == len(contacts(house)) == links(house) == 2
    assert shown(item) == held(house, master)
    assert shown(item)["Department"] == "Kept"


def test_a_merge_of_two_linked_contacts_leaves_both_mailbox_contacts_and_asks() -> None:
    house, _, record_id = in_step(deletes="both")
    other = put(house, person(9))
    rest(house)
    master = next(one for one, row in contacts(house).items() if row["Surname"] == person(9)["Surname"])
    house.org.admin.merge(master, record_id)
    rest(house)
    assert len(house.items()) == 3
    assert kinds(house) == ["merged_in_salesforce"]
    edit(house, other, JobTitle="Goes on")
    rest(house)
    assert held(house, master)["JobTitle"] == "Goes on"


def test_undeleted_in_salesforce_goes_on() -> None:
    house, item, record_id = in_step(deletes="keep")
    house.org.as_user(REP).delete(record_id)
    rest(house)
    edit(house, item, Department="Edited meanwhile")
    rest(house)
    house.org.as_user(REP).undelete(record_id)
    rest(house)
    assert links(house) == 2
    assert shown(item) == held(house, record_id) == {**ANN, "Department": "Edited meanwhile"}


def test_undeleted_after_both_were_deleted_is_copied_again_once() -> None:
    house, item, record_id = in_step(deletes="both")
    house.org.as_user(REP).delete(record_id)
    rest(house)
    assert item not in house.items()
    house.org.as_user(REP).undelete(record_id)
    rest(house)
    assert len(contacts(house)) == 2
    assert both(house)[0] == both(house)[1]


def test_restored_from_deleted_items_goes_on() -> None:
    house, item, record_id = in_step(deletes="keep")
    trashed = house.mailbox().trash(item)
    rest(house)
    back = move(house, trashed, house.folder())
    rest(house)
    assert links(house) == len(contacts(house)) == 2
    change(house, record_id, JobTitle="Again")
    rest(house)
    assert shown(back)["JobTitle"] == "Again"


@pytest.mark.parametrize("made_by_syncline", [True, False])
def test_an_owner_change_ends_the_link_and_takes_only_our_own_copy_away(made_by_syncline: bool) -> None:  # noqa: FBT001
    house, item, record_id = in_step(from_mailbox=not made_by_syncline)
    house.org.admin.update(record_id, {"OwnerId": house.org.user_id(OTHER)})
    rest(house)
    assert held(house, record_id) == ANN
    assert links(house) == 1
    in_folder = [shown(one) for one in house.items()]
    assert (ANN in in_folder) is not made_by_syncline
    actions = [(row.action, row.record_id) for row in house.store.journal()]
    assert actions == ([(Action.DELETE, item.id)] if made_by_syncline else [])
    house.org.admin.update(record_id, {"OwnerId": house.org.user_id(REP)})
    rest(house)
    assert [shown(one) for one in house.items()].count(ANN) == 1
    assert links(house) == len(contacts(house)) == 2


def test_an_edited_copy_is_not_taken_away_when_the_contact_changes_hands() -> None:
    house, item, record_id = in_step(from_mailbox=False)
    edit(house, item, JobTitle="Mine now")
    house.org.admin.update(record_id, {"OwnerId": house.org.user_id(OTHER)})
    rest(house)
    assert shown(item)["JobTitle"] == "Mine now"
    assert house.store.journal() == []


def test_what_the_rep_can_no_longer_see_is_not_deleted_and_is_an_error_with_a_remedy() -> None:
    house = House(contacts=contacts_with(which="all", deletes="both"), events=NO_EVENTS)
    house.org.add_user(OTHER, last_name="Other")
    record_id = add(house, ANN, rep=OTHER)
    house.org.share(record_id, REP, Access.EDIT)
    rest(house)
    (item,) = house.items()
    house.org.share(record_id, REP, Access.NONE)
    change(house, record_id, rep=OTHER, JobTitle="Secret")
    house.sync()
    assert [row.code for row in house.store.errors()] == ["not_visible"]
    assert house.store.errors()[0].remedy
    assert shown(item) == ANN
    house.org.share(record_id, REP, Access.EDIT)
    house.wait(hours=1)
    rest(house)
    assert shown(item)["JobTitle"] == "Secret"
    assert house.errors() == []


def test_a_touch_that_changes_nothing_that_syncs_does_not_save_a_copy_nor_block_its_deletion() -> None:
    house, item, record_id = in_step(deletes="both")
    house.mailbox().edit(item, {"Categories": ["Blue"]})
    house.org.as_user(REP).delete(record_id)
    rest(house)
    assert item not in house.items()
    (entry,) = house.store.journal()
    assert (entry.action, entry.record_id) == (Action.DELETE, item.id)


@pytest.mark.parametrize("deletes", ["keep", "both"])
@pytest.mark.parametrize("hard", [True, False])
def test_a_copy_that_the_rep_deletes_before_the_next_cycle(deletes: str, hard: bool) -> None:  # noqa: FBT001
    """Exchange tells of no deletion where it never told of the item: it came and went between two listings."""
    house = House(contacts=contacts_with(deletes=deletes), events=NO_EVENTS)
    record_id = add(house, ANN)
    house.sync()
    _delete(house, house.items()[0], hard=hard)
    house.wait(minutes=5)
    house.sync()
    house.wait(minutes=30)
    rest(house)
    assert links(house) == 0
    assert len(contacts(house)) == (1 if deletes == "keep" else 0)
    if deletes == "keep":
        change(house, record_id, JobTitle="Edited later")
        rest(house)
    assert house.items() == []
    assert house.errors() == []


def test_a_copy_that_the_rep_moves_out_before_the_next_cycle() -> None:
    house = House(contacts=contacts_with(deletes="both"), events=NO_EVENTS)
    record_id = add(house, ANN)
    house.sync()
    move(house, house.items()[0], house.mailbox().well_known("contacts"))
    house.wait(minutes=30)
    rest(house)
    house.wait(minutes=30)
    rest(house)
    assert links(house) == 0
    assert held(house, record_id) == ANN
