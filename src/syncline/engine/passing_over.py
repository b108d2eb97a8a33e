"""Newcomers that are passed over: for good, until their day comes, or until somebody changes something about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.planner.decision import Why

if TYPE_CHECKING:
    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.record import Record
    from syncline.store.rows import Sighting


def forget(run: CollectionRun, seen: Sighting, batch: Batch) -> None:
    """There is nothing to do about a record, and nothing left to say about it."""
    batch.changes.forget(run.spot(seen.side, seen.record_id))


def park(run: CollectionRun, seen: Sighting, why: str, batch: Batch) -> bool:
    """Leave a record alone until it changes, or the settings do. Answers False: it is not looked at."""
    batch.changes.sightings.append(structs.replace(seen, due=None, reason=why))
    batch.changes.errors_cleared.append(run.spot(seen.side, seen.record_id))
    batch.changes.unresolved_cleared.append(run.spot(seen.side, seen.record_id))
    run.tally.count(seen.side.other, "skipped")
    return False


def outside_window(run: CollectionRun, seen: Sighting, record: Record, place: str, batch: Batch) -> bool:
    """Forget what is past; wake what lies beyond the horizon on the day it comes inside."""
    run.tally.count(seen.side.other, "skipped")
    if place == "past" or run.span is None:
        forget(run, seen, batch)
        return False
    batch.changes.errors_cleared.append(run.spot(seen.side, seen.record_id))
    comes_in = run.span.comes_in(record.values, run.now)
    batch.changes.sightings.append(structs.replace(seen, due=comes_in, reason=Why.OUTSIDE_WINDOW))
    return False
