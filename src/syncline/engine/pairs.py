"""Put the sightings of a batch together with their links, and let the planner decide about each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import ItemError
from syncline.engine.asking import EDITED_AND_DELETED, MERGED, NOT_REPRESENTABLE, unresolved_row
from syncline.engine.free import linked
from syncline.engine.one_way import rules_of
from syncline.engine.report import error_row
from syncline.planner.arrival import arrived
from syncline.planner.decide import Pair, decide
from syncline.planner.decision import Create, Delete, End, Follow, Settle, Wait, Why
from syncline.planner.keys import time_key
from syncline.records.candidate import Candidate, name_of
from syncline.records.link import Ended, Link
from syncline.records.record import Record
from syncline.records.words import Gone, Side
from syncline.store.rows import Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.planner.decision import Decision
    from syncline.records.record import Values
    from syncline.store.changes import Changes

HIDDEN = ItemError(
    "not_visible",
    "The rep cannot see the Salesforce record any more, and nothing says that it was deleted.",
)
MERGED_INTO = "merged"
"""Reason of a sighting of the record that a linked one was merged into: it is to be read."""


def decide_pairs(run: CollectionRun, links: Iterable[Link], batch: Batch) -> None:
    """Decide about every live link that something was seen of."""
    for link in links:
        pair = _pair(run, _as_arrived(link, batch), batch)
        if _outside(run, pair):
            _let_pass(run, pair, batch)
        else:
            _sort(run, pair, decide(pair, rules_of(run, link.mailbox_id)), batch)


def _as_arrived(link: Link, batch: Batch) -> Link:
    for side in Side:
        seen = batch.sightings.get((side, link.record_id(side)))
        link = arrived(link, side, seen.record.values) if seen is not None and seen.record is not None else link
    return link


def _pair(run: CollectionRun, link: Link, batch: Batch) -> Pair:
    salesforce = batch.sightings.get((Side.SALESFORCE, link.salesforce_id))
    mailbox = batch.sightings.get((Side.MAILBOX, link.mailbox_id))
    one, two = _state(salesforce), _state(mailbox)
    return Pair(
        link,
        one,
        two,
        run.can(Side.SALESFORCE),
        run.can(Side.MAILBOX),
        master=salesforce.master if salesforce else None,
        left_scope=salesforce is not None and run.belonging.left_scope(link, salesforce.record, salesforce.owner),
        in_window=_in_window(run, link, one, two),
        salesforce_modified=_modified(run, Side.SALESFORCE, one),
        mailbox_modified=_modified(run, Side.MAILBOX, two),
        zone=run.rep.zone,
    )


def _state(sighting: Sighting | None) -> Record | Gone | None:
    if sighting is None:
        return None
    return sighting.record or sighting.gone


def _modified(run: CollectionRun, side: Side, state: Record | Gone | None) -> datetime | None:
    return run.corrected(side, state.modified) if isinstance(state, Record) else None


def _in_window(run: CollectionRun, link: Link, salesforce: Record | Gone | None, mailbox: Record | Gone | None) -> bool:
    """Whether the event lies, or lay when it was last settled, inside the window; or was moved into it."""
    if run.span is None:
        return True
    span, told = run.span, _told(run, salesforce, mailbox)
    return any(span.place(values) == "inside" for values in (link.base, *told))


def _told(run: CollectionRun, salesforce: Record | Gone | None, mailbox: Record | Gone | None) -> list[Values]:
    """Answer what was read of an event. When a mere target takes place says nothing: nothing flows from there."""
    sources = [mailbox, salesforce] if run.rules.direction.may_write(Side.MAILBOX) else [mailbox]
    return [one.values for one in sources if isinstance(one, Record)]


def _outside(run: CollectionRun, pair: Pair) -> bool:
    gone = isinstance(pair.mailbox, Gone) or isinstance(pair.salesforce, Gone)
    return run.span is not None and not pair.in_window and not gone


def _let_pass(run: CollectionRun, pair: Pair, batch: Batch) -> None:
    """Outside the window nothing syncs. What was seen beyond the horizon is planned on the day it comes inside."""
    span, told = run.span, _told(run, pair.salesforce, pair.mailbox) or [pair.link.base]
    ahead = [values for values in told if span is not None and span.place(values) == "future"]
    if span is None or not ahead:
        _note_versions(run, pair, batch)
        return
    comes_in = min(span.comes_in(values, run.now) for values in ahead)
    for side in Side:
        seen = batch.sightings.get((side, pair.link.record_id(side)))
        if seen is not None:
            batch.changes.sightings.append(structs.replace(seen, due=comes_in, reason=Why.OUTSIDE_WINDOW))
            batch.changes.errors_cleared.append(run.spot(side, seen.record_id))


def _note_versions(run: CollectionRun, pair: Pair, batch: Batch) -> None:
    """Only the versions of what is past are noted, so that they are not read again."""
    batch.changes.links.append(_with_versions(pair))
    settle_spots(run, pair.link, batch)


def _with_versions(pair: Pair) -> Link:
    """Answer the link as settled with what was read of its records."""
    link = pair.link
    for side, state in ((Side.SALESFORCE, pair.salesforce), (Side.MAILBOX, pair.mailbox)):
        link = link.with_version(side, state.version) if isinstance(state, Record) else link
    return link


def settle_spots(run: CollectionRun, link: Link, batch: Batch) -> None:
    """Nothing is unsettled of this pair any more."""
    for side in Side:
        batch.changes.settle(run.spot(side, link.record_id(side)))


def end_spots(run: CollectionRun, link: Link, changes: Changes) -> None:
    """Nothing is unsettled of a pair that ends, and nobody is asked any more what its records lacked."""
    for side in Side:
        changes.forget(run.spot(side, link.record_id(side)))


def _sort(run: CollectionRun, pair: Pair, decision: Decision, batch: Batch) -> None:
    match decision:
        case Settle():
            batch.settles.append(decision)
        case Delete():
            batch.deletes.append(decision)
        case End():
            _end(run, pair, decision, batch)
        case Follow():
            _follow(run, decision, batch)
        case Wait():
            _wait(run, decision, batch)
        case Create():
            raise TypeError("a linked pair is never created")


def _end(run: CollectionRun, pair: Pair, decision: End, batch: Batch) -> None:
    link = structs.replace(_with_versions(pair), ended=decision.ended, ended_at=run.now)
    if run.span is not None and decision.ended is Ended.DELETED_IN_SALESFORCE:
        # By its time a copy that stays is found again if Salesforce makes the event's series anew.
        link = structs.replace(link, keys=(*link.keys, time_key(pair.now(Side.MAILBOX))))
    batch.changes.links.append(link)
    end_spots(run, link, batch.changes)
    if decision.ask is not None:
        name = name_of(run.collection, pair.now(decision.ask))
        row = unresolved_row(run, decision.ask, link.record_id(decision.ask), EDITED_AND_DELETED, name=name)
        batch.changes.unresolved.append(row)
    if decision.ended is Ended.BECAME_UNREPRESENTABLE and isinstance(pair.mailbox, Record):
        kind = f"{NOT_REPRESENTABLE}{pair.mailbox.not_representable}"
        name = name_of(run.collection, pair.mailbox.values)
        batch.changes.unresolved.append(unresolved_row(run, Side.MAILBOX, link.mailbox_id, kind, name=name))


def _follow(run: CollectionRun, decision: Follow, batch: Batch) -> None:
    """Let a link follow a merge. Where the master is linked already, the mailbox has two contacts for one person.

    Where the master was taken away because its own copy was deleted, this one does not go the same way.
    """
    link, master = decision.link, decision.master
    batch.changes.settle(run.spot(Side.SALESFORCE, link.salesforce_id))
    known = run.store.links(run.rep.id, run.collection, Side.SALESFORCE, [master])
    taken = any(one.ended is Ended.DELETED_ON_BOTH for one in known)
    if taken or linked(run, Side.SALESFORCE, [master], batch) >= {master}:
        batch.changes.links.append(structs.replace(link, ended=Ended.DELETED_IN_SALESFORCE, ended_at=run.now))
        settle_spots(run, link, batch)
        name = name_of(run.collection, link.held(Side.MAILBOX))
        candidates = (Candidate(master, name_of(run.collection, link.held(Side.SALESFORCE)), "merged_into"),)
        row = unresolved_row(run, Side.MAILBOX, link.mailbox_id, MERGED, candidates, name=name)
        batch.changes.unresolved.append(row)
        return
    batch.changes.links.append(structs.replace(link, salesforce_id=master, salesforce_version=""))
    unread = Sighting(*run.spot(Side.SALESFORCE, master), gone=None, due=run.now, reason=MERGED_INTO)
    told = batch.sightings.get((Side.SALESFORCE, master))
    batch.changes.sightings.append(told if told is not None and told.gone else unread)
    # What the mailbox did meanwhile is planned together with what the master holds.
    mailbox = batch.sightings.get((Side.MAILBOX, link.mailbox_id))
    if mailbox is not None:
        batch.changes.sightings.append(mailbox)


def _wait(run: CollectionRun, decision: Wait, batch: Batch) -> None:
    link = decision.link
    sighting = batch.sightings[Side.SALESFORCE, link.salesforce_id]
    attempts = sighting.attempts + 1
    reason = MERGED_INTO if sighting.reason == MERGED_INTO else HIDDEN.code
    batch.changes.sightings.append(structs.replace(sighting, attempts=attempts, due=run.later(sighting), reason=reason))
    row = error_row(run, Side.SALESFORCE, link.salesforce_id, HIDDEN, other_id=link.mailbox_id, attempts=attempts)
    batch.changes.errors.append(row)
    run.tally.count(Side.MAILBOX, "failed")
