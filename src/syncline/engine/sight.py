"""Make sightings of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.planner.keys import keys_of
from syncline.store.rows import Sighting

if TYPE_CHECKING:
    from syncline.engine.run import CollectionRun
    from syncline.records.record import Record
    from syncline.records.words import Side


def sighting_of(run: CollectionRun, side: Side, record: Record) -> Sighting:
    """Answer the sighting of a record as it was just read, to be planned at once."""
    return Sighting(
        run.rep.id,
        run.collection,
        side,
        record.id,
        version=record.version,
        record=record,
        keys=keys_of(run.collection, record.values, record.uid),
        due=run.now,
        owner=record.owner,
    )
