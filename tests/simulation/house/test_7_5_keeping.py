"""SPEC 7.5: the journal is kept as long as the set-up says, and what it holds of one person goes on request."""

from __future__ import annotations

import json
from datetime import timedelta

from syncline.engine.erasing import erase
from syncline.records.words import Collection
from syncline.store.meters import Count, Counted
from syncline.store.rows import Action
from tests.support.house import House
from tests.support.house_people import contacts, edit, move, person, put, rest, shown
from tests.support.house_tables import NO_EVENTS, contacts_with
from tests.support.house_undo import undo


def two_people() -> House:
    """Two contacts; both were edited, then the first was deleted on both sides."""
    house = House(contacts=contacts_with(deletes="both"), events=NO_EVENTS)
    for number in (1, 2):
        put(house, {**person(number), "JobTitle": "Clerk"})
    rest(house)
    house.wait(minutes=10)
    for item in house.items():
        edit(house, item, JobTitle="Chief")
    rest(house)
    gone = next(one for one in house.items() if shown(one)["EmailAddress1"] == person(1)["EmailAddress1"])
    house.mailbox().trash(gone)
    rest(house)
    return house


def test_old_rows_go_once_a_day_after_as_many_days_as_the_set_up_says() -> None:
    house = two_people()
    assert len(house.store.journal()) == 3
    house.wait(days=179)
    house.sync()
    assert len(house.store.journal()) == 3
    house.wait(days=2)
    house.sync()
    assert house.store.journal() == []


def test_another_retention_is_kept_to() -> None:
    house = two_people()
    house.store.save_setup(settings={"journal": json.dumps({"retention_days": 3})})
    house.wait(days=2)
    house.sync()
    assert len(house.store.journal()) == 3
    house.wait(days=2)
    house.sync()
    assert house.store.journal() == []


def test_what_was_counted_by_the_hour_goes_and_its_totals_stay() -> None:
    house = House(events=NO_EVENTS)
    began = house.clock()
    house.store.count([Count(Counted.CYCLES, "", 3)], began)
    for days, hours in ((6, 1), (2, 0)):
        house.wait(days=days)
        house.sync()
        assert len(house.store.hours(Counted.CYCLES, began - timedelta(hours=1))) == hours
    assert house.store.totals() == [Count(Counted.CYCLES, "", 3)]


def test_one_person_is_erased_and_nobody_else_and_nothing_comes_back() -> None:
    house = two_people()
    address, other = person(1)["EmailAddress1"], person(2)["EmailAddress1"]
    before = contacts(house)
    counted = erase(house.store, address.upper(), dry_run=True)
    assert erase(house.store, address.upper()) == counted
    assert (counted.rows, counted.links, counted.still_synced) == (2, 1, ())
    held = str(house.store.journal())
    assert address not in held
    assert person(1)["Surname"] not in held
    assert [row.reason for row in house.store.journal()].count("erased") == 2
    deletion = next(row for row in house.store.journal() if row.action is Action.DELETE)
    assert [one.verdict for one in undo(house, deletion)] == ["not_kept"]
    assert erase(house.store, address).rows == 0
    house.store.reset("acme/rep@acme.example")
    rest(house)
    assert contacts(house) == before
    assert shown(house.items()[0])["EmailAddress1"] == other


def test_what_still_syncs_is_told_and_its_journal_erased_all_the_same() -> None:
    house = two_people()
    done = erase(house.store, person(2)["EmailAddress1"])
    assert (done.rows, done.links, len(done.still_synced)) == (1, 0, 1)
    rest(house)
    assert house.link_count(Collection.CONTACTS) == 1


def test_a_pair_that_ended_without_a_write_is_found_by_what_it_held() -> None:
    house = two_people()
    move(house, house.items()[0], house.mailbox().well_known("contacts"))
    rest(house)
    (record_id,) = contacts(house)
    done = erase(house.store, person(2)["EmailAddress1"])
    assert (done.rows, done.links, done.still_synced) == (1, 1, ())
    assert house.store.links_naming(person(2)["Surname"]) == []
    assert erase(house.store, record_id).links == 0
