"""A deleted record comes back: out of the recycle bin by the SOAP API, else made anew of everything that was kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.port import Lost, Mention, Written
from syncline.records.record import Record
from syncline.records.words import Collection
from tests.support.sf_connector_world import COLLEAGUE, REP

if TYPE_CHECKING:
    from tests.support.sf_connector_world import World

CONTACTS, EVENTS = Collection.CONTACTS, Collection.EVENTS
ANN = {
    "LastName": "Lee",
    "FirstName": "Ann",
    "Email": "ann@customer.example",
    "LeadSource": "Web",
    "Salutation": "Dr.",
}
LUNCH = {"Subject": "Lunch", "StartDateTime": "2026-03-05T11:00:00Z", "EndDateTime": "2026-03-05T12:00:00Z"}


def made(world: World, collection: Collection = CONTACTS) -> str:
    name, values = ("Contact", ANN) if collection is CONTACTS else ("Event", LUNCH)
    return world.org.as_user(REP).create(name, values)


def delete(world: World, record_id: str, collection: Collection = CONTACTS) -> Lost:
    org = world.open()
    (record,) = org.read(collection, [record_id])
    (whole,) = org.whole(collection, [record_id])
    assert isinstance(record, Record)
    assert isinstance(whole, str)
    (gone,) = org.delete(collection, [Mention(record_id, record.version)])
    assert isinstance(gone, Written)
    return Lost(record_id, "key-1", whole, record.values, world.clock())


def back(world: World, lost: Lost, collection: Collection = CONTACTS) -> Written:
    (result,) = world.open().restore(collection, [lost])
    assert isinstance(result, Written), result
    return result


@pytest.mark.parametrize("collection", [CONTACTS, EVENTS])
def test_it_comes_out_of_the_recycle_bin_under_its_own_id(world: World, collection: Collection) -> None:
    record_id = made(world, collection)
    lost = delete(world, record_id, collection)
    result = back(world, lost, collection)
    world.clock.advance(timedelta(seconds=10))
    (record,) = world.open().read(collection, [record_id])
    assert isinstance(record, Record)
    assert (result.id, result.version, result.after) == (record_id, record.version, record.values)
    assert record.values == lost.values


@pytest.mark.parametrize("collection", [CONTACTS, EVENTS])
def test_it_is_made_anew_with_unmapped_fields_where_the_bin_was_emptied(world: World, collection: Collection) -> None:
    lost = delete(world, made(world, collection), collection)
    world.org.purge("Event")
    world.org.purge("Contact")
    result = back(world, lost, collection)
    row = world.org.get(result.id)
    assert row is not None
    assert result.id != lost.id
    assert result.after == lost.values
    if collection is CONTACTS:
        assert {name: row[name] for name in ANN} == ANN


def test_what_an_attempt_made_without_our_hearing_of_it_is_not_made_again(world: World) -> None:
    lost = delete(world, made(world))
    world.org.purge("Event")
    world.org.purge("Contact")
    first = back(world, lost)
    assert back(world, lost).id == first.id
    assert world.org.count("Contact") == 1


def test_what_is_there_already_is_left_as_it_is(world: World) -> None:
    lost = delete(world, made(world))
    world.org.as_user(REP).undelete(lost.id)
    world.org.as_user(REP).update(lost.id, {"Title": "Edited since"})
    assert (back(world, lost).after or {})["JobTitle"] == "Edited since"


def test_a_record_that_is_somebody_elses_is_refused_alone(world: World) -> None:
    theirs = world.org.as_user(COLLEAGUE).create("Contact", {"LastName": "Theirs"})
    world.org.as_user(COLLEAGUE).delete(theirs)
    lost = delete(world, made(world))
    foreign = Lost(theirs, "key-2", "{}", {}, world.clock())
    refused, done = world.open().restore(CONTACTS, [foreign, lost])
    assert getattr(refused, "code", "") == "INSUFFICIENT_ACCESS_OR_READONLY"
    assert isinstance(done, Written)


def test_a_session_that_ran_out_is_renewed(world: World) -> None:
    lost = delete(world, made(world))
    org = world.open()
    org.read(CONTACTS, [lost.id])
    world.org.sessions.revoke_all()
    assert isinstance(org.restore(CONTACTS, [lost])[0], Written)
