"""SPEC 7.10: what another tool left is adopted, not doubled; one that is still at work is found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from syncline.jobs.coming_from import Found, OrgSeen, look
from syncline.records.words import Collection
from tests.support.cli_machine import Offline
from tests.support.house import REP, House, Looking
from tests.support.house_people import add, both, change, contacts, events, person, put, rest
from tests.support.house_tables import contacts_with, events_with

MANY = 12
OTHER = "other@acme.example"


def left_by_lightning_sync() -> House:
    """The folder, contacts and events on both sides, as the other tool made them: no mark and no key of ours."""
    house = House(contacts=contacts_with(), events=events_with(direction="both"))
    for number in range(MANY):
        someone = person(number)
        put(house, {**someone, "Department": "Sales"} if number % 3 else someone)
        add(house, someone)
    for day in range(3, 6):
        start, end = datetime(2026, 3, day, 10), datetime(2026, 3, day, 11)  # noqa: DTZ001 - wall times of the zone
        house.mailbox().create_event(f"Visit {day}", start, end)
        given = {"Subject": f"Visit {day}", "StartDateTime": f"{start.isoformat()}.000Z"}
        house.org.as_user(REP).create("Event", given | {"EndDateTime": f"{end.isoformat()}.000Z"})
    return house


def made_or_deleted(report: dict[str, Any]) -> int:
    ways = [way for rep in report["reps"].values() for one in rep.values() for way in one.values()]
    return sum(way["created"] + way["deleted"] for way in ways)


def test_existing_pairs_are_adopted_and_not_doubled() -> None:
    house = left_by_lightning_sync()
    assert sum(made_or_deleted(report) for report in (house.sync(), house.sync())) == 0
    rest(house)
    assert (len(house.items()), len(contacts(house)), len(events(house))) == (MANY, MANY, 3)
    assert (house.link_count(Collection.CONTACTS), house.link_count(Collection.EVENTS)) == (MANY, 3)
    mine, theirs = both(house)
    assert mine == theirs
    assert house.store.journal() == []


@pytest.fixture
def house() -> House:
    return House()


def looked(house: House) -> Found:
    return look(house.store, Looking(house), house.clock())


def test_an_org_without_activity_capture_shows_none(house: House) -> None:
    house.sync()
    found = looked(house)
    assert found.orgs == (OrgSeen("acme", shown=False),)
    assert found.clear


def test_a_rep_whom_activity_capture_syncs_is_named(house: House) -> None:
    other = house.org.add_user(OTHER)
    house.sync()
    rep = house.store.reps()[0].user_id
    house.org.setup.enable_activity_capture(other)
    assert looked(house).orgs == (OrgSeen("acme", users=(OTHER,)),)
    assert looked(house).clear
    house.org.setup.enable_activity_capture(rep)
    assert looked(house).orgs == (OrgSeen("acme", users=(OTHER, REP), reps=(REP,)),)
    assert not looked(house).clear


def test_a_rep_whose_profile_is_assigned_is_named(house: House) -> None:
    house.sync()
    (profile,) = house.org.admin.query("SELECT Id FROM Profile WHERE Name = 'Sales User'")
    house.org.setup.enable_activity_capture(profile["Id"])
    assert looked(house).orgs[0].reps == (REP,)


def test_who_was_taken_out_of_activity_capture_is_not_named(house: House) -> None:
    house.sync()
    rep = house.store.reps()[0].user_id
    house.org.setup.enable_activity_capture(rep)
    house.org.setup.end_activity_capture(rep)
    assert looked(house).orgs == (OrgSeen("acme"),)


def test_an_org_that_cannot_be_asked_is_no_clear_answer(house: House) -> None:
    house.sync()
    found = look(house.store, Offline(), house.clock())
    assert found.orgs == (OrgSeen("acme", shown=False, code="unavailable"),)
    assert not found.clear


def test_a_value_that_has_to_be_put_again_and_again_is_somebody_else_s_work(house: House) -> None:
    item = put(house, {**person(1), "JobTitle": "Buyer"})
    house.converge()
    (record_id,) = contacts(house)
    for number in range(3):
        assert looked(house).rewritten == ()
        change(house, record_id, JobTitle="Head of buying")
        house.converge()
        # The other tool puts back what it knows.
        house.mailbox().edit(item, {"JobTitle": "Buyer"})
        house.converge()
        house.wait(minutes=number + 1)
    found = looked(house)
    assert {(one.rep.partition("/")[2], one.times) for one in found.rewritten} == {(REP, 3)}
    assert not found.clear
