"""Carry a batch out: announce (intents, journal) in one transaction, write, and record the outcome in another.

No transaction is open while a side is written to. What was not carried out stays a sighting and is planned again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.errors import ConnectorError, RetryLaterError, TimedOutError
from syncline.engine import unheard
from syncline.engine.announce import announce
from syncline.engine.asking import keep_answers
from syncline.engine.creating import create
from syncline.engine.deleting import delete
from syncline.engine.guard import creates_let_through, deletes_let_through
from syncline.engine.updating import update
from syncline.records.words import Side
from syncline.store.changes import Changes

if TYPE_CHECKING:
    from syncline.engine.announce import Plan
    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch

LATE_ANSWER = timedelta(minutes=2)
"""After a time-out the server may still be at work: a create is looked for only after this long."""


def execute(run: CollectionRun, batch: Batch) -> None:
    """Carry out a planned batch. Raises what stopped it, after recording what was done until then."""
    deletes = deletes_let_through(run, batch)
    batch.creates = creates_let_through(run, batch)
    plan = announce(run, batch, deletes)
    outcome = batch.changes
    batch.changes = Changes()
    try:
        update(run, batch, outcome)
        for side in Side:
            create(run, side, plan.drafts[side], batch, outcome)
        delete(run, plan.deletes, batch, outcome)
    except ConnectorError as error:
        _put_off(run, batch, plan, outcome, error)
        _record(run, batch, outcome)
        raise
    _let_wait(run, batch, outcome)
    _record(run, batch, outcome)


def _record(run: CollectionRun, batch: Batch, outcome: Changes) -> None:
    unheard.keep(batch, outcome)
    keep_answers(run, outcome)
    run.store.commit(outcome)


def _let_wait(run: CollectionRun, batch: Batch, outcome: Changes) -> None:
    """Let what the batch did nothing about be planned later, so that no cycle plans the same thing for ever."""
    told = _told(outcome)
    for spot, seen in batch.sightings.items():
        if spot not in told and seen.due is not None and seen.due <= run.now:
            outcome.sightings.append(structs.replace(seen, attempts=seen.attempts + 1, due=run.later(seen)))


def _told(outcome: Changes) -> set[tuple[Side | None, str]]:
    """The records whose sightings have an outcome."""
    told = {(side, record_id) for _, _, side, record_id in outcome.settled}
    told.update((seen.side, seen.record_id) for seen in outcome.sightings)
    return told


def _put_off(run: CollectionRun, batch: Batch, plan: Plan, outcome: Changes, error: ConnectorError) -> None:
    """Let everything that has no outcome yet be planned again, after a pause where the server asked for one.

    What was announced and has no answer is not looked for earlier either: the server may still be making it.
    """
    if not isinstance(error, RetryLaterError):
        return
    pause = LATE_ANSWER if isinstance(error, TimedOutError) else timedelta(seconds=error.after or 0)
    answered = set(outcome.intents_done)
    outcome.intents += [structs.replace(row, due=run.now + pause) for row in plan.intents if row.key not in answered]
    told = _told(outcome)
    for (side, record_id), seen in batch.sightings.items():
        if (side, record_id) not in told:
            outcome.sightings.append(structs.replace(seen, due=run.now + pause))
