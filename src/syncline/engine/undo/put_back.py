"""Put overwritten values back, where what Syncline wrote still stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Conflict, Edit, ItemError, Missing, Written
from syncline.engine.formatting import with_formatting
from syncline.engine.journaling import row_id
from syncline.engine.undo.carrying import carry_out
from syncline.engine.undo.outcome import UNDO, UndoOutcome, Verdict
from syncline.records.capability import fit
from syncline.records.fields import FIELDS
from syncline.records.normal import same
from syncline.records.record import overlaid
from syncline.store.rows import HELD, Action, JournalRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.engine.undo.run import UndoRun
    from syncline.records.link import Link
    from syncline.records.record import Record, Value
    from syncline.store.changes import Changes


@dataclass(slots=True)
class _Work:
    """One row whose values are to be put back on a record that was just read."""

    row: JournalRow
    link: Link | None
    record: Record
    changes: Mapping[str, Value | None]
    announced: JournalRow

    @property
    def edit(self) -> Edit:
        """The write."""
        record, changes = self.record, dict(self.changes)
        return Edit(record.id, record.version, changes, overlaid(record.values, changes), record.values, self.row.whole)


def put_back(run: UndoRun, rows: Sequence[JournalRow]) -> list[UndoOutcome]:
    """Take updates back: of one collection on one side, each of another record."""
    links = run.links_of(rows)
    side, collection = rows[0].side, rows[0].collection
    ids = [links[row.id].record_id(side) if row.id in links else row.record_id for row in rows]
    outcomes: list[UndoOutcome] = []
    works: list[_Work] = []
    for row, answer in zip(rows, run.endpoint(side).read(collection, ids), strict=True):
        decided = _decide(run, row, links.get(row.id), answer)
        if isinstance(decided, _Work):
            works.append(decided)
        else:
            outcomes.append(decided)
    return outcomes + _carry_out(run, works)


def _decide(
    run: UndoRun, row: JournalRow, link: Link | None, answer: Record | Missing | ItemError
) -> _Work | UndoOutcome:
    if isinstance(answer, ItemError):
        return UndoOutcome(row.id, Verdict.REFUSED, code=answer.code, message=answer.message)
    if isinstance(answer, Missing):
        return UndoOutcome(row.id, Verdict.GONE)
    can = run.endpoint(row.side).capabilities(row.collection)
    labels = [label for label in row.after if label in can]
    before = {label: value for label in labels if (value := row.before.get(label)) is not None}
    wanted = fit(can, before)
    fields, now = FIELDS[row.collection], answer.values
    changes = {one: wanted.get(one) for one in labels if not same(fields[one], now.get(one), wanted.get(one))}
    if not changes:
        return UndoOutcome(row.id, Verdict.ALREADY if labels else Verdict.NOT_KEPT)
    others = {label: now.get(label) for label in changes if not _stands(row, link, label, now.get(label))}
    if others and not run.force:
        return UndoOutcome(row.id, Verdict.CHANGED_SINCE, now=others, private=row.private)
    return _Work(row, link, answer, changes, _announced(run, row, answer, changes))


def _stands(row: JournalRow, link: Link | None, label: str, now: Value | None) -> bool:
    """Whether a field holds what Syncline wrote, possibly in the form that the server gave it."""
    field, wrote = FIELDS[row.collection][label], row.after.get(label)
    if same(field, now, wrote):
        return True
    return link is not None and same(field, link.base.get(label), wrote) and now == link.held(row.side).get(label)


def _announced(run: UndoRun, row: JournalRow, record: Record, changes: Mapping[str, Value | None]) -> JournalRow:
    before = {label: record.values.get(label) for label in changes}
    return run.announced(
        row, row_id("undo", row.id, record.version), Action.UPDATE, record.id, before=before, after=changes
    )


def _carry_out(run: UndoRun, works: Sequence[_Work]) -> list[UndoOutcome]:
    def write() -> list[Written | Conflict | Missing | ItemError]:
        row = works[0].row
        return run.endpoint(row.side).update(row.collection, [work.edit for work in works])

    kept = with_formatting(run.mailbox, [work.announced for work in works])
    works = [replace(work, announced=announced) for work, announced in zip(works, kept, strict=True)]
    return carry_out(run, works, write, lambda work, answer, outcome: _record(run, work, answer, outcome))


def _record(run: UndoRun, work: _Work, answer: Written, outcome: Changes) -> UndoOutcome:
    really = answer.before if answer.before is not None else work.record.values
    before = {label: really.get(label) for label in work.changes}
    outcome.journal.append(replace(work.announced, reason=UNDO, before=before))
    if work.link is not None:
        outcome.links.append(_told(work.link, work, answer))
    forget_what_was_read(run, work.row, [work.record.id], outcome)
    return UndoOutcome(work.row.id, Verdict.UNDONE, row=work.announced.id)


def _told(link: Link, work: _Work, written: Written) -> Link:
    """Note what the side holds in these fields now: it differs from the base, and is no change that anybody made.

    What others changed in other fields, and no cycle has seen yet, stays unseen: then the version is left alone, too.
    """
    side, holds = work.row.side, written.after if written.after is not None else work.edit.whole
    seen = {label: value for label, value in link.seen(side).items() if label not in work.changes}
    seen |= {label: holds.get(label) for label in work.changes if holds.get(label) != link.base.get(label)}
    version = written.version if link.version(side) == work.record.version else link.version(side)
    return link.with_seen(side, seen).with_version(side, version)


def forget_what_was_read(run: UndoRun, row: JournalRow, ids: Sequence[str], outcome: Changes) -> None:
    """Let what is still to be planned about these records be read again: it was read before the undo."""
    for seen in run.store.sightings(row.rep, row.collection, row.side, ids):
        if seen.record is not None and seen.reason != HELD:
            stale = structs.replace(seen, record=None, version="", keys=(), due=run.clock())
            outcome.sightings.append(stale)
