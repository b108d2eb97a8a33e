"""A batch goes out in several requests: what those before a failing one did is known, what is left is done later."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from syncline.connectors.errors import RetryLaterError
from syncline.engine.run import REQUEST
from syncline.records.words import Side
from tests.support.world import World

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
