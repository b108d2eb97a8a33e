"""Make sightings of records."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.engine.meetings import noted
from syncline.engine.selecting import with_choice
from syncline.engine.unrolled import RECURRING
from syncline.engine.veiled import subject_keys
from syncline.planner.keys import keys_of
from syncline.planner.scope import BUSY, CONTENT
from syncline.records.fields import PRIVATE
from syncline.records.words import Side
from syncline.store.rows import Sighting

if TYPE_CHECKING:
    from syncline.connectors.port import ItemError
    from syncline.engine.run import CollectionRun
    from syncline.records.record import Record, Values


UNREAD_KEY = "unread"
"""The key of what was listed and could not be read: nobody knows yet who it is."""


def unread(run: CollectionRun, side: Side, record_id: str, error: ItemError) -> Sighting:
    """Answer the sighting of a record that could not be read, to be read again after a pause."""
    seen = Sighting(*run.spot(side, record_id), keys=(UNREAD_KEY,), attempts=1, reason=error.code)
    return structs.replace(seen, due=run.later(structs.replace(seen, attempts=0)))


NOT_FOUND = "not_found"
"""Reason of a sighting of what a listing told of and reading did not find."""


def not_found(run: CollectionRun, record_id: str) -> Sighting:
    """Answer the sighting of a mailbox record that was just listed, and was not found when it was read.

    If it left in between, the next listing says so. But servers also answer that for what they cannot reach just now,
    and no listing would tell of that change again.
    """
    seen = Sighting(*run.spot(Side.MAILBOX, record_id), keys=(UNREAD_KEY,), reason=NOT_FOUND)
    return structs.replace(seen, due=run.later(seen))


LOOKED_AT_AGAIN = timedelta(minutes=20)
"""After this time; nothing is to be written, as a rule, so that everything counts as in step meanwhile."""


def looked_at_again(run: CollectionRun, record_id: str) -> Sighting:
    """Answer the sighting of a mailbox record whose trace another bears by now: the same item, or a copy of it.

    The copy may be gone before anybody could read it; or the original is there, whatever the server answered.
    """
    return Sighting(*run.spot(Side.MAILBOX, record_id), due=run.now + LOOKED_AT_AGAIN)


def values_told(run: CollectionRun, values: Values) -> Values:
    """Answer as much of an event as is to be known: of a private one perhaps the time that it takes."""
    if not run.rules.busy_only or values.get("Sensitivity") != PRIVATE:
        return values
    return {label: value for label, value in values.items() if label not in CONTENT} | {"Subject": BUSY}


def as_told(run: CollectionRun, record: Record) -> Record:
    """Answer a record as far as it is to be known: what else stands in it goes nowhere, not even into the store."""
    values = values_told(run, record.values)
    return record if values is record.values else structs.replace(record, values=values, people=(), extra={})


def sighting_of(run: CollectionRun, side: Side, record: Record) -> Sighting:
    """Answer the sighting of a record as it was just read, to be planned at once."""
    if side is Side.MAILBOX:
        record = as_told(run, record)
    if side is Side.MAILBOX and run.chosen:
        record = with_choice(run, record)
    if side is Side.MAILBOX and run.colleagues is not None:
        record = noted(run, record)
    keys = keys_of(run.collection, record.values, record.uid)
    if side is Side.MAILBOX and record.not_representable == RECURRING:
        keys += subject_keys(run, record)
    return Sighting(
        *run.spot(side, record.id),
        version=record.version,
        record=record,
        keys=keys,
        due=run.now,
        owner=record.owner,
    )
