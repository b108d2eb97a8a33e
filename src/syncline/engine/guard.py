"""The guard (SPEC 6.4): what goes beyond a rep's share of a day's deletions waits for a person.

So does what would be copied in bulk after a reset or a lost store, when nearly all should have been found again. A
person's word stands until it was carried out (`held.withdraw`), however often a server fails meanwhile.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.engine.announce import deletion_id
from syncline.planner.decision import Why
from syncline.records.words import Side
from syncline.store.rows import HELD, HeldRow, Hold

if TYPE_CHECKING:
    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.planner.decision import Create, Delete
    from syncline.planner.policy import DeleteGuard

DAY = timedelta(hours=24)


def trips(guard: DeleteGuard, done: int, size: int) -> bool:
    """Whether `done` deletions out of a collection of `size` are as many as go through without a person."""
    return done >= guard.at_least and (done * 100 >= guard.percent * size or done >= guard.count)


def deletes_let_through(run: CollectionRun, batch: Batch) -> list[Delete]:
    """Answer the deletions that may be carried out; the rest is held, or dropped where a person refused."""
    if not batch.deletes:
        return []
    announced = [deletion_id(one, batch) for one in batch.deletes]  # a request that failed counts once with its retry
    done = run.store.deletes_since(run.rep.id, run.collection, run.now - DAY, announced)
    size = run.store.count_links(run.rep.id, run.collection) + done
    known = {row.link_id: row for row in run.store.held(rep=run.rep.id)}
    through: list[Delete] = []
    for delete in batch.deletes:
        row = known.get(delete.link.id)
        allowed = row is not None and row.state is Hold.ALLOWED
        if allowed or (row is None and not trips(run.guard, done + len(through), size)):
            through.append(delete)
        else:
            _hold(run, delete, row, batch)
    return through


def _hold(run: CollectionRun, delete: Delete, row: HeldRow | None, batch: Batch) -> None:
    if row is None:
        batch.changes.held.append(_row(run, delete))
    batch.changes.links.append(delete.link)  # it may have followed its record to another id
    for side in Side:
        _lay_by(run, side, delete.link.record_id(side), batch)


def _lay_by(run: CollectionRun, side: Side, record_id: str, batch: Batch) -> None:
    """Keep what was seen until a person decides; what went wrong with it before is no error any more."""
    seen = batch.sightings.get((side, record_id))
    if seen is not None:
        batch.changes.sightings.append(structs.replace(seen, due=None, reason=HELD))
        batch.changes.errors_cleared.append(run.spot(side, record_id))


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


def creates_let_through(run: CollectionRun, batch: Batch) -> list[Create]:
    """Answer the copies that may be made: all of them, but in the first cycle after a reset or a lost store."""
    rows = {(row.side, row.record_id): row for row in run.store.held(rep=run.rep.id)} if batch.creates else {}
    done = run.tally.created
    if not rows and not run.rep.reset:
        return batch.creates
    size = run.store.count_links(run.rep.id, run.collection) + len(batch.creates)
    through: list[Create] = []
    for create in batch.creates:
        source = create.side.other
        row = rows.get((source, create.source.id))
        allowed = row is not None and row.state is Hold.ALLOWED
        if allowed or (row is None and not (run.rep.reset and trips(run.guard, done + len(through), size))):
            through.append(create)
        else:
            _hold_copy(run, create, row, batch)
    return through


def _hold_copy(run: CollectionRun, create: Create, row: HeldRow | None, batch: Batch) -> None:
    source = create.side.other
    _lay_by(run, source, create.source.id, batch)
    if row is None:
        held = HeldRow(
            run.new_id(),
            run.rep.id,
            run.collection,
            source,
            create.source.id,
            "",
            f"create:{Why.NEW}",
            Hold.HELD,
            run.now,
        )
        batch.changes.held.append(held)
