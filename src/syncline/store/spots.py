"""What is unsettled of records of several reps, collections and sides."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.records.words import Collection, Side
    from syncline.store.port import Store
    from syncline.store.rows import Sighting


def sightings_at(store: Store, spots: Iterable[tuple[str, Collection, Side, str]]) -> list[Sighting]:
    """Answer the sightings at these spots (rep, collection, side, record id), with one query for each side of each."""
    ids: defaultdict[tuple[str, Collection, Side], set[str]] = defaultdict(set)
    for rep, collection, side, record_id in spots:
        ids[rep, collection, side].add(record_id)
    return [seen for place, own in ids.items() for seen in store.sightings(*place, sorted(own))]
