"""The delete guard (SPEC 6.4): what goes beyond a rep's share of a day's deletions waits for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.records.words import Side
from syncline.store.rows import HeldRow, Hold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.planner.decision import Delete
    from syncline.planner.policy import DeleteGuard

DAY = timedelta(hours=24)


def trips(guard: DeleteGuard, done: int, size: int) -> bool:
    """Whether `done` deletions out of a collection of `size` are as many as go through without a person."""
    return done >= guard.at_least and (done * 100 >= guard.percent * size or done >= guard.count)


def let_through(run: CollectionRun, batch: Batch) -> list[Delete]:
    """Answer the deletions that may be carried out; the rest is held, or dropped where a person refused."""
    if not batch.deletes:
        return []
    done = run.store.deletes_since(run.rep.id, run.collection, run.now - DAY)
    size = run.store.count_links(run.rep.id, run.collection) + done
    known = {row.link_id: row for row in run.store.held(rep=run.rep.id)}
    through: list[Delete] = []
    for delete in batch.deletes:
        row = known.get(delete.link.id)
        if row is not None and row.state is Hold.ALLOWED:
            batch.changes.held_cleared.append(row.id)
            through.append(delete)
        elif row is None and not trips(run.guard, done + len(through), size):
            through.append(delete)
        else:
            _hold(run, delete, row, batch)
    return through


def _hold(run: CollectionRun, delete: Delete, row: HeldRow | None, batch: Batch) -> None:
    if row is None:
        batch.changes.held.append(_row(run, delete))
    for side in Side:
        seen = batch.sightings.get((side, delete.link.record_id(side)))
        if seen is not None:
            batch.changes.sightings.append(replace(seen, due=None, reason="held"))


def _row(run: CollectionRun, delete: Delete) -> HeldRow:
    link = delete.link
    return HeldRow(
        run.new_id(),
        run.rep.id,
        run.collection,
        delete.side,
        link.record_id(delete.side),
        link.id,
        f"delete:{delete.why}",
        Hold.HELD,
        run.now,
    )


def held_ids(rows: Sequence[HeldRow]) -> list[str]:
    """Answer the ids of the rows that wait for a person."""
    return [row.id for row in rows if row.state is Hold.HELD]
