"""Take the bringing back of a record back: it is deleted again, journaled whole again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Conflict, ItemError, Mention, Missing, Written
from syncline.engine.journaling import row_id
from syncline.engine.undo.carrying import carry_out
from syncline.engine.undo.outcome import UNDO, UndoOutcome, Verdict
from syncline.records.fields import FIELDS
from syncline.records.link import DELETED_IN, Ended, Link
from syncline.records.normal import same
from syncline.records.record import Record
from syncline.store.rows import Action, JournalRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.engine.undo.run import UndoRun
    from syncline.records.record import Value
    from syncline.store.changes import Changes


@dataclass(slots=True)
class _Work:
    row: JournalRow
    link: Link | None
    record: Record
    announced: JournalRow


def remove_again(run: UndoRun, rows: Sequence[JournalRow]) -> list[UndoOutcome]:
    """Delete records again: of one collection on one side."""
    links = run.links_of(rows)
    side, collection = rows[0].side, rows[0].collection
    ids = [links[row.id].record_id(side) if row.id in links else row.record_id for row in rows]
    records = run.endpoint(side).read(collection, ids)
    wholes = run.endpoint(side).whole(collection, ids)
    outcomes: list[UndoOutcome] = []
    works: list[_Work] = []
    for row, record, whole in zip(rows, records, wholes, strict=True):
        if isinstance(record, Record) and isinstance(whole, str) and (run.force or not _changed(row, record)):
            works.append(_Work(row, links.get(row.id), record, _announced(run, row, record, whole)))
        else:
            outcomes.append(_not_now(row, record, whole))
    return outcomes + _carry_out(run, works)


def _changed(row: JournalRow, record: Record) -> dict[str, Value | None]:
    """Answer what stands otherwise than when the record was brought back."""
    fields, now = FIELDS[row.collection], record.values
    labels = (now.keys() | row.after.keys()) & fields.keys()
    return {one: now.get(one) for one in labels if not same(fields[one], now.get(one), row.after.get(one))}


def _not_now(row: JournalRow, record: Record | Missing | ItemError, whole: str | Missing | ItemError) -> UndoOutcome:
    for answer in (record, whole):
        if isinstance(answer, Missing):
            return UndoOutcome(row.id, Verdict.GONE)
        if isinstance(answer, ItemError):
            return UndoOutcome(row.id, Verdict.REFUSED, code=answer.code, message=answer.message)
    now = _changed(row, record) if isinstance(record, Record) else {}
    return UndoOutcome(row.id, Verdict.CHANGED_SINCE, now=now, private=row.private)


def _announced(run: UndoRun, row: JournalRow, record: Record, whole: str) -> JournalRow:
    id_ = row_id("undo", row.id, record.version)
    return run.announced(row, id_, Action.DELETE, record.id, before=dict(record.values), after={}, whole=whole)


def _carry_out(run: UndoRun, works: Sequence[_Work]) -> list[UndoOutcome]:
    def write() -> list[Written | Conflict | Missing | ItemError]:
        row = works[0].row
        targets = [Mention(work.record.id, work.record.version) for work in works]
        return run.endpoint(row.side).delete(row.collection, targets)

    return carry_out(run, works, write, lambda work, _answer, outcome: _record(run, work, outcome))


def _record(run: UndoRun, work: _Work, outcome: Changes) -> UndoOutcome:
    row = work.row
    outcome.journal.append(replace(work.announced, reason=UNDO))
    link = work.link
    if link is not None:
        ended = DELETED_IN[row.side] if link.live else Ended.DELETED_ON_BOTH
        outcome.links.append(structs.replace(link, ended=ended, ended_at=run.clock()))
    return UndoOutcome(row.id, Verdict.UNDONE, row=work.announced.id)
