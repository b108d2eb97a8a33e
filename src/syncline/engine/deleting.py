"""Carry out deletions that were journaled whole, and end their links."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Conflict, ItemError, Mention
from syncline.engine.announce import deletion_id, version_decided_on
from syncline.engine.creating import failed
from syncline.engine.pairs import end_spots
from syncline.engine.run import requests
from syncline.records.words import Side
from syncline.store.rows import Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import Missing, Written
    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.planner.decision import Delete
    from syncline.store.changes import Changes


def delete(run: CollectionRun, deletes: Sequence[Delete], batch: Batch, outcome: Changes) -> None:
    """Take records away on the side that each deletion names."""
    for side in Side:
        for some in requests([one for one in deletes if one.side is side]):
            targets = [Mention(one.link.record_id(side), version_decided_on(one, batch)) for one in some]
            run.store.still_held()
            answers = run.endpoint(side).delete(run.collection, targets)
            for one, answer in zip(some, answers, strict=True):
                _record(run, one, answer, batch, outcome)


def _record(
    run: CollectionRun,
    one: Delete,
    answer: Written | Conflict | Missing | ItemError,
    batch: Batch,
    outcome: Changes,
) -> None:
    link, side = one.link, one.side
    if isinstance(answer, (ItemError, Conflict)):
        outcome.journal_dropped.append(deletion_id(one, batch))
        outcome.links.append(link)  # it may have followed its record to another id
    if isinstance(answer, ItemError):
        failed(run, side.other, link.record_id(side.other), answer, batch, outcome, link.record_id(side))
    elif isinstance(answer, Conflict):
        _read_again(run, one, batch, outcome)
    else:
        outcome.links.append(structs.replace(link, ended=one.ended, ended_at=run.now))
        end_spots(run, link, outcome)
        run.tally.count(side, "deleted")


def _read_again(run: CollectionRun, one: Delete, batch: Batch, outcome: Changes) -> None:
    """The record changed since it was read: let the pair be planned with what it holds now."""
    run.tally.round_again = True
    side, record_id = one.side, one.link.record_id(one.side)
    soon = run.now + timedelta(seconds=1)
    outcome.sightings.append(Sighting(*run.spot(side, record_id), due=soon))
    seen = batch.sightings.get((side.other, one.link.record_id(side.other)))
    if seen is not None:
        outcome.sightings.append(structs.replace(seen, due=soon))
