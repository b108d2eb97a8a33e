"""Pairs that are in step, contacts and events, to which something happens on either side or on both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.planner.policy import ConflictPolicy, ContactPolicy, DeletePolicy, EventPolicy
from syncline.records.words import Collection, Direction, Side
from tests.support.truth.deeds import IN_MAILBOX, IN_SALESFORCE
from tests.support.truth.outcome import outcome, snapshot
from tests.support.truth.scene import Scene
from tests.support.truth.table import Chapter
from tests.support.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.truth.outcome import Outcome

DIRECTIONS = tuple(Direction)
LATER_THERE, LATER_HERE = "latest (salesforce)", "latest (mailbox)"
CONFLICTS = ("salesforce", "mailbox", LATER_THERE, LATER_HERE)
"""The policies; `latest` with the side that was edited later."""
_CONTACT_THERE = (
    "same", "changed", "deleted", "merged", "not visible", "cannot be read", "not listed", "out of filter",
    "other owner", "other's, unseen",
)  # fmt: skip
_CONTACT_HERE = ("same", "changed", "deleted", "moved out", "vanished", "not listed", "new id", "cannot be read")
_EVENT_THERE = (
    "same", "changed", "deleted", "not visible", "cannot be read", "not listed", "other owner", "made private",
)  # fmt: skip
_EVENT_HERE = (*_CONTACT_HERE, "made private", "made a series", "moved to past", "moved far ahead")


def conflict_policy(word: str) -> ConflictPolicy:
    return ConflictPolicy(word.partition(" ")[0])


def rest(scene: Scene) -> Outcome:
    """Run cycles until nothing is left to do, and tell what came of it. The last one writes nothing."""
    before = snapshot(scene)
    for _ in range(3):
        last = scene.world.cycle()
    ways = [way for collection in last.values() for way in collection.values()]
    assert not any(way[name] for way in ways for name in ("created", "updated", "deleted"))
    return outcome(scene, before)


def happen(scene: Scene, salesforce: str, mailbox: str, conflicts: str) -> None:
    """Let both things happen, a minute apart; the later one last."""
    in_turn(scene, [IN_MAILBOX[mailbox], IN_SALESFORCE[salesforce]], conflicts)


def in_turn(scene: Scene, deeds: list[Callable[[Scene], None]], conflicts: str) -> None:
    """Let what happens in the mailbox and what happens in Salesforce happen, the later one last."""
    for deed in reversed(deeds) if conflicts == LATER_HERE else deeds:
        deed(scene)
        scene.world.wait(minutes=1)


def _irrelevant(salesforce: str, mailbox: str, conflicts: str) -> bool:
    """Whether the policy is not the first one, though no field was changed on both sides."""
    both = salesforce in {"changed", "merged"} and mailbox in {"changed", "moved to past", "moved far ahead"}
    return conflicts != CONFLICTS[0] and not both


def contact(
    salesforce: str, mailbox: str, direction: str, deletes: str, conflicts: str, first_in: str
) -> Outcome | None:
    """Play one state of a linked contact."""
    if _irrelevant(salesforce, mailbox, conflicts):
        return None
    scene = Scene(World(contacts=ContactPolicy(direction=Direction.BOTH), events=EventPolicy()), Collection.CONTACTS)
    scene.in_step(Side(first_in))
    scene.world.contacts = ContactPolicy(
        direction=Direction(direction), deletes=DeletePolicy(deletes), conflicts=conflict_policy(conflicts)
    )
    happen(scene, salesforce, mailbox, conflicts)
    return rest(scene)


def event(salesforce: str, mailbox: str, direction: str, removes: str, private: str, conflicts: str) -> Outcome | None:
    """Play one state of a linked event."""
    touched = "made private" in {salesforce, mailbox}
    if _irrelevant(salesforce, mailbox, conflicts) or (private == "synced" and not touched):
        return None
    scene = Scene(
        World(contacts=ContactPolicy(), events=EventPolicy(direction=Direction.TO_SALESFORCE)), Collection.EVENTS
    )
    scene.in_step(Side.MAILBOX)
    scene.world.events = EventPolicy(
        direction=Direction(direction),
        remove_deleted=removes == "yes",
        private=private == "synced",
        conflicts=conflict_policy(conflicts),
    )
    happen(scene, salesforce, mailbox, conflicts)
    return rest(scene)


CONTACTS = Chapter(
    "contacts that are linked",
    (
        ("salesforce", _CONTACT_THERE),
        ("mailbox", _CONTACT_HERE),
        ("direction", DIRECTIONS),
        ("deletes", tuple(DeletePolicy)),
        ("conflicts", CONFLICTS),
        ("was first in", tuple(Side)),
    ),
    contact,
)
EVENTS = Chapter(
    "events that are linked",
    (
        ("salesforce", _EVENT_THERE),
        ("mailbox", _EVENT_HERE),
        ("direction", DIRECTIONS),
        ("remove deleted", ("no", "yes")),
        ("private events", ("skipped", "synced")),
        ("conflicts", CONFLICTS),
    ),
    event,
)
