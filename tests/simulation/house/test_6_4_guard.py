"""SPEC 6.4: what goes beyond a rep's share of a day's deletions waits for a person, whose word is remembered."""

from __future__ import annotations

import json

import pytest

from syncline.engine.held import let_go, refuse
from syncline.sandbox.faults import FaultKind
from syncline.store.memory import MemoryStore
from syncline.store.rows import Hold
from tests.support.house import House
from tests.support.house_faults import telling
from tests.support.house_people import contacts, person, put, rest, shown
from tests.support.house_tables import NO_EVENTS, contacts_with


def in_step(count: int) -> House:
    house = House(contacts=contacts_with(deletes="both"), events=NO_EVENTS)
    for number in range(count):
        put(house, person(number))
    rest(house)
    house.wait(minutes=10)
    return house


def trash(house: House, count: int) -> None:
    for item in house.items()[:count]:
        house.mailbox().trash(item)


def waiting(house: House) -> list[str]:
    return [row.id for row in house.store.held() if row.state is Hold.HELD]


@pytest.mark.parametrize("in_mailbox", [True, False])
def test_a_mass_deletion_is_held_on_either_side(in_mailbox: bool) -> None:  # noqa: FBT001
    house = in_step(30)
    if in_mailbox:
        trash(house, 20)
    else:
        for record_id in list(contacts(house))[:20]:
            house.org.as_user("rep@acme.example").delete(record_id)
    report = house.sync()
    assert len(contacts(house)) == (25 if in_mailbox else 10)
    assert len(house.items()) == (10 if in_mailbox else 25)
    assert len(report["held"]) == 15
    assert report["in_step"] is False
    rest(house)
    assert len(waiting(house)) == 15


def test_a_hundred_contacts_lose_ten_before_anybody_is_asked() -> None:
    house = in_step(100)
    trash(house, 40)
    house.sync()
    assert len(contacts(house)) == 90
    assert len(waiting(house)) == 30


@pytest.mark.parametrize("kind", [FaultKind.UNAVAILABLE, FaultKind.NOTHING])
def test_a_request_that_failed_is_not_counted_beside_its_retry(kind: FaultKind) -> None:
    house = in_step(20)
    trash(house, 4)
    house.org_faults.arm(telling(rb'"DELETE", "url": "[^"]*/sobjects', kind))
    house.sync()
    assert house.org_faults.acted == [kind]
    assert len(contacts(house)) == 20
    rest(house)
    assert len(contacts(house)) == 16
    assert waiting(house) == []


def test_let_go_deletes_and_refuse_keeps_for_good() -> None:
    house = in_step(20)
    trash(house, 12)
    rest(house)
    ids = waiting(house)
    assert len(ids) == 7
    let_go(house.store, ids[:3], house.clock())
    refuse(house.store, ids[3:], house.clock())
    rest(house)
    assert len(contacts(house)) == 12
    assert waiting(house) == []
    kept = next(iter(sorted(contacts(house))))
    house.org.as_user("rep@acme.example").update(kept, {"Title": "Edited"})
    rest(house)
    house.store.reset("acme/rep@acme.example")
    rest(house)
    assert len(contacts(house)) == 12
    assert len(house.items()) == 8, "refused is remembered: it neither goes nor comes back"


@pytest.mark.parametrize("kind", [FaultKind.UNAVAILABLE, FaultKind.LOST_BEFORE])
def test_what_was_let_go_is_not_asked_again_because_a_server_was_busy(kind: FaultKind) -> None:
    house = in_step(20)
    trash(house, 12)
    rest(house)
    let_go(house.store, waiting(house), house.clock())
    house.org_faults.arm(telling(rb'"DELETE", "url": "[^"]*/sobjects', kind))
    house.sync()
    assert house.org_faults.acted == [kind]
    rest(house)
    assert (len(contacts(house)), house.store.held()) == (8, [])


def test_deletes_that_trickle_in_are_counted_together_over_a_day() -> None:
    house = in_step(20)
    for _ in range(8):
        trash(house, 1)
        house.converge()
        house.wait(minutes=30)
    assert len(contacts(house)) == 15
    assert len(waiting(house)) == 3
    house.wait(hours=25)
    trash(house, 1)
    house.converge()
    assert len(contacts(house)) == 14
    assert len(waiting(house)) == 3, "what is held waits for a person, not for tomorrow"


def test_something_held_that_comes_back_is_held_no_more() -> None:
    house = in_step(20)
    box = house.mailbox()
    gone = [box.trash(item) for item in house.items()[:12]]
    rest(house)
    assert len(waiting(house)) == 7
    with box.lock:
        for item in gone:
            box.move_item(item, house.folder())
    rest(house)
    assert waiting(house) == []
    assert len(house.items()) == len(contacts(house)) == 20
    assert sorted(shown(item)["Surname"] for item in house.items()) == sorted(
        one["Surname"] for one in contacts(house).values()
    )


def test_an_owner_who_takes_everything_away_is_held_too() -> None:
    house = House(contacts=contacts_with(), events=NO_EVENTS)
    other = house.org.add_user("other@acme.example", last_name="Other")
    ids = [house.org.as_user("rep@acme.example").create("Contact", {"LastName": f"L{n}"}) for n in range(20)]
    rest(house)
    for record_id in ids:
        house.org.admin.update(record_id, {"OwnerId": other})
    house.sync()
    assert len(house.items()) == 15
    assert len(waiting(house)) == 15


def test_a_copy_whose_removal_was_refused_stays_and_goes_on_if_its_contact_qualifies_again() -> None:
    house = House(contacts=contacts_with(), events=NO_EVENTS)
    other = house.org.add_user("other@acme.example", last_name="Other")
    ids = [house.org.as_user("rep@acme.example").create("Contact", {"LastName": f"L{n}"}) for n in range(12)]
    rest(house)
    for record_id in ids:
        house.org.admin.update(record_id, {"OwnerId": other})
    rest(house)
    refuse(house.store, waiting(house), house.clock())
    rest(house)
    assert len(house.items()) == 7
    for record_id in ids:
        house.org.admin.update(record_id, {"Title": "Edited by the new owner"})
    rest(house)
    assert (len(house.items()), waiting(house)) == (7, []), "refused is remembered"
    for record_id in ids:
        house.org.admin.update(record_id, {"OwnerId": house.org.user_id("rep@acme.example"), "Title": "Back"})
    rest(house)
    assert len(house.items()) == 12
    assert {shown(item)["JobTitle"] for item in house.items()} == {"Back"}


@pytest.mark.parametrize(
    "guards", [{"at_least": 2, "percent": 50, "count": 4}, {"at_least": 4, "percent": 1, "count": 90}]
)
def test_the_limits_are_those_of_the_set_up(guards: dict[str, int]) -> None:
    house = in_step(20)
    house.store.save_setup(settings={"guards": json.dumps({"deletes": guards})})
    trash(house, 10)
    rest(house)
    assert len(contacts(house)) == 16
    assert len(waiting(house)) == 6


def test_what_is_let_go_of_one_rep_leaves_the_next_ones_waiting() -> None:
    house = in_step(20)
    trash(house, 12)
    rest(house)
    let_go(house.store, waiting(house), house.clock())
    rest(house)
    assert (len(contacts(house)), waiting(house)) == (8, [])
    trash(house, 1)
    rest(house)
    assert len(waiting(house)) == 1, "a person's word is about what was held then, not about the day"


def test_what_was_refused_to_be_copied_is_not_asked_again_after_a_reset() -> None:
    house = in_step(20)
    house.store = MemoryStore()
    house.apply()
    for number in range(100, 108):
        house.org.as_user("rep@acme.example").create("Contact", {"LastName": f"New {number}"})
    rest(house)
    assert (len(house.items()), len(waiting(house))) == (25, 3)
    refuse(house.store, waiting(house), house.clock())
    rest(house)
    house.store.reset("acme/rep@acme.example")
    rest(house)
    assert (len(house.items()), waiting(house)) == (25, [])


def test_copies_in_bulk_after_a_lost_store_are_held_and_no_longer_once_they_are_pointless() -> None:
    house = in_step(20)
    house.mailbox()
    house.store = MemoryStore()
    house.apply()
    for number in range(100, 112):
        house.org.as_user("rep@acme.example").create("Contact", {"LastName": f"New {number}"})
    rest(house)
    assert len(house.items()) == 25
    assert len(waiting(house)) == 7
    ids = {row.record_id: row.id for row in house.store.held()}
    gone, *others = sorted(ids)
    house.org.as_user("rep@acme.example").delete(gone)
    rest(house)
    assert sorted(waiting(house)) == sorted(ids[one] for one in others)
    let_go(house.store, [ids[others[0]]], house.clock())
    refuse(house.store, [ids[one] for one in others[1:]], house.clock())
    rest(house)
    assert len(house.items()) == 26
    assert waiting(house) == []
