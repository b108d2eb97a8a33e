"""Events that a person chose for Salesforce outside the mailbox, by an Outlook add-in (SPEC 5.6, ADR 0018).

Where only selected events sync, a cycle begins with what was chosen, or taken back, since the last one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import Sighting

if TYPE_CHECKING:
    from syncline.engine.run import CollectionRun
    from syncline.records.record import Record

CHOSEN = "chosen"
"""Reason of the sighting of an event about which a person said something: it is to be read."""


def take_up(run: CollectionRun) -> None:
    """Learn what was chosen, and let what somebody chose or took back be read anew."""
    if run.collection is not Collection.EVENTS or not run.rules.selected_only:
        return
    rows = run.store.selections(run.rep.id)
    run.chosen = frozenset(one for row in rows if row.selected for one in (row.record_id, row.uid) if one)
    waiting = [row for row in rows if row.pending]
    seen = [Sighting(*run.spot(Side.MAILBOX, row.record_id), due=run.now, reason=CHOSEN) for row in waiting]
    if seen:
        run.store.commit(Changes(sightings=seen))
        run.store.settle_selections(waiting)


def with_choice(run: CollectionRun, record: Record) -> Record:
    """Answer a record of the mailbox as selected where it, or the series that it is part of, was chosen."""
    if record.selected or run.chosen.isdisjoint({record.id, record.series, record.uid}):
        return record
    return structs.replace(record, selected=True)
