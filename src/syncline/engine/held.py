"""A person's word about what is held: let it go, or refuse it for good."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.planner.decision import Why
from syncline.records.link import DELETED_IN, Ended
from syncline.records.words import Side
from syncline.store.changes import Changes
from syncline.store.rows import Hold
from syncline.store.schedule import Whose
from syncline.store.spots import sightings_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from syncline.records.link import Link
    from syncline.records.words import Collection
    from syncline.store.port import Store
    from syncline.store.rows import HeldRow, Sighting


def waiting(rows: Iterable[HeldRow]) -> list[str]:
    """Answer the ids of the rows about which nobody has decided yet."""
    return [row.id for row in rows if row.state is Hold.HELD]


def let_go(store: Store, ids: Sequence[str], now: datetime) -> list[HeldRow]:
    """Let what is held be carried out at the next cycle. Answers the rows concerned; unknown ids are left out."""
    rows = [row for row in store.held(ids=ids) if row.state is Hold.HELD]
    changes = Changes(held=[replace(row, state=Hold.ALLOWED) for row in rows])
    changes.sightings = [structs.replace(seen, due=now) for seen in _sightings(store, rows, _links(store, rows))]
    store.commit(changes)
    store.hasten(Whose.REP, sorted({row.rep for row in rows}), now)
    return rows


def refuse(store: Store, ids: Sequence[str], now: datetime) -> list[HeldRow]:
    """Refuse what is held, for good: copies stay and their pairs end, or no copy is made; nobody is asked again.

    A pair ends as it would where deletions are kept to one side: what was taken out does not come back, and goes on if
    the person who took it out puts it back.
    """
    rows = [row for row in store.held(ids=ids) if row.state is Hold.HELD]
    changes = Changes(held=[replace(row, state=Hold.REFUSED) for row in rows])
    links = _links(store, rows)
    ends = {row.link_id: _ended(row) for row in rows}
    changes.links = [structs.replace(link, ended=ends[link.id], ended_at=now) for link in links.values()]
    unsettled = _sightings(store, rows, links)
    changes.settled = [(seen.rep, seen.collection, seen.side, seen.record_id) for seen in unsettled]
    store.commit(changes)
    return rows


def withdraw(store: Store, rep: str, collection: Collection) -> None:
    """Ask no more about what is not to be done any more: what was gone is back, or was settled otherwise."""
    rows = [row for row in store.held(rep=rep) if row.collection is collection and row.state is not Hold.REFUSED]
    links = _links(store, rows)
    open_ids = {(seen.side, seen.record_id) for seen in _sightings(store, rows, links)}
    gone = [row.id for row in rows if open_ids.isdisjoint(_spots(row, links))]
    if gone:
        store.commit(Changes(held_cleared=gone))


def _links(store: Store, rows: Iterable[HeldRow]) -> dict[str, Link]:
    return {link.id: link for link in store.links_by_id([row.link_id for row in rows if row.link_id])}


def _spots(row: HeldRow, links: Mapping[str, Link]) -> set[tuple[Side, str]]:
    """The records that a held row is about: both of a pair, or the one that would be copied."""
    link = links.get(row.link_id)
    pair = {(side, link.record_id(side)) for side in Side} if link else set()
    return pair | {(row.side, row.record_id)}


def _ended(row: HeldRow) -> Ended:
    if row.action == f"delete:{Why.LEFT_SCOPE}":
        return Ended.OUT_OF_SCOPE
    return DELETED_IN[row.side.other]


def _sightings(store: Store, rows: Iterable[HeldRow], links: Mapping[str, Link]) -> list[Sighting]:
    """What is unsettled of the records that held rows are about."""
    return sightings_at(store, [(row.rep, row.collection, *spot) for row in rows for spot in _spots(row, links)])
