"""SPEC 4.1: the folder is made, followed, and missed; an emptied or new one never reads as deletions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.house import House, quiet
from tests.support.house_people import add, both, contacts, edit, kinds, move, person, put, rest, shown
from tests.support.house_tables import NO_EVENTS, contacts_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.exchange import Folder

HOW_MANY = 12


def in_step(**settings: str) -> House:
    house = House(contacts=contacts_with(**settings), events=NO_EVENTS)
    for number in range(HOW_MANY):
        put(house, person(number)) if number % 2 else add(house, person(number))
    rest(house)
    house.wait(minutes=10)
    return house


def test_the_folder_is_made_under_contacts_and_only_what_is_in_it_syncs() -> None:
    house = House(events=NO_EVENTS)
    add(house, person(1))
    put(house, person(2), folder=house.mailbox().well_known("contacts"))
    rest(house)
    folder = house.mailbox().well_known("contacts").child("Salesforce_Sync")
    assert folder is not None
    assert folder.folder_class.startswith("IPF.Contact")
    assert [shown(item) for item in folder.items.values()] == [person(1)]
    assert len(contacts(house)) == 1


def _rename(house: House, folder: Folder) -> Callable[[], None]:
    def name(text: str) -> None:
        folder.name = text
        house.mailbox().change_folder(folder)

    name("My people")
    return lambda: name("Salesforce_Sync")


def _into(well_known: str) -> Callable[[House, Folder], Callable[[], None]]:
    def shift(house: House, folder: Folder) -> Callable[[], None]:
        box = house.mailbox()
        box.move_folder(folder, box.well_known(well_known))
        return lambda: box.move_folder(folder, box.well_known("contacts"))

    return shift


@pytest.mark.parametrize(
    ("mishap", "code"),
    [(_rename, "folder_renamed"), (_into("inbox"), "folder_moved"), (_into("deleteditems"), "folder_deleted")],
)
def test_a_displaced_folder_stops_that_reps_contacts_with_a_remedy_and_putting_it_back_heals(
    mishap: Callable[[House, Folder], Callable[[], None]], code: str
) -> None:
    house = in_step(deletes="both")
    before = both(house)
    put_back = mishap(house, house.folder())
    for _ in range(3):
        house.wait(minutes=10)
        assert quiet(house.sync())
    assert house.errors() == [code]
    (row,) = house.store.errors()
    assert "Salesforce_Sync" in row.remedy
    assert both(house)[1] == before[1]
    assert house.link_count("contacts") == HOW_MANY  # type: ignore[arg-type]
    put_back()
    edit(house, next(iter(house.folder().items.values())), JobTitle="Edited meanwhile")
    rest(house)
    assert house.errors() == []
    assert both(house)[0] == both(house)[1]
    assert len(contacts(house)) == HOW_MANY


def test_a_folder_deleted_for_good_stops_and_a_new_empty_one_deletes_nothing() -> None:
    house = in_step(deletes="both")
    box = house.mailbox()
    box.remove_folder(house.folder())
    house.sync()
    assert house.errors() == ["folder_deleted"]
    assert len(contacts(house)) == HOW_MANY
    box.make_folder("Salesforce_Sync")
    rest(house)
    assert house.errors() == []
    assert len(contacts(house)) == HOW_MANY
    assert [row for row in house.store.journal() if row.action == "delete"] == []
    mine, theirs = both(house)
    assert mine == theirs, "a new folder is filled again from Salesforce"
    assert len(mine) == HOW_MANY


def test_a_folder_that_takes_the_place_of_a_renamed_one_syncs_alone() -> None:
    house = in_step(deletes="both")
    old = house.folder()
    _rename(house, old)
    new = house.mailbox().make_folder("Salesforce_Sync")
    put(house, person(99), folder=new)
    rest(house)
    assert len(contacts(house)) == HOW_MANY + 1
    assert len(old.items) == HOW_MANY
    assert both(house)[0] == both(house)[1]
    assert kinds(house) == []


def test_contacts_moved_into_a_new_folder_are_matched_not_made() -> None:
    house = in_step(deletes="both")
    old = house.folder()
    _rename(house, old)
    new = house.mailbox().make_folder("Salesforce_Sync")
    for item in list(old.items.values()):
        move(house, item, new)
    rest(house)
    assert len(contacts(house)) == len(new.items) == HOW_MANY
    assert both(house)[0] == both(house)[1]


@pytest.mark.parametrize("to", ["deleteditems", "contacts"])
def test_emptying_the_folder_by_hand_is_deletions_or_moves_as_seen_and_the_guard_holds(to: str) -> None:
    house = in_step(deletes="both")
    box = house.mailbox()
    for item in list(house.folder().items.values()):
        move(house, item, box.well_known(to))
    house.converge()
    house.wait(minutes=10)
    house.sync()
    left = len(contacts(house))
    if to == "contacts":
        assert left == HOW_MANY
        assert house.sync()["held"] == []
    else:
        assert left == HOW_MANY - 5
        assert len(house.sync()["held"]) == HOW_MANY - 5
    assert house.exchange.outbox == []


def test_a_folder_that_lists_nothing_though_nothing_was_taken_out_deletes_nothing() -> None:
    """Items vanished without a trace (a restored database, a wiped store): unknown, never deleted."""
    house = in_step(deletes="both")
    box = house.mailbox()
    for item in list(house.folder().items.values()):
        box.remove_item(item)
    rest(house)
    assert len(contacts(house)) == HOW_MANY
    assert house.store.journal() == []
    assert house.items() == []


def test_a_mailbox_moved_between_databases_is_listed_again_without_loss_or_copy() -> None:
    house = in_step(deletes="both")
    before = both(house)
    house.mailbox().expire_sync_states()
    edit(house, house.items()[0], JobTitle="Edited meanwhile")
    gone = house.items()[1]
    email = shown(gone)["EmailAddress1"]
    house.mailbox().trash(gone)
    rest(house)
    mine, theirs = both(house)
    assert mine == theirs
    assert len(mine) == len(before[0]) - 1
    assert email not in [values["EmailAddress1"] for values in theirs]


def test_another_org_on_the_same_mailbox_is_refused() -> None:
    house = in_step()
    other = House(contacts=contacts_with(), events=NO_EVENTS, clock=house.clock)
    other.org.id  # noqa: B018 - another org, with its own id
    other.exchange, other.mail_faults = house.exchange, house.mail_faults
    other.org._service.org_id = "00D9Z0000000009EAA"
    other.sync()
    assert other.errors() == ["other_org"]
    assert contacts(other) == {}
