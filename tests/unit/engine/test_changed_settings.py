"""A person changes the configuration: what was passed over before is looked at again."""

from __future__ import annotations

from dataclasses import replace

from syncline.engine.resettings import take_note
from syncline.planner.policy import DeletePolicy, Window
from syncline.records.fields import PRIVATE
from syncline.records.words import Collection, Direction, Side
from tests.support.world import BOTH, EVENTS_IN, REP, World

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example"}
BOB = {"GivenName": "Bob", "Surname": "Ray", "EmailAddress1": "bob@acme.example"}
SECRET = {
    "Subject": "Doctor",
    "Sensitivity": PRIVATE,
    "Start": "2026-03-05T09:00:00@Europe/Berlin",
    "End": "2026-03-05T10:00:00@Europe/Berlin",
}


def run(world: World) -> None:
    take_note(world.store, world.rep, world.contacts, world.events, world.clock())
    world.converge()


def test_a_wider_direction_lists_salesforce_and_wakes_what_was_parked() -> None:
    world = World(contacts=replace(BOTH, direction=Direction.TO_MAILBOX))
    world.shelf(Side.MAILBOX).put(ANN)
    run(world)
    assert world.values(Side.SALESFORCE) == []
    world.contacts = replace(BOTH, direction=Direction.TO_SALESFORCE)
    world.shelf(Side.SALESFORCE).put(BOB, owner=world.org.user_id)
    run(world)
    assert len(world.values(Side.SALESFORCE)) == 2
    assert len(world.values(Side.MAILBOX)) == 1
    world.contacts = BOTH
    run(world)
    assert world.values(Side.MAILBOX) == world.values(Side.SALESFORCE)


def test_private_events_come_when_they_are_let_in_and_the_window_reaches_back_when_it_is_widened() -> None:
    world = World()
    shelf = world.shelf(Side.MAILBOX, Collection.EVENTS)
    shelf.put(SECRET, uid="a")
    past = {**SECRET, "Start": "2026-02-20T09:00:00@UTC", "End": "2026-02-20T10:00:00@UTC"}
    shelf.put({label: value for label, value in past.items() if label != "Sensitivity"}, uid="b")
    run(world)
    assert world.values(Side.SALESFORCE, Collection.EVENTS) == []
    world.events = replace(EVENTS_IN, private=True)
    run(world)
    assert len(world.values(Side.SALESFORCE, Collection.EVENTS)) == 1
    world.events = replace(EVENTS_IN, private=True, window=Window.LAST_DAYS, last_days=30)
    run(world)
    assert len(world.values(Side.SALESFORCE, Collection.EVENTS)) == 2


def test_a_setting_that_passes_nothing_over_lists_nothing_again() -> None:
    world = World()
    world.shelf(Side.MAILBOX).put(ANN)
    run(world)
    before = {row.collection: row.cursor for row in world.store.cursors(REP)}
    world.contacts = replace(BOTH, deletes=DeletePolicy.BOTH)
    take_note(world.store, world.rep, world.contacts, world.events, world.clock())
    assert {row.collection: row.cursor for row in world.store.cursors(REP)} == before
