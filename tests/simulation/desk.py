"""What persons say to Syncline itself: about what is held, what is unresolved, and what they want back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.engine.held import let_go as let_be_deleted
from syncline.engine.held import refuse as keep_for_good
from syncline.engine.resolving import AGAIN, NEW, WrongAnswerError, ignore, resolve
from syncline.jobs.undo import Undo
from syncline.records.words import Collection, Side
from syncline.store.rows import Asked, Hold
from tests.simulation import calendar, people
from tests.simulation.people import chosen
from tests.simulation.post.hands import WHO
from tests.support.house import Plug

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.store.rows import HeldRow, JournalRow, UnresolvedRow
    from tests.simulation.events import Event
    from tests.simulation.world import World


def name_of(world: World, rep: str, side: Side, record_id: str) -> str:
    """The name that a record bears, wherever it is; empty if it is nowhere."""
    if side is Side.SALESFORCE:
        row = world.org.get(record_id)
        return str((row or {}).get("AssistantName") or (row or {}).get("Subject") or "")
    mine = rep.removeprefix("acme/")
    things = (*world.post.contacts(mine), *world.post.entries(mine), *world.post.away(mine), *world.post.binned(mine))
    return next((thing.name for thing in things if thing.id == record_id), "")


# --- what is held -------------------------------------------------------------------------------------------------


def _held(world: World, event: Event) -> list[HeldRow]:
    """One of the rows that wait for a person, or all of them."""
    rows = [row for row in world.store.held() if row.state is Hold.HELD]
    rows.sort(key=lambda row: (row.rep, row.side, row.record_id))
    one = chosen(rows, event.pick)
    return rows if event.value % 3 == 0 else [one] if one else []


def let_go(world: World, event: Event) -> None:
    """A person lets what is held be carried out."""
    for row in let_be_deleted(world.store, [row.id for row in _held(world, event)], world.clock()):
        world.ledger.let_go.add(row.record_id)


def refuse(world: World, event: Event) -> None:
    """A person refuses what is held, for good."""
    for row in keep_for_good(world.store, [row.id for row in _held(world, event)], world.clock()):
        name = name_of(world, row.rep, row.side, row.record_id)
        world.ledger.apart.add(name)
        if row.action.startswith("delete"):
            world.ledger.refused[row.record_id] = name
            world.ledger.refused_at[row.record_id] = world.clock()


# --- what is unresolved -------------------------------------------------------------------------------------------


def answer(world: World, event: Event) -> None:
    """A person answers an unresolved item, rightly or not."""
    rows = [row for row in world.store.unresolved() if row.state is Asked.OPEN]
    rows.sort(key=lambda row: (row.rep, row.collection, row.side, row.record_id))
    row = chosen(rows, event.pick)
    if row is None:
        return
    meant = _meant(row, event.value)
    if not meant:
        ignore(world.store, [row])
        return
    try:
        resolve(world.store, [row], [meant], world.clock())
    except WrongAnswerError:
        return
    _note_answer(world, row, meant)


def _meant(row: UnresolvedRow, value: int) -> str:
    candidate = chosen(row.candidates, value // 4)
    said = ("", AGAIN, NEW, candidate.id if candidate else NEW)
    return said[value % 4]


def _note_answer(world: World, row: UnresolvedRow, meant: str) -> None:
    """Who says that two are the same makes one of them; who says that one is new makes it once more."""
    ids = {(row.side, row.record_id)} | ({(row.side.other, meant)} if meant not in {NEW, AGAIN} else set())
    names = {name_of(world, row.rep, side, record_id) for side, record_id in ids} - {""}
    ledger = world.ledger
    for name in names if meant != AGAIN else ():
        ledger.made[name] += 1
        ledger.touched.add(name)
        ledger.renamed.add(name)
        ledger.apart.add(name)


# --- what they want back ------------------------------------------------------------------------------------------


def undo(world: World, event: Event) -> None:
    """A person takes back what Syncline did: some of the newest, or something long ago."""
    rows = world.store.journal(limit=100_000)
    start = event.pick % len(rows) if rows else 0
    wanted = rows[start : start + 1 + event.value % 3]
    before = _thrown_away(world)
    for row in wanted:
        _note_undo(world, row)
    try:
        Undo(world.store, Plug(world), world.clock, "anna", force=event.value % 2 == 0).run(wanted)
    finally:
        world.ledger.removed |= _thrown_away(world) - before


def _note_undo(world: World, row: JournalRow) -> None:
    """The one side has its old values back, and the other keeps its own; what was deleted is there once more."""
    label = "Subject" if row.collection is Collection.EVENTS else WHO
    known = {str(values[label]) for values in (row.before, row.after) if values.get(label)}
    halves = {(row.side, row.record_id)}
    for link in world.store.links_by_id([row.link_id] if row.link_id else []):
        halves |= {(side, link.record_id(side)) for side in Side}
    names = (known | {name_of(world, row.rep, side, record_id) for side, record_id in halves}) - {""}
    world.ledger.undone |= names
    world.ledger.apart |= names
    world.ledger.touched |= names
    world.ledger.renamed |= names
    for name in names:
        world.ledger.made[name] += 1


def _thrown_away(world: World) -> set[str]:
    """What lies in the recycle bin and in Deleted Items."""
    rows = [*people.rows(world, deleted=True), *calendar.happenings(world, deleted=True)]
    return {row["Id"] for row in rows} | {thing.id for rep in world.reps for thing in world.post.binned(rep)}


DEEDS: dict[str, Callable[[World, Event], None]] = {deed.__name__: deed for deed in (let_go, refuse, answer)}
"""What needs no server, and may be said at any time."""
