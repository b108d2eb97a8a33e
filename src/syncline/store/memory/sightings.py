"""Sightings: what was seen and is not settled."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from msgspec import structs

from syncline.records.words import Collection, Side
from syncline.store.memory.index import Index, holds_all
from syncline.store.rows import HELD, UNHEARD

if TYPE_CHECKING:
    from collections.abc import Collection as Collections
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from syncline.store.changes import Spot
    from syncline.store.rows import Sighting

_Seen: TypeAlias = tuple[str, Collection, Side, str]


class SightingTable:
    """Sightings by spot. Those with a due time lie apart, so that the parked ones cost an idle cycle nothing."""

    def __init__(self) -> None:
        self._sightings: dict[Spot, Sighting] = {}
        self._keys: Index[_Seen, Spot] = Index()
        self._waiting: Index[tuple[str, Collection], _Seen] = Index()
        self._queues: dict[tuple[str, Collection], list[_Seen]] = {}
        """What waits, in the order in which it is planned; made when it is asked for, void once more waits."""

    def due(self, rep: str, collection: Collection, now: datetime, limit: int) -> list[Sighting]:
        """Sightings to be planned, mailbox side first."""
        queue = self._queues.get((rep, collection))
        if queue is None:
            queue = self._queues[rep, collection] = sorted(self._waiting.find(((rep, collection),)))
        rows = (self._sightings.get(spot) for spot in queue)
        return list(islice((row for row in rows if row and row.due and row.due <= now), limit))

    def next_due(self, rep: str) -> datetime | None:
        """The earliest due time of the rep, of what is to be planned."""
        waiting = self._of(self._waiting.find((rep, collection) for collection in Collection))
        return min((row.due for row in waiting if row.due is not None and row.reason != UNHEARD), default=None)

    def of_records(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Sighting]:
        """Sightings of these records, by record id."""
        return _ordered(self._of((rep, collection, side, one) for one in set(ids)))

    def keyed(
        self, rep: str, collection: Collection, side: Side, keys: Sequence[str], besides: Sequence[str]
    ) -> list[Sighting]:
        """Sightings with one of these keys, by record id."""
        found = self._keys.find((rep, collection, side, one) for one in keys)
        return _ordered(self._of(found.difference((rep, collection, side, one) for one in besides)))

    def about(self, rep: str, words: Sequence[str], limit: int) -> list[Sighting]:
        """Sightings of a rep in whose values each of these words stands, mailbox side first."""
        own = [row for row in self._sightings.values() if row.rep == rep and holds_all(_text(row), words)]
        return sorted(own, key=lambda row: (row.side, row.record_id))[:limit]

    def parked(self, rep: str | None, reason: str) -> int:
        """How many have no due time for this reason."""
        rows = (row for row in self._sightings.values() if row.due is None and row.reason == reason)
        return sum(rep is None or row.rep == rep for row in rows)

    def write(self, rows: Iterable[Sighting]) -> None:
        """Add or replace."""
        for row in rows:
            spot = (row.rep, row.collection, row.side, row.record_id)
            if spot in self._sightings:
                self.settle((spot,))
            self._sightings[spot] = row
            for key in row.keys:
                self._keys.add((row.rep, row.collection, row.side, key), spot)
            if row.due is not None:
                self._waiting.add((row.rep, row.collection), spot)
                self._queues.pop((row.rep, row.collection), None)

    def settle(self, spots: Iterable[Spot]) -> None:
        """Drop; unknown ones are no error."""
        for spot in spots:
            row = self._sightings.pop(spot, None)
            if row is None:
                continue
            self._leave_queue(row)
            for key in row.keys:
                self._keys.remove((row.rep, row.collection, row.side, key), spot)

    def _leave_queue(self, row: Sighting) -> None:
        place = (row.rep, row.collection)
        self._waiting.remove(place, (*place, row.side, row.record_id))
        if not self._waiting.count(place):
            self._queues.pop(place, None)

    def wake(self, rep: str, collection: Collection, now: datetime) -> None:
        """Let what is parked be due."""
        parked = [
            row for row in self._sightings.values() if (row.rep, row.collection, row.due) == (rep, collection, None)
        ]
        self.write([structs.replace(row, due=now) for row in parked if row.reason != HELD])

    def forget(self, rep: str, collections: Collections[Collection]) -> None:
        """Drop all of the rep."""
        self.settle([spot for spot in self._sightings if spot[0] == rep and spot[1] in collections])

    def _of(self, spots: Iterable[Spot]) -> list[Sighting]:
        return [self._sightings[spot] for spot in spots if spot in self._sightings]


def _ordered(rows: list[Sighting]) -> list[Sighting]:
    return sorted(rows, key=lambda row: row.record_id)


def _text(row: Sighting) -> str:
    return f"{dict(row.record.values) if row.record else {}}{row.keys}"
