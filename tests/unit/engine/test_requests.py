"""A batch goes out in several requests: what those before a failing one did is known, what is left is done later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from syncline.connectors.errors import RetryLaterError
from syncline.connectors.port import Whereabouts
from syncline.engine.run import REQUEST
from syncline.records.words import Side
from tests.support.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.records.record import Record
    from tests.support.memory_sides import Shelf

MANY = 2 * REQUEST + 50


@dataclass
class FailsAt:
    """Fails one of the calls that write."""

    number: int
    seen: int = 0

    def __call__(self) -> None:
        self.seen += 1
        if self.seen == self.number:
            raise RetryLaterError("busy", after=60)


def crowd() -> World:
    world = World()
    for number in range(MANY):
        world.shelf(Side.MAILBOX).put({"Surname": f"Person {number}", "EmailAddress1": f"p{number}@acme.example"})
    return world


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_creates_before_a_failing_request_are_linked_and_the_others_are_made_once(failing: int) -> None:
    world = crowd()
    world.org.before_write = FailsAt(failing)
    counts = world.cycle()
    done = (failing - 1) * REQUEST
    assert counts["contacts"]["to_salesforce"]["created"] == done == len(world.links())
    world.wait(minutes=5)
    world.converge()
    assert len(world.links()) == MANY == len(world.shelf(Side.SALESFORCE).records)


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_updates_before_a_failing_request_are_recorded_and_the_others_are_written_later(failing: int) -> None:
    world = crowd()
    world.converge()
    for one in list(world.shelf(Side.MAILBOX).records):
        world.shelf(Side.MAILBOX).edit(one, {"JobTitle": "Buyer"})
    world.org.before_write = FailsAt(failing)
    counts = world.cycle()
    done = (failing - 1) * REQUEST
    assert counts["contacts"]["to_salesforce"]["updated"] == done
    assert sum(link.base.get("JobTitle") == "Buyer" for link in world.links()) == done
    world.wait(minutes=5)
    again = world.converge()[0]
    assert again["contacts"]["to_salesforce"]["updated"] == MANY - done
    assert world.values(Side.MAILBOX) == world.values(Side.SALESFORCE)


def _put_with_trace(shelf: Shelf, old: Record) -> None:
    new = shelf.put(old.values)
    shelf.records[new.id] = structs.replace(new, trace=old.trace)


def _renumbered(world: World) -> None:
    shelf = world.shelf(Side.MAILBOX)
    for old in list(shelf.records.values()):
        _put_with_trace(shelf, old)
        shelf.remove(old.id, Whereabouts.HERE)


def _moved_out_and_back(world: World) -> None:
    shelf = world.shelf(Side.MAILBOX)
    out = list(shelf.records.values())
    for one in out:
        shelf.remove(one.id, Whereabouts.ELSEWHERE)
    world.converge()
    for one in out:
        _put_with_trace(shelf, one)


def _given_away_and_back(world: World) -> None:
    shelf = world.shelf(Side.SALESFORCE)
    for owner in ("005SOMEBODYELSE", world.org.user_id):
        world.wait(minutes=5)
        for one in list(shelf.records):
            shelf.edit(one, {})
            shelf.records[one] = structs.replace(shelf.records[one], owner=owner)
        if owner != world.org.user_id:
            world.converge()


@pytest.mark.parametrize("happened", [_renumbered, _moved_out_and_back, _given_away_and_back])
def test_pairs_that_go_on_are_looked_at_together(happened: Callable[[World], None]) -> None:
    world = crowd()
    world.converge()
    happened(world)
    world.mailbox.calls.clear()
    world.org.calls.clear()
    world.converge()
    assert len(world.links()) == MANY == len(world.values(Side.MAILBOX)) == len(world.values(Side.SALESFORCE))
    assert max(world.mailbox.calls.get("read", 0), world.org.calls.get("read", 0)) < 20
