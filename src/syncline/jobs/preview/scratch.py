"""A store to try things on: it begins with what the real one knows, and nothing of it is ever written back."""

# ruff: noqa: D102 - the port says what each method means

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from syncline.records.words import Collection
from syncline.store.changes import Changes, FeedCommit
from syncline.store.memory import MemoryStore
from syncline.store.paging import live_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.records.link import Link
    from syncline.records.words import Side
    from syncline.store.port import Store
    from syncline.store.rows import RepRow, Sighting

_EVER = datetime.max.replace(tzinfo=UTC)
_MANY = 1_000_000


class ScratchStore(MemoryStore):
    """Live links, cursors and what is to be planned are copied; ended links and what is parked are looked up below."""

    def __init__(self, below: Store) -> None:
        super().__init__()
        self._below = below
        self._touched: set[object] = set()
        """Spots of which something was settled or seen here: what the store below says of them is old."""

    def take(self, rep: RepRow) -> None:
        """Copy what is known of a rep."""
        for collection in Collection:
            for links in live_pages(self._below, rep.id, collection):
                super().commit(Changes(links=links))
            due, intents = self._below.due(rep.id, collection, _EVER, _MANY), self._below.intents(rep.id, collection)
            super().commit(Changes(sightings=due, intents=intents))
        self.save_selections(self._below.selections(rep.id))
        super().commit(
            Changes(
                cursors=self._below.cursors(rep.id),
                inbox=self._below.inbox(rep.id, _MANY),
                unresolved=self._below.unresolved(rep=rep.id),
                errors=self._below.errors(rep=rep.id),
                held=self._below.held(rep=rep.id),
            )
        )

    def take_feed(self, org: str) -> None:
        """Begin the org's feed where it stands."""
        super().commit(Changes(feed=FeedCommit(org, self._below.feed_cursor(org))))

    def setting(self, name: str) -> str:
        return super().setting(name) or self._below.setting(name)

    def feed_seen(self, org: str, ids: Sequence[str]) -> dict[str, str]:
        return self._below.feed_seen(org, ids) | super().feed_seen(org, ids)

    def deletes_since(self, rep: str, collection: Collection, since: datetime, besides: Sequence[str] = ()) -> int:
        below = self._below.deletes_since(rep, collection, since, besides)
        return below + super().deletes_since(rep, collection, since, besides)

    def links(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Link]:
        own = super().links(rep, collection, side, ids)
        return own + self._ended(self._below.links(rep, collection, side, ids))

    def links_by_trace(self, rep: str, collection: Collection, traces: Sequence[str]) -> list[Link]:
        own = super().links_by_trace(rep, collection, traces)
        return own + self._ended(self._below.links_by_trace(rep, collection, traces))

    def links_by_uid(self, rep: str, collection: Collection, uids: Sequence[str]) -> list[Link]:
        return super().links_by_uid(rep, collection, uids) or self._below.links_by_uid(rep, collection, uids)

    def ended_by_keys(self, rep: str, collection: Collection, keys: Sequence[str]) -> list[Link]:
        own = super().ended_by_keys(rep, collection, keys)
        return own + self._ended(self._below.ended_by_keys(rep, collection, keys))

    def sightings(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Sighting]:
        own = super().sightings(rep, collection, side, ids)
        return own + self._untouched(self._below.sightings(rep, collection, side, ids), own)

    def sightings_by_keys(
        self, rep: str, collection: Collection, side: Side, keys: Sequence[str], *, besides: Sequence[str] = ()
    ) -> list[Sighting]:
        own = super().sightings_by_keys(rep, collection, side, keys, besides=besides)
        below = self._below.sightings_by_keys(rep, collection, side, keys, besides=besides)
        return own + self._untouched(below, own)

    def commit(self, changes: Changes) -> None:
        super().commit(changes)
        self._touched.update(changes.settled)
        self._touched.update((row.rep, row.collection, row.side, row.record_id) for row in changes.sightings)

    def disconnect(self) -> None:
        self._below.disconnect()

    def revive(self) -> None:
        self._below.revive()

    def _ended(self, links: Iterable[Link]) -> list[Link]:
        """Links that ended, unless they were changed here."""
        ended = [link for link in links if not link.live]
        known = {link.id for link in self.links_by_id([link.id for link in ended])}
        return [link for link in ended if link.id not in known]

    def _untouched(self, rows: Iterable[Sighting], own: Iterable[Sighting]) -> list[Sighting]:
        known = {(row.side, row.record_id) for row in own}
        return [
            row
            for row in rows
            if (row.side, row.record_id) not in known
            and (row.rep, row.collection, row.side, row.record_id) not in self._touched
        ]
