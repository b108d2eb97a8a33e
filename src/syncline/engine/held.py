"""A person's word about what is held: let it go, or refuse it for good."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.planner.decision import Why
from syncline.records.link import Ended
from syncline.records.words import Side
from syncline.store.changes import Changes
from syncline.store.rows import Hold
from syncline.store.schedule import Whose

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
    for row in rows:
        changes.sightings.extend(structs.replace(seen, due=now) for seen in _sightings(store, row))
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
    by_link = {row.link_id: row for row in rows if row.link_id}
    for link in store.links_by_id(list(by_link)):
        ended = _ended(by_link[link.id])
        changes.links.append(structs.replace(link, ended=ended, ended_at=now))
    for row in rows:
        changes.settled.extend(
            (seen.rep, seen.collection, seen.side, seen.record_id) for seen in _sightings(store, row)
        )
    store.commit(changes)
    return rows


def withdraw(store: Store, rep: str, collection: Collection) -> None:
    """Ask no more about what is not to be done any more: what was gone is back, or was settled otherwise."""
    rows = [row for row in store.held(rep=rep) if row.collection is collection and row.state is not Hold.REFUSED]
    links = {link.id: link for link in store.links_by_id([row.link_id for row in rows if row.link_id])}
    open_ids: set[tuple[Side, str]] = set()
    for side in Side:
        ids = [one for row in rows for at, one in _spots(row, links) if at is side]
        open_ids.update((side, seen.record_id) for seen in (store.sightings(rep, collection, side, ids) if ids else ()))
    gone = [row.id for row in rows if open_ids.isdisjoint(_spots(row, links))]
    if gone:
        store.commit(Changes(held_cleared=gone))


def _spots(row: HeldRow, links: Mapping[str, Link]) -> set[tuple[Side, str]]:
    """The records that a held row is about: both of a pair, or the one that would be copied."""
    link = links.get(row.link_id)
    pair = {(side, link.record_id(side)) for side in Side} if link else set()
    return pair | {(row.side, row.record_id)}


def _ended(row: HeldRow) -> Ended:
    if row.action == f"delete:{Why.LEFT_SCOPE}":
        return Ended.OUT_OF_SCOPE
    return Ended.DELETED_IN_MAILBOX if row.side is Side.SALESFORCE else Ended.DELETED_IN_SALESFORCE


def _sightings(store: Store, row: HeldRow) -> list[Sighting]:
    """What is unsettled of the records that a held row is about: both of a pair, or the one that would be copied."""
    links = store.links_by_id([row.link_id]) if row.link_id else []
    ids = {side: [link.record_id(side) for link in links] for side in Side}
    ids[row.side].append(row.record_id)
    return [seen for side in Side for seen in store.sightings(row.rep, row.collection, side, ids[side])]
