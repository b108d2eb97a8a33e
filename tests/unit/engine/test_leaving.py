"""SPEC 3.1: leaving ends links; who is in a configuration again when their turn comes did not leave."""

from __future__ import annotations

from dataclasses import replace

from syncline.engine.leaving import leave, who_left
from syncline.records.words import Side
from tests.support.world import World


def in_step() -> World:
    world = World()
    world.shelf(Side.MAILBOX).put({"Surname": "Lee", "EmailAddress1": "lee@acme.example"})
    world.converge()
    return world


def test_who_was_put_back_before_the_turn_came_keeps_their_links() -> None:
    world = in_step()
    leave(world.store, replace(world.rep, configuration=""), world.clock())
    assert len(world.links()) == 1


def test_who_left_is_known_until_nothing_is_kept_any_more() -> None:
    world = in_step()
    assert who_left(world.store, world.store.reps()) == []
    gone = replace(world.rep, configuration="")
    world.store.save_setup(reps=[gone])
    assert who_left(world.store, world.store.reps()) == [gone]
    leave(world.store, gone, world.clock())
    assert (world.links(), who_left(world.store, world.store.reps())) == ([], [])
