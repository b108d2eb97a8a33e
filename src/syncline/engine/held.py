"""A person's word about held deletions: let them go, or refuse them for good."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.records.link import Ended
from syncline.records.words import Side
from syncline.store.changes import Changes
from syncline.store.rows import Hold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import HeldRow, Sighting


def let_go(store: Store, ids: Collection[str], now: datetime) -> list[HeldRow]:
    """Let held deletions be carried out at the next cycle. Answers the rows concerned; unknown ids are left out."""
    rows = [row for row in store.held() if row.id in ids and row.state is Hold.HELD]
    changes = Changes(held=[replace(row, state=Hold.ALLOWED) for row in rows])
    for row in rows:
        changes.sightings.extend(replace(seen, due=now) for seen in _sightings(store, row))
    store.commit(changes)
    return rows


def refuse(store: Store, ids: Collection[str], now: datetime) -> list[HeldRow]:
    """Refuse held deletions: the copies stay, the pairs end, and nobody is asked again."""
    rows = [row for row in store.held() if row.id in ids and row.state is Hold.HELD]
    changes = Changes(held=[replace(row, state=Hold.REFUSED) for row in rows])
    for link in store.links_by_id([row.link_id for row in rows]):
        ended = Ended.DELETED_IN_MAILBOX if _side(rows, link.id) is Side.SALESFORCE else Ended.DELETED_IN_SALESFORCE
        changes.links.append(replace(link, ended=ended, ended_at=now))
    for row in rows:
        changes.settled.extend(
            (seen.rep, seen.collection, seen.side, seen.record_id) for seen in _sightings(store, row)
        )
    store.commit(changes)
    return rows


def _side(rows: Sequence[HeldRow], link_id: str) -> Side:
    return next(row.side for row in rows if row.link_id == link_id)


def _sightings(store: Store, row: HeldRow) -> list[Sighting]:
    links = store.links_by_id([row.link_id])
    return [
        seen
        for link in links
        for side in Side
        for seen in store.sightings(row.rep, row.collection, side, [link.record_id(side)])
    ]
