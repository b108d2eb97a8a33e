"""Creates whose answer never came: look for what they made before anything is made again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Draft, Intent, Written
from syncline.engine.announce import people_of, source_of
from syncline.engine.asking import keep_answers
from syncline.engine.creating import link_created, note
from syncline.engine.free import linked
from syncline.engine.series_plan import INTENT
from syncline.engine.steps import Batch
from syncline.planner.keys import keys_of
from syncline.records.attendees import attendees_text, read_attendees
from syncline.records.capability import fit
from syncline.records.fields import ATTENDEES
from syncline.records.words import Side
from syncline.store.changes import Changes
from syncline.store.rows import Sighting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from syncline.engine.run import CollectionRun
    from syncline.records.link import Link
    from syncline.records.record import Record, Value
    from syncline.store.rows import IntentRow

CHUNK = 200
_SAVING = timedelta(seconds=2)
"""A server may take so long to save what it makes."""


def recover(run: CollectionRun) -> None:
    """Link what earlier attempts made; forget the intents of what they did not make.

    What was made is linked though its source is gone by now: such a pair is decided about as any is.
    """
    rows = [row for row in run.store.intents(run.rep.id, run.collection) if not row.key.startswith(INTENT)]
    for side in Side:
        own = _ripe(run, [row for row in rows if row.side is side], side)
        for start in range(0, len(own), CHUNK):
            _recover(run, side, own[start : start + CHUNK])


def _ripe(run: CollectionRun, rows: Sequence[IntentRow], side: Side) -> list[IntentRow]:
    """Leave out what the server may still be making, or may not tell of yet: not found would make it once more."""
    lag = run.mailbox.lag(run.collection) if side is Side.MAILBOX else timedelta()
    times = {row.key: max(row.due or row.since, row.since + lag) for row in rows}
    young = [row for row in rows if times[row.key] > run.now]
    if young:
        _let_wait(run, side, young, times)
    return [row for row in rows if times[row.key] <= run.now]


def _let_wait(run: CollectionRun, side: Side, young: Sequence[IntentRow], times: Mapping[str, datetime]) -> None:
    """Let the sources wait, and what may be one of them under another id, or a copy: it would be made once more."""
    sources = _sources(run, side, young)
    waiting = {
        (side.other, row.source_id): _not_before(
            sources.get(row.source_id) or _to_be_read(run, side.other, row.source_id), times[row.key]
        )
        for row in young
    }
    last = max(times[row.key] for row in young)
    keys = [key for row in young for key in keys_of(run.collection, row.values, source_of(row).uid)]
    for one in Side:
        alike = run.store.sightings_by_keys(run.rep.id, run.collection, one, keys)
        waiting = {(one, seen.record_id): _not_before(seen, last) for seen in alike} | waiting
    changed = [seen for seen in waiting.values() if seen is not None]
    if changed:
        run.store.commit(Changes(sightings=changed))


def _not_before(seen: Sighting, when: datetime) -> Sighting | None:
    """Answer what is to be kept of a sighting that is due too early."""
    return structs.replace(seen, due=when) if seen.due is not None and seen.due < when else None


def _to_be_read(run: CollectionRun, side: Side, record_id: str) -> Sighting:
    return Sighting(*run.spot(side, record_id), due=run.now)


def _sources(run: CollectionRun, side: Side, rows: Sequence[IntentRow]) -> dict[str, Sighting]:
    ids = [row.source_id for row in rows]
    return {seen.record_id: seen for seen in run.store.sightings(run.rep.id, run.collection, side.other, ids)}


def _recover(run: CollectionRun, side: Side, rows: Sequence[IntentRow]) -> None:
    intents = [Intent(row.key, row.values, row.since) for row in rows]
    made = run.endpoint(side).made(run.collection, intents)
    made |= {row.key: _as_sent(run, made[row.key], row) for row in rows if _was_edited(side, made.get(row.key))}
    taken = linked(run, side, [record.id for record in made.values()], Batch())
    # A person may have answered otherwise meanwhile.
    paired = linked(run, side.other, [row.source_id for row in rows if row.key in made], Batch())
    sources = _sources(run, side, rows)
    changes = Changes(intents_done=[row.key for row in rows])
    drafts: dict[str, Draft] = {}
    for row in rows:
        record, seen = made.get(row.key), sources.get(row.source_id)
        if record is None or record.id in taken or row.source_id in paired:
            continue
        source = seen.record if seen is not None else None
        changes.links.append(_link(run, side, row, record, source or source_of(row)))
        taken.add(record.id)
        paired.add(row.source_id)
        run.tally.count(side, "created")
        if not record.version:
            changes.sightings.append(_to_be_read(run, side, record.id))
        if seen is None:
            changes.sightings.append(_to_be_read(run, side.other, row.source_id))
        if source is not None:
            drafts[record.id] = Draft(row.key, row.values, source.uid, people_of(run, side, source))
    if side is Side.SALESFORCE and drafts:
        _ask(run, drafts, changes)
    run.store.commit(changes)


def _was_edited(side: Side, made: Record | None) -> bool:
    """Whether a rep worked on a copy before anybody looked for it. The org's connector tells that of its own."""
    if side is Side.SALESFORCE or made is None or made.created is None or made.modified is None:
        return False
    return made.modified - made.created > _SAVING


def _as_sent(run: CollectionRun, made: Record, row: IntentRow) -> Record:
    """Answer a copy as it was made, without a version: what it holds now is read, and is the rep's edit."""
    return structs.replace(made, version="", values=fit(run.can(Side.MAILBOX), row.values))


def _ask(run: CollectionRun, made: Mapping[str, Draft], changes: Changes) -> None:
    """Ask a person what the answer that never came would have asked."""
    for answer in run.org.questions(run.collection, made):
        note(run, Side.SALESFORCE, answer, made[answer.id].values, changes)
    keep_answers(run, changes)


def _invited(row: IntentRow, made: Record) -> dict[str, Value]:
    """Answer those who were meant to be invited and are."""
    there = {one.address for one in read_attendees(str(made.values.get(ATTENDEES, "")))}
    meant = read_attendees(str(row.values.get(ATTENDEES, "")))
    text = attendees_text(one for one in meant if one.address in there)
    return {ATTENDEES: text} if text else {}


def _link(run: CollectionRun, side: Side, row: IntentRow, made: Record, source: Record) -> Link:
    """Link the made record to its source as it was when the copy was announced; later edits are merged as usual."""
    answer = Written(made.id, made.version, after=made.values, trace=made.trace)
    keys = keys_of(run.collection, row.values, source.uid)
    # Who takes part was invited by a call of its own, or not: of them, only who is in was agreed; the rest is merged.
    values = {label: value for label, value in row.values.items() if label != ATTENDEES} | _invited(row, made)
    return link_created(run, side, structs.replace(source, values=values), keys, values, answer)
