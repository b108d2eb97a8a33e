"""Whole cycles on Microsoft 365: both ways, in step, and nobody gets a mail (SPEC 1.3, 5.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from syncline.records.words import Collection
from syncline.sandbox.microsoft365 import Contact
from syncline.store.rows import MARKED, Action
from tests.simulation.house.test_graph_calls import visit
from tests.support.cloud_house import CloudHouse
from tests.support.house import REP, quiet
from tests.support.house_people import add, contacts, person, put, subjects
from tests.support.house_tables import NO_CONTACTS, contacts_with, events_with
from tests.support.house_undo import undo, undone

BOTH_DELETES = contacts_with(deletes="both")


def in_step(house: CloudHouse) -> dict[str, Any]:
    report = house.converge()
    house.wait(minutes=5)
    report = house.sync()
    assert quiet(report), report
    assert report["in_step"], house.errors()
    assert house.tenant.outbox == []
    return report


def names(house: CloudHouse) -> set[str]:
    return {str(item.values.get("surname")) for item in house.synced()}


def test_contacts_and_events_come_into_step_and_stay() -> None:
    house = CloudHouse()
    house.put(person(1))
    add(house, person(2))
    house.enter(visit(1))
    in_step(house)
    assert names(house) == {person(1)["Surname"], person(2)["Surname"]}
    assert {one["Surname"] for one in contacts(house).values()} == names(house)
    assert subjects(house) == ["Visit 1"]


def test_a_deletion_is_told_from_a_move() -> None:
    house = CloudHouse(contacts=BOTH_DELETES)
    for number in range(3):
        house.put(person(number))
    in_step(house)
    kept, moved, deleted = sorted(house.synced(), key=lambda item: item.number)
    house.cloud().put(moved, house.cloud().contacts)
    house.cloud().put_away(deleted)
    in_step(house)
    left = {one["Surname"] for one in contacts(house).values()}
    assert left == {kept.values["surname"], moved.values["surname"]}


def test_a_deleted_event_leaves_salesforce_and_one_beyond_the_horizon_stays() -> None:
    house = CloudHouse(events=events_with(horizon_months=2))
    gone, far, stays = (house.enter(visit(number)) for number in range(3))
    in_step(house)
    house.cloud().put_away(gone)
    late = {"start": {"dateTime": "2027-03-04T10:00:00", "timeZone": "UTC"},
            "end": {"dateTime": "2027-03-04T10:30:00", "timeZone": "UTC"}}  # fmt: skip
    house.cloud().edit(far, late)
    in_step(house)
    assert subjects(house) == ["Visit 1", "Visit 2"]
    assert stays.values["subject"] == "Visit 2"


def test_the_window_rolls_month_after_month_and_nothing_is_lost_or_doubled() -> None:
    house = CloudHouse(events=events_with(horizon_months=1))
    house.enter(visit(1))
    house.enter(visit(24 * 70))
    in_step(house)
    assert subjects(house) == ["Visit 1"]
    for _ in range(8):
        house.wait(days=10)
        in_step(house)
    assert subjects(house) == ["Visit 1", "Visit 1680"]


def test_a_void_token_is_read_again_beside_the_old_and_nothing_happens() -> None:
    house = CloudHouse(contacts=BOTH_DELETES)
    house.put(person(1))
    house.enter(visit(1))
    in_step(house)
    before = contacts(house).keys()
    house.cloud().expire_deltas()
    report = house.sync()
    assert quiet(report), report
    in_step(house)
    assert contacts(house).keys() == before


def second(house: CloudHouse) -> CloudHouse:
    """Another installation, with a store of its own, on the same org and the same tenant."""
    other = CloudHouse(contacts=NO_CONTACTS, clock=house.clock)
    other.org, other.org_faults = house.org, house.org_faults
    other.tenant, other.cloud_faults = house.tenant, house.cloud_faults
    other.installation = "installation-2"
    return other


def test_a_second_installation_of_events_alone_stops_and_makes_no_event() -> None:
    house = CloudHouse(contacts=NO_CONTACTS)
    house.enter(visit(1))
    in_step(house)
    other = second(house)
    assert quiet(other.sync())
    assert other.errors() == ["other_installation"]
    assert subjects(house) == ["Visit 1"]
    in_step(house)


def test_a_reset_takes_the_calendar_over_and_then_the_first_installation_stops() -> None:
    house = CloudHouse(contacts=NO_CONTACTS)
    house.enter(visit(1))
    in_step(house)
    other = second(house)
    other.sync()
    other.store.save_setup(reps=[replace(rep, reset=MARKED) for rep in other.store.reps()])
    in_step(other)
    house.wait(minutes=10)
    house.sync()
    assert house.errors() == ["other_installation"]
    assert subjects(house) == ["Visit 1"]


def test_a_contact_that_syncline_deleted_comes_back_with_its_photo() -> None:
    house = CloudHouse(contacts=BOTH_DELETES)
    id_ = add(house, person(1))
    in_step(house)
    (item,) = house.synced()
    assert isinstance(item, Contact)
    item.photo = b"\xff\xd8\xff a face"
    house.org.as_user(REP).delete(id_)
    in_step(house)
    assert house.synced() == []
    (row,) = [row for row in house.store.journal(limit=10) if row.action is Action.DELETE]
    undone(house, row)
    (back,) = house.synced()
    assert isinstance(back, Contact)
    assert (back.values["surname"], back.photo) == (person(1)["Surname"], b"\xff\xd8\xff a face")
    assert house.tenant.outbox == []


def test_who_moves_from_exchange_to_microsoft_365_keeps_everything() -> None:
    """The admin changes the connection: the next cycle pairs again, makes and deletes nothing; the journal says so."""
    house = CloudHouse(kind="exchange", contacts=BOTH_DELETES)
    people = [person(number) for number in range(4)]
    for one in people:
        put(house, one)
    start = visit(1)
    house.mailbox().create_event(
        start["Subject"], _wall(start["Start"]), _wall(start["End"]), zone="W. Europe Standard Time"
    )
    house.converge()
    before = contacts(house)
    linked = {one: house.link_count(one) for one in Collection}
    assert linked == {Collection.CONTACTS: 4, Collection.EVENTS: 1}

    for one in people:  # what the migration carries over: the same people and events under new ids
        house.put(one)
    house.enter(start)
    house.kind = "microsoft365"
    house.apply()
    report = house.sync()
    for collection in ("contacts", "events"):
        for way in report["reps"][REP][collection].values():
            assert (way["created"], way["deleted"]) == (0, 0)
    assert report["held"] == []
    assert report["calls"].keys() == {"salesforce", "microsoft365"}
    in_step(house)
    assert contacts(house) == before
    assert {one: house.link_count(one) for one in Collection} == linked
    told = [row for row in house.store.journal(limit=100) if row.action is Action.PAIRED_AGAIN]
    assert {(row.collection, row.reason) for row in told} == {(one, "other_mail_system") for one in Collection}

    assert [one.verdict for one in undo(house, *told)] == ["not_kept", "not_kept"], "there is nothing to take back"

    house.kind = "exchange"  # and back again
    house.apply()
    in_step(house)
    assert contacts(house) == before


def _wall(text: Any) -> Any:
    return datetime.fromisoformat(str(text).partition("@")[0])
