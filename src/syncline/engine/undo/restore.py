"""Bring back what Syncline deleted, and its link with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import ItemError, Lost, Written
from syncline.engine.journaling import row_id
from syncline.engine.undo.chain import taken_back
from syncline.engine.undo.outcome import UNDO, UndoOutcome, Verdict
from syncline.planner.merge import observed
from syncline.records.link import DELETED_IN, Ended, Link
from syncline.records.record import Record
from syncline.records.words import Side
from syncline.store.changes import Changes
from syncline.store.rows import Action, JournalFilter, JournalRow, Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.engine.undo.run import UndoRun
    from syncline.records.record import Value


@dataclass(slots=True)
class _Work:
    """One deletion to be taken back. `other` is the other half of the pair as it is now, None where it is not there."""

    row: JournalRow
    link: Link | None
    other: Record | None
    announced: JournalRow


def restore(run: UndoRun, rows: Sequence[JournalRow]) -> list[UndoOutcome]:
    """Take deletions back: of one collection on one side, each of another record."""
    links = run.links_of(rows)
    back = _back_already(run, rows, links)
    outcomes = {row.id: UndoOutcome(row.id, Verdict.ALREADY) for row in back}
    for row in rows:
        settled = _settled(run, row, links.get(row.id))
        if settled is not None:
            outcomes[row.id] = settled
    wanted = [row for row in rows if row.id not in outcomes]
    works = _announce(run, wanted, links)
    return [*outcomes.values(), *_carry_out(run, works)]


def _back_already(run: UndoRun, rows: Sequence[JournalRow], links: dict[str, Link]) -> list[JournalRow]:
    """Answer the rows that were taken back before, and whose record nobody deleted since."""
    done = taken_back(run.store, rows)
    mine = [row for row in rows if row.id in done]
    if not mine:
        return []
    ids = [links[row.id].record_id(row.side) if row.id in links else row.record_id for row in mine]
    answers = run.endpoint(mine[0].side).read(mine[0].collection, ids)
    return [row for row, answer in zip(mine, answers, strict=True) if isinstance(answer, Record)]


def _settled(run: UndoRun, row: JournalRow, link: Link | None) -> UndoOutcome | None:
    """Answer what there is to say where nothing is to be brought back."""
    if not row.whole:
        return UndoOutcome(row.id, Verdict.NOT_KEPT)
    if link is None:
        return None
    if link.live:
        return UndoOutcome(row.id, Verdict.ALREADY)
    other = row.side.other
    linked = run.store.links(row.rep, row.collection, other, [link.record_id(other)])
    return UndoOutcome(row.id, Verdict.REPLACED) if any(one.live for one in linked) else None


def _announce(run: UndoRun, rows: Sequence[JournalRow], links: dict[str, Link]) -> list[_Work]:
    """Commit what is about to happen. A link whose other half is gone says from now on who took that out."""
    if not rows:
        return []
    side, collection = rows[0].side, rows[0].collection
    linked = [links[row.id] for row in rows if row.id in links]
    ids = [link.record_id(side.other) for link in linked]
    answers = run.endpoint(side.other).read(collection, ids) if ids else []
    others = {link.id: one for link, one in zip(linked, answers, strict=True) if isinstance(one, Record)}
    earlier = _earlier(run, rows)
    changes = Changes()
    works: list[_Work] = []
    for row in rows:
        link = links.get(row.id)
        other = others.get(link.id) if link is not None else None
        if link is not None and other is None and link.ended is Ended.DELETED_ON_BOTH:
            link = structs.replace(link, ended=DELETED_IN[side.other])
            changes.links.append(link)
        record_id = link.record_id(side) if link is not None else row.record_id
        done = [one for one in earlier if one.undoes == row.id and one.reason == UNDO]
        id_ = row_id("restore", row.id, str(len(done)))
        announced = next((one for one in earlier if one.id == id_), None)
        if announced is None:
            announced = run.announced(row, id_, Action.RESTORE, record_id, before={}, after={})
            changes.journal.append(announced)
        works.append(_Work(row, link, other, announced))
    run.store.commit(changes)
    return works


def _earlier(run: UndoRun, rows: Sequence[JournalRow]) -> list[JournalRow]:
    """What was announced or done before to take these rows back."""
    return run.store.journal(limit=100 * len(rows), only=JournalFilter(undoes=tuple(row.id for row in rows)))


def _carry_out(run: UndoRun, works: Sequence[_Work]) -> list[UndoOutcome]:
    if not works:
        return []
    row = works[0].row
    answers = run.endpoint(row.side).restore(row.collection, [_lost(work) for work in works])
    outcome = Changes()
    outcomes = [_record(work, answer, outcome) for work, answer in zip(works, answers, strict=True)]
    run.store.commit(outcome)
    return outcomes


def _lost(work: _Work) -> Lost:
    values: dict[str, Value] = {label: value for label, value in work.row.before.items() if value is not None}
    trace = work.link.trace if work.link is not None else None
    return Lost(work.row.record_id, work.announced.id, work.row.whole, values, work.announced.at, trace)


def _record(work: _Work, answer: Written | ItemError, outcome: Changes) -> UndoOutcome:
    row, link = work.row, work.link
    if isinstance(answer, ItemError):
        outcome.journal_dropped.append(work.announced.id)
        return UndoOutcome(row.id, Verdict.REFUSED, code=answer.code, message=answer.message)
    values = answer.after if answer.after is not None else {}
    outcome.journal.append(replace(work.announced, reason=UNDO, record_id=answer.id, after=dict(values)))
    if link is not None:
        outcome.links.append(_linked(work, link, answer))
        if work.other is not None:
            outcome.sightings.append(_to_be_read(work, work.other))
    return UndoOutcome(row.id, Verdict.UNDONE, row=work.announced.id)


def _linked(work: _Work, link: Link, answer: Written) -> Link:
    """Point the link at the record that is back. Where the other half is there, the pair lives again.

    It counts as found, not made: no rule takes away again what a person brought back.
    """
    if work.row.side is Side.SALESFORCE:
        link = structs.replace(link, salesforce_id=answer.id, salesforce_version=answer.version)
    else:
        link = structs.replace(link, mailbox_id=answer.id, mailbox_version=answer.version)
        link = structs.replace(link, trace=answer.trace or link.trace)
    if answer.after is not None:
        link = observed(link, work.row.side, answer.after)
    if work.other is None:
        return link
    return structs.replace(link, ended=None, ended_at=None, made_on=None, owner="")


def _to_be_read(work: _Work, other: Record) -> Sighting:
    """The other half may have been changed while the pair was ended: it is planned with what it holds now."""
    row = work.row
    return Sighting(row.rep, row.collection, row.side.other, other.id, due=work.announced.at)
