"""Carry out deletions that were journaled whole, and end their links."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.connectors.port import Conflict, ItemError, Mention
from syncline.engine.creating import failed
from syncline.engine.pairs import settle_spots
from syncline.records.words import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.planner.decision import Delete
    from syncline.store.changes import Changes


def delete(run: CollectionRun, deletes: Sequence[Delete], batch: Batch, outcome: Changes) -> None:
    """Take records away on the side that each deletion names."""
    for side in Side:
        own = [one for one in deletes if one.side is side]
        targets = [Mention(one.link.record_id(side), one.link.version(side)) for one in own]
        answers = run.endpoint(side).delete(run.collection, targets) if targets else []
        for one, answer in zip(own, answers, strict=True):
            link = one.link
            if isinstance(answer, ItemError):
                failed(run, side.other, link.record_id(side.other), answer, batch, outcome, link.record_id(side))
            elif isinstance(answer, Conflict):
                outcome.journal_dropped.append(f"{link.id}:delete")
                run.tally.round_again = True
            else:
                outcome.links.append(replace(link, ended=one.ended, ended_at=run.now))
                _settled(run, one, batch, outcome)
                run.tally.count(side, "deleted")


def _settled(run: CollectionRun, one: Delete, batch: Batch, outcome: Changes) -> None:
    kept = batch.changes
    batch.changes = outcome
    settle_spots(run, one.link, batch)
    batch.changes = kept
