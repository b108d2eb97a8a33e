"""Every abstract state of one link, played through the engine between two sides in memory, and what became of it.

A state says what happened on each side since the pair was last in step, and how the configuration is set. The outcome
is told in words an admin can read; `tests/unit/engine/truth_table.txt` holds all of them, reviewed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Whereabouts
from syncline.planner.policy import ConflictPolicy, ContactPolicy, DeletePolicy
from syncline.records.words import Collection, Direction, Side
from tests.support.world import REP, World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.records.link import Link

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example", "JobTitle": "old"}
OTHER_OWNER = "005000000000009AAA"
IN_SALESFORCE = ("same", "changed", "deleted", "hidden", "merged", "other owner")
IN_MAILBOX = ("same", "changed", "deleted", "moved out", "vanished")
DIRECTIONS = (Direction.BOTH, Direction.TO_SALESFORCE, Direction.TO_MAILBOX)


@dataclass(frozen=True, slots=True)
class State:
    """What happened to a pair that was in step, and the settings it is judged by.

    `origin` is the side on which the contact was first; on the other Syncline made the copy.
    """

    salesforce: str
    mailbox: str
    direction: Direction
    deletes: DeletePolicy
    conflicts: ConflictPolicy
    origin: Side

    def line(self) -> str:
        """Answer the state as the table writes it."""
        words = (self.salesforce, self.mailbox, self.direction, self.deletes, self.conflicts, self.origin)
        return " | ".join(f"{word:<13}" for word in words)


def states() -> Iterator[State]:
    """Answer every state. Conflict policies are told apart only where both sides changed."""
    for salesforce, mailbox, direction, deletes in product(IN_SALESFORCE, IN_MAILBOX, DIRECTIONS, DeletePolicy):
        both = salesforce == mailbox == "changed"
        for conflicts in ConflictPolicy if both else (ConflictPolicy.SALESFORCE,):
            for origin in Side:
                yield State(salesforce, mailbox, direction, deletes, conflicts, origin)


def play(state: State) -> str:
    """Bring a pair in step, let the state happen, run cycles until nothing is left to do, and tell what is there."""
    world = World(contacts=ContactPolicy(direction=Direction.BOTH))
    owner = {"owner": world.org.user_id} if state.origin is Side.SALESFORCE else {}
    world.shelf(state.origin).put(ANN, **owner)
    world.converge()
    (link,) = world.links()
    world.contacts = ContactPolicy(direction=state.direction, deletes=state.deletes, conflicts=state.conflicts)
    _in_mailbox(world, link, state.mailbox)
    world.wait(minutes=1)
    _in_salesforce(world, link, state.salesforce)
    for _ in range(4):
        world.cycle()
    return _outcome(world, link)


def _in_salesforce(world: World, link: Link, what: str) -> None:
    shelf = world.shelf(Side.SALESFORCE)
    record_id = link.salesforce_id
    if what == "changed":
        shelf.edit(record_id, {"JobTitle": "from Salesforce"})
    elif what == "deleted":
        shelf.remove(record_id)
    elif what == "hidden":
        shelf.edit(record_id, {"JobTitle": "nobody sees this"})
        world.org.hidden.add(record_id)
    elif what == "merged":
        master = shelf.put({**ANN, "JobTitle": "master"}, owner=world.org.user_id)
        world.org.masters[record_id] = master.id
        shelf.remove(record_id)
    elif what == "other owner":
        record = shelf.edit(record_id, {})
        shelf.records[record_id] = structs.replace(record, owner=OTHER_OWNER)


def _in_mailbox(world: World, link: Link, what: str) -> None:
    shelf = world.shelf(Side.MAILBOX)
    record_id = link.mailbox_id
    places = {"deleted": Whereabouts.DELETED, "moved out": Whereabouts.ELSEWHERE, "vanished": Whereabouts.UNKNOWN}
    if what == "changed":
        shelf.edit(record_id, {"JobTitle": "from mailbox"})
    elif what in places:
        shelf.remove(record_id, places[what])


def _outcome(world: World, link: Link) -> str:
    words = [_there(world, side, link) for side in Side]
    (now,) = world.store.links_by_id([link.id])
    words.append("linked" if now.live else f"ended: {now.ended}")
    words += [f"asked: {row.kind}" for row in world.store.unresolved(rep=REP)]
    words += [f"error: {row.code}" for row in world.store.errors(rep=REP)]
    words += [f"journal: {row.action} on {row.side}" for row in reversed(world.store.journal(rep=REP))]
    return ", ".join(words)


def _there(world: World, side: Side, link: Link) -> str:
    """Tell what a side holds of the contact: the job title says whose value won."""
    held = list(world.shelf(side, Collection.CONTACTS).records.values())
    titles = sorted(str(record.values.get("JobTitle", "empty")) for record in held)
    return f"{side}: {' + '.join(titles) if titles else 'nothing'}"


def table() -> list[str]:
    """Answer every line of the table."""
    return [f"{state.line()} => {play(state)}" for state in states()]
