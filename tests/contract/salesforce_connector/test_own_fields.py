"""SPEC 5.1 with our package deployed: events are recognised by key and UID; without it, as before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.errors import RetryLaterError
from syncline.connectors.port import Draft, Intent, Written
from syncline.records.record import Record
from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from tests.support.salesforce_package import KEY, PACKAGE, PERMISSION_SET, UID
from tests.support.sf_connector_world import COLLEAGUE, INTEGRATION, REP

if TYPE_CHECKING:
    from syncline.records.record import Value
    from tests.support.sf_connector_world import World

EVENTS = Collection.EVENTS
VISIT: dict[str, Value] = {"Subject": "Visit", "Start": "2026-03-04T09:00:00@UTC", "End": "2026-03-04T10:00:00@UTC"}
OUTLOOK = "040000008200E00074C5B7101A82E00800000000B0C8"


@pytest.fixture
def packed(world: World) -> World:
    world.org.setup.deploy(PACKAGE)
    world.org.setup.assign(PERMISSION_SET, *(world.org.user_id(name) for name in (INTEGRATION, REP)))
    return world


def held(world: World, record_id: str) -> dict[str, Any]:
    row = world.org.get(record_id)
    assert row is not None
    return row


def make(world: World, *drafts: Draft, username: str = REP) -> list[str]:
    made = world.open(username=username).create(EVENTS, drafts)
    assert all(isinstance(one, Written) for one in made)
    return [one.id for one in made if isinstance(one, Written)]


def test_a_new_event_bears_its_key_and_the_calendars_uid(packed: World) -> None:
    (made,) = make(packed, Draft("key-1", VISIT, uid=OUTLOOK))
    assert (held(packed, made)[KEY], held(packed, made)[UID]) == ("key-1", OUTLOOK)
    (read,) = packed.open().read(EVENTS, [made])
    assert isinstance(read, Record)
    assert read.uid == OUTLOOK


def test_a_uid_that_does_not_fit_is_left_out_rather_than_cut(packed: World) -> None:
    (made,) = make(packed, Draft("key-1", VISIT, uid="x" * 256))
    assert held(packed, made)[UID] is None


def test_an_event_that_moved_is_found_by_its_uid(packed: World) -> None:
    (made,) = make(packed, Draft("key-1", VISIT, uid=OUTLOOK))
    packed.org.as_user(REP).update(made, {"StartDateTime": "2026-04-01T08:00:00Z", "Subject": "Visit, moved"})
    probe = Record(id="m", version="", values=VISIT, uid=OUTLOOK)
    assert [record.id for record in packed.open().find(EVENTS, [probe])] == [made]


def test_a_colleagues_copy_of_the_same_meeting_is_theirs(packed: World) -> None:
    packed.org.setup.assign(PERMISSION_SET, packed.colleague_id)
    mine, theirs = (make(packed, Draft(name, VISIT, uid=OUTLOOK), username=name)[0] for name in (REP, COLLEAGUE))
    probe = Record(id="m", version="", values=VISIT, uid=OUTLOOK)
    assert [record.id for record in packed.open().find(EVENTS, [probe])] == [mine]
    assert mine != theirs


def test_a_create_whose_answer_was_lost_is_found_by_its_key_even_if_it_was_edited_since(packed: World) -> None:
    org = packed.open()
    org.find(EVENTS, [Record(id="m", version="", values=VISIT)])
    packed.faults.arm(Fault(FaultKind.LOST_AFTER))
    since = packed.clock()
    with pytest.raises(RetryLaterError):
        org.create(EVENTS, [Draft("key-1", VISIT), Draft("key-2", {**VISIT, "Subject": "Lunch"})])
    made = packed.org.as_user(REP).query("SELECT Id, Syncline_Key__c FROM Event")
    ids = {row[KEY]: row["Id"] for row in made}
    packed.org.as_user(REP).update(ids["key-1"], {"Subject": "Visit, renamed"})
    packed.clock.advance(timedelta(minutes=1))

    found = packed.open().made(EVENTS, [Intent("key-1", VISIT, since), Intent("key-9", VISIT, since)])

    assert {key: record.id for key, record in found.items()} == {"key-1": ids["key-1"]}


def test_the_same_key_makes_one_event(packed: World) -> None:
    make(packed, Draft("key-1", VISIT))
    (again,) = packed.open().create(EVENTS, [Draft("key-1", VISIT)])
    assert not isinstance(again, Written)
    assert packed.org.count("Event") == 1


@pytest.mark.parametrize("lacking", [REP, INTEGRATION])
def test_whoever_lacks_the_permission_set_syncs_as_without_the_package(world: World, lacking: str) -> None:
    world.org.setup.deploy(PACKAGE)
    others = {REP, INTEGRATION} - {lacking}
    world.org.setup.assign(PERMISSION_SET, *(world.org.user_id(name) for name in others))
    (made,) = make(world, Draft("key-1", VISIT, uid=OUTLOOK))
    assert held(world, made)[KEY] is None
    found = world.open().made(EVENTS, [Intent("key-1", VISIT, world.clock())])
    assert found["key-1"].id == made


def test_an_org_without_the_package_costs_one_question(world: World) -> None:
    org = world.open()
    (made,) = make(world, Draft("key-1", VISIT))
    org.read(EVENTS, [made])
    org.read(EVENTS, [made])
    assert world.connection.calls["describe"] == 1
