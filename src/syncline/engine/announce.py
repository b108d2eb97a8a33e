"""Write down what is about to be done before it is done.

Intents for creates, the journal for overwritten values, and in each pair what is about to be sent to its records.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syncline.connectors.port import Draft, ItemError, Missing
from syncline.engine.formatting import with_formatting
from syncline.engine.journaling import row_id
from syncline.engine.report import error_row
from syncline.planner.merge import overwritten
from syncline.planner.scope import private
from syncline.records.capability import fit
from syncline.records.fields import ATTENDEES, PRIVATE
from syncline.records.record import EMPTY, Record
from syncline.records.words import Side
from syncline.store.changes import Changes
from syncline.store.rows import Action, IntentRow, JournalRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.planner.decision import Create, Delete, Settle
    from syncline.records.link import Link
    from syncline.records.record import Value


@dataclass(slots=True)
class Plan:
    """What was announced: drafts with the record that each copies, and the deletions that are journaled whole."""

    drafts: dict[Side, list[tuple[Draft, Record]]] = field(default_factory=lambda: {side: [] for side in Side})
    deletes: list[Delete] = field(default_factory=list)
    intents: list[IntentRow] = field(default_factory=list)


def announce(run: CollectionRun, batch: Batch, deletes: Sequence[Delete]) -> Plan:
    """Commit intents, journal rows and what will be sent. Answers what may now be carried out."""
    changes = Changes()
    plan = Plan()
    since = run.clock()
    for one in batch.creates:
        plan.drafts[one.side].append((_intend(run, one, since, changes), one.source))
    for settle in batch.settles:
        for side in Side:
            changes.journal.extend(_overwrites(run, settle, side))
    changes.journal = with_formatting(run.mailbox, changes.journal)
    changes.links = _about_to_be_sent(run, batch.settles)
    plan.deletes = _journal_whole(run, deletes, batch, changes)
    plan.intents = changes.intents
    if changes.intents or changes.journal or changes.links:
        run.store.commit(changes)
    return plan


def _intend(run: CollectionRun, one: Create, since: datetime, changes: Changes) -> Draft:
    source = one.source
    values = fit(run.can(one.side), source.values)
    can = run.can(one.side).get(ATTENDEES)
    if one.side is Side.MAILBOX and not (run.rules.invites and can is not None and not can.read_only):
        values.pop(ATTENDEES, None)
    draft = Draft(run.new_id(), values, source.uid, people_of(run, one.side, source))
    changes.intents.append(intent_of(run, one.side, draft, source, since))
    return draft


def intent_of(run: CollectionRun, side: Side, draft: Draft, source: Record, since: datetime) -> IntentRow:
    """Answer the row that announces a copy: with it, what was made is found and linked though its source is gone."""
    known_by = Record(
        source.id, "", EMPTY, owner=source.owner, uid=source.uid, trace=source.trace, series=source.series
    )
    return IntentRow(draft.key, run.rep.id, run.collection, side, source.id, draft.values, since, source=known_by)


def source_of(row: IntentRow) -> Record:
    """Answer by what the source of a copy is known, in no version: what it holds now has to be read."""
    return row.source or Record(row.source_id, "", EMPTY)


def people_of(run: CollectionRun, side: Side, source: Record) -> tuple[str, ...]:
    """Answer whom the copy of a record is to be related to, if it is made on this side (SPEC 5.5)."""
    related = run.rules.relate and side is Side.SALESFORCE and not private(source)
    return source.people if related else ()


def journal_id(settle: Settle, side: Side) -> str:
    """The same write, tried twice, has one journal row."""
    return row_id(settle.link.id, side, settle.version(Side.SALESFORCE), settle.version(Side.MAILBOX))


def _about_to_be_sent(run: CollectionRun, settles: Sequence[Settle]) -> list[Link]:
    """Answer the pairs with what they will be sent: found in a record after a crash, it is nobody's edit.

    A first match is no pair yet, and is matched again.
    """
    writes = {one.link.id: one.merged for one in settles if any(one.merged.writes(side) for side in Side)}
    pairs = run.store.links_by_id(list(writes))
    for side in Side:
        pairs = [link.with_sent(side, to_be) if (to_be := writes[link.id].writes(side)) else link for link in pairs]
    return pairs


def _overwrites(run: CollectionRun, settle: Settle, side: Side) -> list[JournalRow]:
    writes = settle.merged.writes(side)
    holds = settle.held(side)
    if not overwritten(writes, holds):
        return []
    lost = any(settle.merged.lost_in_conflict.get(label) is side for label in writes)
    before = {label: holds.get(label) for label in writes}
    action = Action.LOST_IN_CONFLICT if lost else Action.UPDATE
    return [_row(run, settle, side, action, before)]


def _row(
    run: CollectionRun, settle: Settle, side: Side, action: Action, before: Mapping[str, Value | None]
) -> JournalRow:
    return JournalRow(
        journal_id(settle, side),
        run.now,
        run.rep.id,
        run.collection,
        side,
        settle.link.record_id(side),
        action,
        settle.why,
        before=before,
        after=dict(settle.merged.writes(side)),
        link_id=settle.link.id,
        private=hidden(settle.link, settle.salesforce, settle.mailbox),
    )


def hidden(link: Link, *records: Record | None) -> bool:
    """Whether this is, or was when it was last settled, about a private event: only its own rep reads such values."""
    held = [link.base, link.held(Side.SALESFORCE), link.held(Side.MAILBOX)]
    held += [record.values for record in records if record is not None]
    return any(values.get("Sensitivity") == PRIVATE for values in held)


def deletion_id(one: Delete, batch: Batch) -> str:
    """The same deletion, tried twice, has one journal row; that of the record after it was brought back has another."""
    return row_id(one.link.id, "delete", version_decided_on(one, batch))


def version_decided_on(one: Delete, batch: Batch) -> str:
    """Answer the version that the deletion was decided on: newer than the link's where nothing that syncs changed."""
    seen = batch.sightings.get((one.side, one.link.record_id(one.side)))
    return seen.version if seen is not None and seen.record is not None else one.link.version(one.side)


def _journal_whole(run: CollectionRun, deletes: Sequence[Delete], batch: Batch, changes: Changes) -> list[Delete]:
    """Journal whole what will be deleted. What cannot be read whole is not deleted."""
    readable: list[Delete] = []
    for side in Side:
        own = [one for one in deletes if one.side is side]
        ids = [one.link.record_id(side) for one in own]
        answers = run.endpoint(side).whole(run.collection, ids) if ids else []
        for one, answer in zip(own, answers, strict=True):
            if isinstance(answer, ItemError):
                row = error_row(run, side, one.link.record_id(side), answer, other_id=one.link.record_id(side.other))
                batch.changes.errors.append(row)
                run.tally.count(side, "failed")
                continue
            readable.append(one)
            if not isinstance(answer, Missing):
                changes.journal.append(_deletion(run, one, batch, answer))
    return readable


def _deletion(run: CollectionRun, one: Delete, batch: Batch, whole: str) -> JournalRow:
    record_id = one.link.record_id(one.side)
    return JournalRow(
        deletion_id(one, batch),
        run.now,
        run.rep.id,
        run.collection,
        one.side,
        record_id,
        Action.DELETE,
        one.why,
        before=dict(one.link.held(one.side)),
        whole=whole,
        link_id=one.link.id,
        private=hidden(one.link),
    )
