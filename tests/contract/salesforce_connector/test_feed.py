"""The feed brings every change of the org once at least, in order, and is never lost in a long page run."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import ResyncError
from syncline.connectors.port import EVENT_RELATION, SETUP
from tests.support.sf_connector_world import COLLEAGUE, INTEGRATION, REP

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.connectors.port import FeedRow
    from tests.support.sf_connector_world import World


def feed(world: World, cursor: str, *, attendees: bool = False) -> tuple[list[FeedRow], str]:
    """Read the feed to its end."""
    reader = world.connection.reader()
    rows: list[FeedRow] = []
    for _page in range(20):
        page = reader.feed(cursor, attendees=attendees)
        rows += page.rows
        cursor = page.cursor
        if not page.more:
            return rows, cursor
    pytest.fail("the feed does not end")


def start(world: World) -> str:
    """A cursor behind which nothing of the set-up is answered again."""
    world.clock.advance(timedelta(hours=1))
    world.org.add_user("newest@acme.example")
    cursor = world.connection.reader().start()
    world.clock.advance(timedelta(hours=1))
    return cursor


def test_the_feed_tells_ids_stamps_and_owners_of_everybodys_changes(world: World) -> None:
    cursor = start(world)
    contact = world.org.as_user(REP).create("Contact", {"LastName": "Lee"})
    event = world.org.as_user(COLLEAGUE).create(
        "Event", {"StartDateTime": "2026-03-05T10:00:00Z", "DurationInMinutes": 30, "IsPrivate": True}
    )
    account = world.org.as_user(REP).create("Account", {"Name": "Customer AG"})
    rows, _ = feed(world, cursor)
    told = {row.id: row for row in rows if row.name not in {"User", SETUP}}
    assert told.keys() == {contact, event, account}
    assert (told[contact].name, told[contact].owner) == ("Contact", world.rep_id)
    assert (told[event].name, told[event].owner) == ("Event", world.colleague_id)
    held = world.org.get(contact)
    assert held is not None
    assert told[contact].stamp == held["SystemModstamp"]
    assert [row.stamp for row in rows] == sorted(row.stamp for row in rows)


def test_deleted_and_merged_contacts_are_told(world: World) -> None:
    rep = world.org.as_user(REP)
    master, loser, gone = rep.create_many("Contact", [{"LastName": name} for name in ("Master", "Loser", "Gone")])
    cursor = start(world)
    world.org.admin.merge(master, loser)
    rep.delete(gone)
    rows, _ = feed(world, cursor)
    told = {row.id: (row.deleted, row.master) for row in rows if row.name == "Contact"}
    assert told == {master: (False, None), loser: (True, master), gone: (True, None)}


def test_a_renamed_account_is_told_and_contacts_tell_their_account(world: World) -> None:
    rep = world.org.as_user(REP)
    account = rep.create("Account", {"Name": "Old"})
    cursor = start(world)
    contact = rep.create("Contact", {"LastName": "Lee", "AccountId": account})
    world.clock.advance(timedelta(hours=1))
    rows, cursor = feed(world, cursor)
    assert [(row.id, row.account) for row in rows if row.name == "Contact"] == [(contact, account)]
    rep.update(account, {"Name": "New"})
    rows, _ = feed(world, cursor)
    assert [row.made for row in rows if row.id == account] == [False]
    assert world.connection.reader().contacts_of([account, "001000000000999AAA"]) == [contact]


def invitation(world: World) -> tuple[str, str]:
    """An event of the rep's, an hour old, with somebody who was just invited besides a first one; and the relation."""
    rep = world.org.as_user(REP)
    event = rep.create("Event", {"StartDateTime": "2026-03-05T10:00:00Z", "DurationInMinutes": 30})
    first, second = rep.create_many("Contact", [{"LastName": name} for name in ("First", "Second")])
    rep.create("EventRelation", {"EventId": event, "RelationId": first})
    world.clock.advance(timedelta(hours=1))
    return event, rep.create("EventRelation", {"EventId": event, "RelationId": second})


def test_who_is_invited_answers_and_goes_is_told_although_the_event_bears_its_old_stamp(world: World) -> None:
    cursor = start(world)
    event, relation = invitation(world)
    before = (world.org.get(event) or {})["SystemModstamp"]
    rep = world.org.as_user(REP)
    for change in ("invited", "answered", "taken out"):
        if change == "answered":
            rep.update(relation, {"Status": "Accepted"})
        if change == "taken out":
            rep.delete(relation)
        rows, cursor = feed(world, cursor, attendees=True)
        (told,) = (row for row in rows if row.id == relation)
        assert (told.name, told.about, told.deleted) == (EVENT_RELATION, event, change == "taken out")
        assert (told.owner, told.by) == (world.rep_id, world.rep_id)
        assert (told.stamp > before, (world.org.get(event) or {})["SystemModstamp"]) == (True, before)
        world.clock.advance(timedelta(minutes=11))


def test_who_is_invited_is_asked_for_only_where_it_matters_and_from_then_on(world: World) -> None:
    cursor = start(world)
    _, relation = invitation(world)
    rows, cursor = feed(world, cursor)
    assert relation not in {row.id for row in rows}
    world.clock.advance(timedelta(hours=1))
    world.org.as_user(REP).update(relation, {"Status": "Declined"})
    rows, _ = feed(world, cursor, attendees=True)
    assert relation in {row.id for row in rows}


def test_thousands_who_are_invited_come_once_each(world: World) -> None:
    cursor = start(world)
    event, _ = invitation(world)
    rep = world.org.as_user(REP)
    people = rep.create_many("Contact", [{"LastName": f"Person {number}"} for number in range(900)])
    times = {"StartDateTime": "2026-03-05T10:00:00Z", "DurationInMinutes": 9}
    events = [event, *(rep.create("Event", times) for _ in "ab")]
    relations = [{"EventId": one, "RelationId": person} for one in events for person in people]
    made = rep.create_many("EventRelation", relations)
    rows, cursor = feed(world, cursor, attendees=True)
    told = [row.id for row in rows if row.name == EVENT_RELATION]
    assert (set(made) <= set(told), len(told)) == (True, len(set(told)))
    assert EVENT_RELATION in cursor


def test_a_late_commit_with_an_early_stamp_is_not_missed(world: World) -> None:
    cursor = start(world)
    world.org.as_user(REP).create("Contact", {"LastName": "First"})
    _, cursor = feed(world, cursor)
    with world.org.late_commits(timedelta(minutes=9)):
        late = world.org.as_user(REP).create("Contact", {"LastName": "Late"})
    rows, _ = feed(world, cursor)
    assert late in {row.id for row in rows}


def test_old_rows_do_not_come_back_for_ever(world: World) -> None:
    cursor = start(world)
    old = world.org.as_user(REP).create("Contact", {"LastName": "Old"})
    world.clock.advance(timedelta(minutes=11))
    new = world.org.as_user(REP).create("Contact", {"LastName": "New"})
    rows, cursor = feed(world, cursor)
    assert {old, new} <= {row.id for row in rows}
    rows, _ = feed(world, cursor)
    assert {row.id for row in rows if row.name == "Contact"} == {new}


def test_thousands_of_rows_of_one_stamp_come_once_each(world: World) -> None:
    cursor = start(world)
    people = [{"LastName": f"Person {number}"} for number in range(4_100)]
    ids = world.org.as_user(REP).create_many("Contact", people)
    rows, cursor = feed(world, cursor)
    told = [row.id for row in rows if row.name == "Contact"]
    assert sorted(told) == sorted(ids)
    assert world.connection.calls["feed"] == 3
    # What happens during a page run is seen by the next one.
    late = world.org.as_user(REP).create("Contact", {"LastName": "Late"})
    assert late in {row.id for row in feed(world, cursor)[0]}


def test_a_page_run_goes_on_after_a_restart(world: World) -> None:
    cursor = start(world)
    people = [{"LastName": f"Person {number}"} for number in range(2_100)]
    ids = world.org.as_user(REP).create_many("Contact", people)
    first = world.connection.reader().feed(cursor)
    assert first.more
    world.org.forget_cursors()
    rest = world.connect().reader().feed(first.cursor)
    told = [row.id for row in (*first.rows, *rest.rows) if row.name == "Contact"]
    assert sorted(told) == sorted(ids)


def test_7_7_whatever_is_done_to_permissions_is_told_once(world: World) -> None:
    _, cursor = feed(world, start(world))
    may = world.org.permissions(REP)
    changes: list[Callable[[], object]] = [
        lambda: may.hidden.add(("Contact", "Fax")),
        may.hidden.clear,
        lambda: may.permission_sets.add("X"),
    ]
    told = 0
    for change in changes:
        world.clock.advance(timedelta(minutes=11))
        change()
        rows, cursor = feed(world, cursor)
        told += sum(row.name == SETUP and row.stamp >= stamp(world) for row in rows)
    assert told == 3


def stamp(world: World) -> str:
    return world.clock().strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def test_7_7_who_may_not_see_setup_reads_the_feed_all_the_same(world: World) -> None:
    cursor = start(world)
    world.org.permissions(INTEGRATION).view_setup = False
    contact = world.org.as_user(REP).create("Contact", {"LastName": "Lee"})
    page = world.connection.reader().feed(cursor)
    assert (page.tells_setup, contact in {row.id for row in page.rows}) == (False, True)
    assert world.connection.reader().feed(world.connection.reader().start()).tells_setup is False


def test_7_7_a_cursor_from_before_setup_was_watched_goes_on(world: World) -> None:
    told = json.loads(start(world))
    del told[SETUP]
    contact = world.org.as_user(REP).create("Contact", {"LastName": "Lee"})
    rows, _ = feed(world, json.dumps(told))
    assert contact in {row.id for row in rows}


@pytest.mark.parametrize("cursor", ["", "no json", "{}", '{"Contact":["yesterday"]}', '{"Contact":[1]}', "[]"])
def test_a_cursor_of_another_kind_asks_for_a_new_start(world: World, cursor: str) -> None:
    with pytest.raises(ResyncError):
        world.connection.reader().feed(cursor)


def test_users_are_found_without_regard_to_case_and_inactive_ones_too(world: World) -> None:
    world.org.add_user("gone@acme.example", active=False, time_zone="Asia/Tokyo", email="x@acme.example")
    found = world.connection.reader().users(
        [REP.upper(), "gone@acme.example", "nobody@acme.example", "o'x@acme.example"]
    )
    told = {user.username: (user.active, user.zone, user.email) for user in found}
    assert told == {REP: (True, "Europe/Berlin", REP), "gone@acme.example": (False, "Asia/Tokyo", "x@acme.example")}


def test_the_orgs_id_costs_no_request(world: World) -> None:
    assert world.connection.reader().org_id() == world.org.id
    assert world.connection.calls == {"total": 0}
