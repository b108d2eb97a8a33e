"""Carry out merges: write the changed fields on each side, and record what each side then holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.errors import ConnectorError
from syncline.connectors.port import Conflict, Edit, ItemError, Missing, Written
from syncline.engine.announce import journal_id
from syncline.engine.asking import LEFT_OUT, NOT_RELATED, NOT_REPRESENTABLE, REFUSED
from syncline.engine.creating import failed, note
from syncline.engine.latency import arrived
from syncline.engine.overtaken import overtaken
from syncline.engine.run import requests
from syncline.engine.sight import sighting_of, values_told
from syncline.planner.decision import Why
from syncline.planner.match import identity_keys
from syncline.planner.merge import kept_to_itself, observed, settled_link, unsettled
from syncline.records.fields import ATTENDEES, PRIVATE
from syncline.records.link import NOTHING_SEEN
from syncline.records.normal import key_of
from syncline.records.record import overlaid
from syncline.records.words import Side
from syncline.store.rows import Sighting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.planner.decision import Settle
    from syncline.records.link import Link
    from syncline.store.changes import Changes


@dataclass(slots=True)
class _Work:
    """One merge and what became of its writes."""

    settle: Settle
    written: dict[Side, Written] = field(default_factory=dict)
    undone: set[Side] = field(default_factory=set)
    refused: dict[Side, ItemError] = field(default_factory=dict)
    stale: set[Side] = field(default_factory=set)
    """Sides that hold a newer version than the one that was planned with."""
    left: dict[Side, ItemError] = field(default_factory=dict)
    """Sides that were written to, but for something that is to be tried again."""
    unanswered: set[Side] = field(default_factory=set)
    """Sides that perhaps hold what was sent."""
    asked: bool = False
    """A person was asked whom the event is about: whatever else is edited, that is not answered by it."""


def _about_people(run: CollectionRun) -> Mapping[str, str]:
    """Answer the events of which a person was asked whom they are about, or told who is not invited; and what."""
    if not run.rules.relate and run.colleagues is None:
        return {}
    return {row.record_id: row.kind for row in run.store.unresolved(rep=run.rep.id) if row.kind in _ABOUT_PEOPLE}


_INVITED = frozenset({REFUSED, f"{NOT_REPRESENTABLE}{LEFT_OUT}"})
_ABOUT_PEOPLE = _INVITED | {NOT_RELATED}


def _asked(settle: Settle, asked: Mapping[str, str]) -> bool:
    """Whether what was asked stands: who is invited is looked at anew where that is written."""
    kind = asked.get(settle.link.salesforce_id)
    return kind is not None and not (kind in _INVITED and ATTENDEES in settle.merged.to_salesforce)


def update(run: CollectionRun, batch: Batch, outcome: Changes) -> None:
    """Carry out every merge of the batch. What one side's failure leaves undone stays to be merged again."""
    asked = _about_people(run) if batch.settles else {}
    works = [_Work(settle, asked=_asked(settle, asked)) for settle in batch.settles]
    stopped: ConnectorError | None = None
    for side in Side:
        todo = [work for work in works if work.settle.merged.writes(side)]
        if stopped is None:
            try:
                for some in requests(todo):
                    _write(run, side, some)
            except ConnectorError as error:
                stopped = error
        if stopped is not None:
            for work in todo:
                if side not in work.written and side not in work.undone:
                    work.undone.add(side)
                    work.unanswered.add(side)
    for work in works:
        _record(run, work, batch, outcome)
    if stopped is not None:
        raise stopped


def _write(run: CollectionRun, side: Side, works: Sequence[_Work]) -> None:
    run.store.still_held()
    answers = run.endpoint(side).update(run.collection, [_edit(work.settle, side) for work in works])
    for work, answer in zip(works, answers, strict=True):
        if isinstance(answer, Written):
            work.written[side] = answer
            run.tally.count(side, "updated")
            arrived(run, side, work.settle.record(side.other))
        elif isinstance(answer, ItemError):
            work.refused[side] = answer
            work.undone.add(side)
        elif isinstance(answer, (Conflict, Missing)):
            work.undone.add(side)
            run.tally.round_again = True
            work.stale.add(side)


def _edit(settle: Settle, side: Side) -> Edit:
    changes, held = settle.merged.writes(side), settle.held(side)
    return Edit(settle.link.record_id(side), settle.version(side), dict(changes), overlaid(held, changes), held)


def _record(run: CollectionRun, work: _Work, batch: Batch, outcome: Changes) -> None:
    settle = work.settle
    link = settled_link(settle.link, settle.merged, frozenset(work.undone))
    for side in Side:
        written = work.written.get(side)
        link = link.with_version(side, written.version if written is not None else settle.version(side))
        if written is not None:
            link = _after(run, link, side, settle, written, outcome)
            link = observed(unsettled(link, settle.link, written.left.keys()), side, link.held(side))
            for error in written.left.values():
                work.left[side] = error
    link = unsettled(link, settle.link, {label for side in work.undone for label in settle.merged.writes(side)})
    for side in Side:
        if writes := settle.merged.writes(side):
            link = link.with_sent(side, writes if side in work.unanswered else NOTHING_SEEN)
    if settle.mailbox is not None:
        keys = identity_keys(run.collection, settle.mailbox)
        link = structs.replace(link, keys=keys, uid=settle.mailbox.uid, trace=settle.mailbox.trace or link.trace)
    if settle.salesforce is not None and settle.salesforce.owner:
        link = structs.replace(link, owner=settle.salesforce.owner)
    if Side.MAILBOX in work.written and run.rules.busy_only and "Sensitivity" in settle.merged.to_mailbox:
        link = _look_again(run, settle.link, link, outcome)
    outcome.links.append(link)
    _clear(run, work, link, batch, outcome)


def _after(run: CollectionRun, link: Link, side: Side, settle: Settle, written: Written, outcome: Changes) -> Link:
    """Note what the side holds after the write. What somebody changed meanwhile goes back to the planner."""
    note(run, side, written, link.base, outcome)
    if written.after is None:
        return link
    found = overtaken(run, link, side, settle, written, outcome)
    after = values_told(run, written.after) if side is Side.MAILBOX else written.after
    return found if found is not None else observed(link, side, after)


def _look_again(run: CollectionRun, before: Link, link: Link, outcome: Changes) -> Link:
    """Let a calendar's event be read that is private now, or is no more: what stands in it has to go, or may come.

    Until then it counts as private, or nobody would know that an opened one had kept its content to itself.
    """
    due = run.now + timedelta(seconds=1)
    outcome.sightings.append(Sighting(*run.spot(Side.MAILBOX, link.mailbox_id), due=due))
    run.tally.round_again = True
    if not kept_to_itself(before):
        return link
    return observed(link, Side.MAILBOX, values_told(run, {**link.held(Side.MAILBOX), "Sensitivity": PRIVATE}))


def _clear(run: CollectionRun, work: _Work, link: Link, batch: Batch, outcome: Changes) -> None:
    """Settle the sightings of a merge that is done; keep both while a write of it is not."""
    outcome.journal_dropped += [journal_id(work.settle, side) for side in work.refused]
    if work.undone or work.left:
        _note_written(run, work, batch)
        for side, error in (*work.refused.items(), *work.left.items()):
            failed(run, side.other, link.record_id(side.other), error, batch, outcome, other=link.record_id(side))
        _keep(run, work, link, batch, outcome)
        return
    for side in Side:
        spot = run.spot(side, link.record_id(side))
        if not any((seen.side, seen.record_id) == (side, spot[3]) for seen in outcome.sightings):
            outcome.settled.append(spot)
        outcome.errors_cleared.append(spot)
        asked = any((row.side, row.record_id) == (side, spot[3]) for row in outcome.unresolved)
        if not asked and not _still_open(side, work, link):
            outcome.unresolved_cleared.append(spot)


def _still_open(side: Side, work: _Work, link: Link) -> bool:
    """Whether a person was asked about people, or about a company that Salesforce does not hold by that name."""
    if side is Side.SALESFORCE and work.asked:
        return True
    meant, is_there = link.base.get("CompanyName"), link.held(Side.SALESFORCE).get("CompanyName")
    if side is not Side.SALESFORCE or work.settle.why is Why.FIRST_MATCH or not isinstance(meant, str):
        return False
    return not isinstance(is_there, str) or key_of(meant) != key_of(is_there)


def _keep(run: CollectionRun, work: _Work, link: Link, batch: Batch, outcome: Changes) -> None:
    told = {(seen.side, seen.record_id): seen for seen in outcome.sightings}
    pause = _pause(run, work, link, told)
    for side in Side:
        record_id = link.record_id(side)
        if side in work.stale | work.unanswered:
            # Nothing that was read of it counts any more: it is read again before it is planned again.
            unread = Sighting(*run.spot(side, record_id), due=run.now + pause)
            outcome.sightings.append(unread)
            continue
        if (side, record_id) in told:
            continue
        seen = batch.sightings.get((side, record_id))
        if seen is not None:
            outcome.sightings.append(structs.replace(seen, due=run.now + pause))


def _pause(run: CollectionRun, work: _Work, link: Link, told: Mapping[tuple[Side, str], Sighting]) -> timedelta:
    """How long a pair waits: both halves of what was refused as long as the one whose attempts are counted."""
    refused = [told.get((side.other, link.record_id(side.other))) for side in (*work.refused, *work.left)]
    dues = [seen.due for seen in refused if seen is not None and seen.due is not None]
    if dues:
        return max(dues) - run.now
    return timedelta(seconds=60 if work.refused else 1)


def _note_written(run: CollectionRun, work: _Work, batch: Batch) -> None:
    """Let count what a side holds since it was written to, where something is still to follow."""
    for side, written in work.written.items():
        record = work.settle.record(side)
        if record is None:
            continue
        values = written.after if written.after is not None else _edit(work.settle, side).whole
        fresh = sighting_of(run, side, structs.replace(record, values=values, version=written.version))
        before = batch.sightings.get((side, record.id))
        attempts = before.attempts if before is not None else 0
        batch.sightings[side, record.id] = structs.replace(fresh, attempts=attempts)
