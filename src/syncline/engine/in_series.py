"""Salesforce events that the calendar has as occurrences of its own series: nothing is copied beside these.

A calendar's series may be none of those that sync, or an occurrence lie further ahead than they are unrolled; another
tool may have copied it, or we before a reset. A series is found by its subject, and only then read.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import ItemError
from syncline.engine.passing_over import park
from syncline.engine.series_making import outstanding
from syncline.engine.sight import as_told
from syncline.engine.unrolled import is_series, reads_series
from syncline.engine.veiled import subject_keys
from syncline.planner.decision import Why
from syncline.planner.keys import time_key
from syncline.records.moments import start_instant
from syncline.records.record import OF_SERIES, Record
from syncline.records.recurrence.instances import instances
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.record import Values
    from syncline.store.rows import Sighting

_SECOND = timedelta(seconds=1)
_SOON = timedelta(minutes=1)


def without_occurrences(run: CollectionRun, newcomers: Sequence[Sighting], batch: Batch) -> list[Sighting]:
    """Answer what may be copied; what the calendar has in a series is passed over, and what is not known yet waits."""
    if run.collection is not Collection.EVENTS or not newcomers:
        return list(newcomers)
    ours = outstanding(run) if any(_of_series(seen) for seen in newcomers) else False
    by_key = _series(run, newcomers)
    through: list[Sighting] = []
    for seen in newcomers:
        found = [one for key in _keys(run, seen) for one in by_key.get(key, ())]
        if any(isinstance(one, Record) and _has(run, one, seen) for one in found):
            park(run, seen, Why.IN_SERIES, batch)
        elif any(isinstance(one, ItemError) for one in found):
            later = structs.replace(seen, attempts=seen.attempts + 1, due=run.later(seen))
            batch.changes.sightings.append(later)
        elif ours and _of_series(seen):
            batch.changes.sightings.append(structs.replace(seen, due=run.now + _SOON))
        else:
            through.append(seen)
    return through


def _of_series(seen: Sighting) -> bool:
    return seen.record is not None and OF_SERIES in seen.record.extra


def _keys(run: CollectionRun, seen: Sighting) -> tuple[str, ...]:
    return subject_keys(run, seen.record) if seen.record is not None else ()


def _series(run: CollectionRun, newcomers: Sequence[Sighting]) -> Mapping[str, list[Record | ItemError]]:
    """Read the calendar's series that have the subject of one of these, by the keys of their subjects."""
    mailbox = reads_series(run.mailbox)
    wanted = sorted({key for seen in newcomers for key in _keys(run, seen)})
    masters = run.store.sightings_by_keys(run.rep.id, run.collection, Side.MAILBOX, wanted)
    if mailbox is None or not masters:
        return {}
    found: dict[str, list[Record | ItemError]] = {}
    for seen, answer in zip(masters, mailbox.series([one.record_id for one in masters]), strict=True):
        if isinstance(answer, ItemError) or (isinstance(answer, Record) and is_series(answer)):
            for key in seen.keys:
                found.setdefault(key, []).append(answer)
    return found


def _has(run: CollectionRun, series: Record, seen: Sighting) -> bool:
    """Whether a series has an occurrence of the subject, start and end of an event."""
    if seen.record is None:
        return False
    values: Values = seen.record.values
    start = start_instant(str(values["Start"]), run.rep.zone)
    told = as_told(run, series).values
    near = instances(told, start - _SECOND, start + _SECOND, run.rep.zone)
    return time_key(values) in {time_key(one.values) for one in near}
