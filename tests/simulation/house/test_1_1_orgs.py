"""SPEC 1.1: an org has a main switch, and is known by its id; another one in its place is a person's decision."""

from __future__ import annotations

import pytest

from syncline.jobs.orgs import confirm, org_state, switch
from syncline.records.words import Collection
from syncline.web.overview import overview
from tests.support.house import House
from tests.support.house_people import add, both, contacts, person, put, rest
from tests.support.house_tables import NO_EVENTS
from tests.support.house_wire import tap

OTHER = "00D9Z0000000009EAA"


def refreshed(house: House, *, org_id: str = OTHER) -> House:
    """Another org answers at the address of the house's; the mail server stays."""
    other = House(clock=house.clock, reps=house.reps, events=NO_EVENTS)
    other.org._service.org_id = org_id
    other.org.sessions._org_id = org_id
    for _ in range(20):
        other.org._state.make_id("003")  # ids of two orgs are never the same
    house.org, house.org_faults = other.org, other.org_faults
    return house


def in_step() -> House:
    house = House(events=NO_EVENTS)
    put(house, person(1))
    add(house, person(2))
    rest(house)
    return house


def test_another_org_behind_the_same_address_stops_everything() -> None:
    house = refreshed(in_step())
    put(house, person(3))
    house.sync()
    house.sync()
    assert house.errors() == ["org_changed"]
    assert "confirm" in house.store.errors()[0].remedy
    assert contacts(house) == {}
    assert len(house.items()) == 3
    assert house.store.journal() == []


def test_nothing_is_confirmed_before_another_org_answered() -> None:
    house = in_step()
    assert confirm(house.store, "acme") == ""
    assert house.link_count(Collection.CONTACTS) == 2


def test_a_confirmed_org_is_matched_anew_without_doubles_and_what_ended_stays_ended() -> None:
    house = in_step()
    taken_out = next(item for item in house.items() if item.values["Surname"] == person(1)["Surname"])
    house.mailbox().trash(taken_out)
    rest(house)
    refreshed(house)
    add(house, person(2))
    add(house, person(4))
    house.sync()
    assert confirm(house.store, "acme") == OTHER
    assert confirm(house.store, "acme") == "", "once is enough"
    rest(house)
    mine, theirs = both(house)
    assert mine == theirs
    assert sorted(one["Surname"] for one in mine) == sorted(person(number)["Surname"] for number in (2, 4))
    assert house.errors() == []
    assert house.store.connections()[0].org_id == OTHER


def test_a_refreshed_org_that_is_empty_gets_no_bulk_of_copies_without_a_persons_word() -> None:
    house = House(events=NO_EVENTS)
    for number in range(12):
        put(house, person(number))
    rest(house)
    refreshed(house)
    house.sync()
    confirm(house.store, "acme")
    house.converge()
    assert len(contacts(house)) < 12
    assert len(house.sync()["held"]) == 12 - len(contacts(house))
    assert len(house.items()) == 12


def test_the_folder_of_an_org_that_nobody_confirmed_is_not_taken_over() -> None:
    house = in_step()
    house.store.save_setup(settings={"org:acme": ""})
    other = House(clock=house.clock, events=NO_EVENTS)
    other.org._service.org_id = OTHER
    other.org.sessions._org_id = OTHER
    other.exchange, other.mail_faults = house.exchange, house.mail_faults
    other.sync()
    assert other.errors() == ["other_org"]


def test_the_main_switch_stops_everything_of_the_org_and_lets_it_go_on() -> None:
    house = in_step()
    assert switch(house.store, "acme", paused=True)
    assert not switch(house.store, "acme", paused=True)
    put(house, person(3))
    org, mail = tap(house)
    report = house.sync()
    assert (org.seen, mail.seen, report["reps"]) == ([], [], {})
    assert [rep["state"] for rep in overview(house.store)["reps"]] == ["org paused"]
    assert overview(house.store)["in_step"]
    assert switch(house.store, "acme", paused=False)
    rest(house)
    assert len(contacts(house)) == 3


@pytest.mark.parametrize("paused", [True, False])
def test_the_switch_outlives_a_confirmation(paused: bool) -> None:  # noqa: FBT001
    house = refreshed(in_step())
    house.sync()
    switch(house.store, "acme", paused=paused)
    confirm(house.store, "acme")
    assert org_state(house.store, "acme").paused is paused
