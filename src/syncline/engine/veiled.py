"""Private events of a calendar that do not sync: nothing of them is kept but what tells that they are there already.

A Salesforce event of the same subject and time is not copied beside one. What is kept is a short digest of that, in
which nobody reads anything.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from syncline.engine.passing_over import park
from syncline.planner.decision import Why
from syncline.planner.keys import subject_of
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.record import Record
    from syncline.store.rows import Sighting


def veiled(run: CollectionRun, keys: Iterable[str]) -> tuple[str, ...]:
    """Answer what is kept of the keys of a record that is not to be known."""
    return tuple(f"veiled:{hashlib.sha256(f'{run.rep.id}/{key}'.encode()).hexdigest()[:16]}" for key in keys)


def subject_keys(run: CollectionRun, series: Record) -> tuple[str, ...]:
    """Answer by what a series of the calendar is found again, before it is known when it happens."""
    return veiled(run, [f"series:{subject_of(series.values)}"])


def without_private_twins(run: CollectionRun, newcomers: Sequence[Sighting], batch: Batch) -> list[Sighting]:
    """Leave out the Salesforce events that the calendar holds as private ones."""
    if run.collection is not Collection.EVENTS or run.rules.private or not newcomers:
        return list(newcomers)
    own = {seen.record_id: veiled(run, seen.keys) for seen in newcomers}
    wanted = [key for keys in own.values() for key in keys]
    hidden = run.store.sightings_by_keys(run.rep.id, run.collection, Side.MAILBOX, wanted)
    known = {key for seen in hidden for key in seen.keys}
    twins = [seen for seen in newcomers if not known.isdisjoint(own[seen.record_id])]
    for seen in twins:
        park(run, seen, Why.PRIVATE, batch)
    return [seen for seen in newcomers if seen not in twins]
