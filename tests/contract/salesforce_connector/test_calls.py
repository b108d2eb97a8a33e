"""What each operation costs of the org's daily requests, by our count and by the org's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.connectors.port import Draft, Edit, Intent, Mention, Written
from syncline.records.record import Record
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.sf_connector_world import World

CONTACTS, EVENTS = Collection.CONTACTS, Collection.EVENTS


@pytest.fixture(autouse=True)
def the_org_counts_the_same(world: World) -> Iterator[None]:
    yield
    assert world.connection.calls["total"] == world.org.requests.total
    assert world.connection.sign_ins == world.org.requests.tokens


def drafts(count: int, **values: str) -> list[Draft]:
    return [Draft(str(number), {"Surname": f"Person {number}", **values}) for number in range(count)]


def made(world: World, count: int) -> list[str]:
    people = [{"LastName": f"Person {number}"} for number in range(count)]
    return world.org.as_user("rep@acme.example").create_many("Contact", people)


def test_an_idle_feed_is_one_request_for_the_whole_org(world: World) -> None:
    reader = world.connection.reader()
    cursor = reader.start()
    for _cycle in range(3):
        page = reader.feed(cursor)
        cursor = page.cursor
        assert not page.more
    assert world.connection.calls == {"total": 4, "start": 1, "feed": 3}


def test_an_idle_feed_with_attendees_is_two_requests(world: World) -> None:
    reader = world.connection.reader()
    cursor = reader.start()
    for _cycle in range(3):
        cursor = reader.feed(cursor, attendees=True).cursor
    assert world.connection.calls == {"total": 7, "start": 1, "feed": 6}


def test_450_creates_are_three_requests_and_nothing_is_read_after(world: World) -> None:
    outcomes = world.open().create(CONTACTS, drafts(450))
    assert all(isinstance(outcome, Written) and outcome.after and outcome.version for outcome in outcomes)
    assert len({outcome.id for outcome in outcomes if isinstance(outcome, Written)}) == 450
    assert world.connection.calls == {"total": 3, "create": 3}


def test_companies_cost_one_request_however_many_cycles_batches_hold(world: World) -> None:
    org = world.open()
    org.create(CONTACTS, drafts(250, CompanyName="Customer AG"))
    org.create(CONTACTS, drafts(10, CompanyName="customer ag"))
    assert world.connection.calls == {"total": 4, "accounts": 1, "create": 3}


def test_an_update_and_a_delete_of_200_are_one_request_each(world: World) -> None:
    ids = made(world, 201)
    org = world.open()
    org.update(CONTACTS, [Edit(record_id, "", {"JobTitle": "CEO"}, {}) for record_id in ids[:200]])
    assert world.connection.calls == {"total": 1, "update": 1}
    org.delete(CONTACTS, [Mention(record_id, "") for record_id in ids])
    assert world.connection.calls == {"total": 3, "update": 1, "delete": 2}


def test_reads_are_one_request_for_2000_records(world: World) -> None:
    ids = made(world, 2_001)
    org = world.open()
    assert all(isinstance(record, Record) for record in org.read(CONTACTS, ids[:2_000]))
    assert world.connection.calls == {"total": 1, "read": 1}
    assert all(isinstance(record, Record) for record in org.read(CONTACTS, ids))
    assert world.connection.calls == {"total": 3, "read": 3}


def test_a_listing_is_one_request_for_2000_records_and_its_end_none(world: World) -> None:
    ids = made(world, 2_100)
    org = world.open()
    first = org.changes(CONTACTS, None)
    second = org.changes(CONTACTS, first.cursor)
    assert (first.more, second.more) == (True, False)
    assert [record.id for record in (*first.records, *second.records)] == sorted(ids)
    org.changes(CONTACTS, second.cursor)
    org.changes(EVENTS, None)
    assert world.connection.calls == {"total": 2, "list": 2}


def test_a_match_of_200_is_one_request(world: World) -> None:
    people = [
        {"GivenName": f"Given {number}", "Surname": f"Sürname {number}", "EmailAddress1": f"p{number}@customer.example"}
        for number in range(200)
    ]
    probes = [Record(id=str(number), version="", values=values) for number, values in enumerate(people)]
    world.open().find(CONTACTS, probes)
    assert world.connection.calls == {"total": 1, "find": 1}


def test_looking_for_lost_creates_is_one_request(world: World) -> None:
    intents = [Intent(str(number), {"Surname": f"Person {number}"}, world.clock()) for number in range(200)]
    world.open().made(CONTACTS, intents)
    assert world.connection.calls == {"total": 1, "made": 1}


def test_nothing_to_do_is_no_request(world: World) -> None:
    org = world.open()
    assert (org.read(CONTACTS, []), org.create(CONTACTS, []), org.update(CONTACTS, [])) == ([], [], [])
    assert (org.delete(CONTACTS, []), org.find(CONTACTS, []), org.made(CONTACTS, [])) == ([], [], {})
    org.capabilities(CONTACTS)
    org.capabilities(EVENTS)
    assert world.connection.calls == {"total": 0}
    assert world.connection.sign_ins == 0


def test_usage_is_what_the_org_says(world: World) -> None:
    assert world.connection.usage is None
    world.org.requests.used = 41
    world.connection.reader().start()
    assert world.connection.usage == (42, 100_000)


def test_a_token_is_asked_for_once_and_renewed_once_when_it_runs_out(world: World) -> None:
    org = world.open()
    (record_id,) = made(world, 1)
    org.read(CONTACTS, [record_id])
    org.read(CONTACTS, [record_id])
    assert world.connection.sign_ins == 1
    world.org.sessions.revoke_all()
    assert isinstance(org.read(CONTACTS, [record_id])[0], Record)
    assert world.connection.sign_ins == 2
    # The refused attempt is ours, not the org's: it counts no request without a session.
    world.org.requests.count("refused")
