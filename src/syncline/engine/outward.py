"""Which Salesforce records flow out to a mailbox that has none of them yet, and how a calendar is to hold an event."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.engine.passing_over import forget, outside_window, park
from syncline.engine.sight import as_told
from syncline.planner.decision import Why
from syncline.planner.keys import keys_of
from syncline.planner.scope import private
from syncline.records.moments import by_the_clock_of
from syncline.records.words import Side

if TYPE_CHECKING:
    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.record import Record
    from syncline.store.rows import Sighting

_GRAIN = timedelta(seconds=2)
"""Stamps of the org are in whole seconds, and so is what is known of its clock."""


def out_of_the_org(run: CollectionRun, seen: Sighting) -> Sighting:
    """Answer a newcomer as far as the mailbox is to know of it."""
    if seen.record is None or (told := as_told(run, seen.record)) is seen.record:
        return seen
    return structs.replace(seen, record=told, keys=keys_of(run.collection, told.values, told.uid))


def goes_out(run: CollectionRun, seen: Sighting, batch: Batch) -> bool:
    """Whether a Salesforce record may be copied to the mailbox; what may not is passed over."""
    record = seen.record
    if record is None or not run.rules.direction.may_write(Side.MAILBOX) or not run.qualifies(record):
        forget(run, seen, batch)
        return False
    return run.span is None or _event_goes_out(run, seen, record, batch)


def _event_goes_out(run: CollectionRun, seen: Sighting, record: Record, batch: Batch) -> bool:
    """The record of a series and other people's copies stay where they are; so does what nobody touched since."""
    if not _touched_since(run, record):
        forget(run, seen, batch)
        return False
    if record.not_representable:
        return park(run, structs.replace(seen, keys=()), Why.NOT_REPRESENTABLE, batch)
    if run.span is not None and (place := run.span.place(record.values)) != "inside":
        return outside_window(run, seen, record, place, batch)
    if private(record) and not run.rules.private:  # what nobody may read is not kept: it is read again if it may count
        return park(run, structs.replace(seen, record=None, keys=()), Why.PRIVATE, batch)
    return True


def _touched_since(run: CollectionRun, record: Record) -> bool:
    """Whether an event was made or edited since the configuration was first activated (SPEC 5.2)."""
    since, edited = run.rules.flows_since, run.corrected(Side.SALESFORCE, record.modified)
    return since is not None and edited is not None and edited + _GRAIN >= since


def as_in_calendar(run: CollectionRun, record: Record) -> Record:
    """Answer an event with its times by the rep's own clock; Salesforce knows instants alone."""
    if run.span is None:
        return record
    times = {label: record.values[label] for label in ("Start", "End") if label in record.values}
    told = {label: by_the_clock_of(str(text), run.rep.zone) for label, text in times.items()}
    return structs.replace(record, values={**record.values, **told})
