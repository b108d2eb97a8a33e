"""Settle what was seen, batch by batch: put together, decide, carry out, record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import ItemError, Missing
from syncline.engine import unheard
from syncline.engine.answering import carry_out
from syncline.engine.ended import follow_traces, revive, unrivalled
from syncline.engine.execute import execute
from syncline.engine.held import withdraw
from syncline.engine.intents import recover
from syncline.engine.looking import (
    look_at_what_was_sent,
    look_before_deleting,
    look_before_inviting,
    look_before_opening,
    look_before_overwriting,
)
from syncline.engine.newcomers import from_mailbox, from_salesforce
from syncline.engine.observe import look_for
from syncline.engine.pairs import MERGED_INTO, decide_pairs
from syncline.engine.remade import go_on_remade
from syncline.engine.report import error_row
from syncline.engine.run import BATCH
from syncline.engine.series_making import recover_whole
from syncline.engine.sight import not_found, sighting_of
from syncline.engine.steps import Batch
from syncline.engine.unrolling import unroll
from syncline.planner.decision import Why
from syncline.records.record import Record
from syncline.records.words import Gone, Side
from syncline.store.changes import Changes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.records.link import Link
    from syncline.store.rows import Sighting


_TOLD_BY_NOW = 3
"""After so many attempts to read it the feed would have told that a record was deleted."""
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def settle(run: CollectionRun) -> None:
    """Plan and carry out everything that is due."""
    recover(run)
    recover_whole(run)
    carry_out(run)
    done = 0
    while sightings := run.store.due(run.rep.id, run.collection, run.now, BATCH):
        # One side at a time: whom a newcomer from the mailbox is matched with is no newcomer any more.
        own = [seen for seen in sightings if seen.side is sightings[0].side]
        execute(run, plan(run, own))
        done += len(own)
        run.progress(f"settling {run.collection}", done)
    withdraw(run.store, run.rep.id, run.collection)


def park(run: CollectionRun) -> None:
    """Let nothing of a collection that does not sync be due; it is woken when the collection is switched on."""
    while waiting := run.store.due(run.rep.id, run.collection, _END_OF_TIME, BATCH):
        run.store.commit(Changes(sightings=[structs.replace(seen, due=None) for seen in waiting]))


def plan(run: CollectionRun, due: Sequence[Sighting]) -> Batch:
    """Answer what is to be done about these sightings."""
    batch = Batch()
    # What had to be read anew may turn out to be a series, too.
    for seen in unroll(run, _refreshed(run, unroll(run, due, batch), batch), batch):
        batch.sightings[seen.side, seen.record_id] = seen
    live, ended, strangers = _by_link(run, list(batch.sightings.values()))
    _add_other_halves(run, live.values(), batch)
    mailbox = [seen for seen in strangers if seen.side is Side.MAILBOX]
    moved = follow_traces(run, mailbox, batch)
    _add_other_halves(run, moved.values(), batch)
    revived = revive(run, ended.values(), batch)
    going_on, taken = unrivalled(run, [*revived, *moved.values()])
    # Who goes on comes first: a record that is merged into one that was put back finds it in its pair.
    links = {link.id: link for link in (*going_on, *live.values())}
    for remade in go_on_remade(run, links.values(), strangers, batch):
        del links[remade]
    look_at_what_was_sent(run, links.values(), batch)
    look_before_overwriting(run, links.values(), batch)
    look_before_inviting(run, links.values(), batch)
    look_before_opening(run, links.values(), batch)
    unread = look_before_deleting(run, links.values(), batch) | _half_read(links.values(), batch)
    decide_pairs(run, [link for link in links.values() if link.id not in unread], batch)
    linked = taken | {(side, link.record_id(side)) for link in links.values() for side in Side}
    linked |= {(side, link.record_id(side)) for link in batch.changes.links for side in Side}
    noted = {(spot[2], spot[3]) for spot in batch.changes.settled}
    fresh = [seen for spot, seen in batch.sightings.items() if spot not in linked and spot not in noted]
    from_mailbox(run, [seen for seen in fresh if seen.side is Side.MAILBOX], batch)
    from_salesforce(run, [seen for seen in fresh if seen.side is Side.SALESFORCE], batch)
    return batch


def _refreshed(run: CollectionRun, due: Sequence[Sighting], batch: Batch) -> list[Sighting]:
    """Read what could not be read before, what was not visible the last time, and what waited for its day.

    And what lies in the mailbox and was seen in an earlier round: it may have another id by now, or be gone, and a
    server that was asked anew for everything tells of neither. What still cannot be read is no part of the batch: it
    waits, and is not taken for unchanged.
    """
    stale = [
        seen
        for seen in due
        if seen.reason == Why.OUTSIDE_WINDOW  # it was seen long ago
        or _left_over(run, seen)
        or (seen.record is None and (seen.gone is None or (seen.gone is Gone.UNKNOWN and seen.attempts)))
    ]
    if not stale:
        return list(due)
    fresh: dict[tuple[str, str], Sighting | None] = {}
    for side in Side:
        own = [seen for seen in stale if seen.side is side]
        answers = run.endpoint(side).read(run.collection, [seen.record_id for seen in own]) if own else []
        for seen, answer in zip(own, answers, strict=True):
            fresh[side, seen.record_id] = _read_again(run, seen, answer, batch)
    return [found for seen in due if (found := fresh.get((seen.side, seen.record_id), seen)) is not None]


def _left_over(run: CollectionRun, seen: Sighting) -> bool:
    return seen.side is Side.MAILBOX and seen.record is not None and seen.due is not None and seen.due < run.now


def _read_again(
    run: CollectionRun, seen: Sighting, answer: Record | Missing | ItemError, batch: Batch
) -> Sighting | None:
    if isinstance(answer, Record):
        now = sighting_of(run, seen.side, answer)
        return structs.replace(now, attempts=seen.attempts) if seen.record is not None else now
    if isinstance(answer, Missing):
        return _missing(run, seen, batch)
    attempts = seen.attempts + 1
    batch.changes.sightings.append(structs.replace(seen, attempts=attempts, due=run.later(seen), reason=answer.code))
    batch.changes.errors.append(error_row(run, seen.side, seen.record_id, answer, attempts=attempts))
    run.tally.count(seen.side.other, "failed")
    return None


def _missing(run: CollectionRun, seen: Sighting, batch: Batch) -> Sighting | None:
    links = run.store.links(run.rep.id, run.collection, seen.side, [seen.record_id])
    alive = [link for link in links if link.live]
    if seen.side is Side.MAILBOX and not alive and seen.record is not None:
        batch.changes.sightings.append(not_found(run, seen.record_id))
        return None
    if seen.side is Side.SALESFORCE or not alive:
        return structs.replace(seen, record=None, gone=_hidden(run, seen))
    batch.changes.settled.append(run.spot(seen.side, seen.record_id))
    look_for(run, alive, batch.changes)
    return None


def _hidden(run: CollectionRun, seen: Sighting) -> Gone:
    """Tell a master that the rep does not see: by the merge the contact went to somebody else.

    A master that is nowhere was deleted, as the feed will tell - if it was not before the pair had followed.
    """
    if seen.reason != MERGED_INTO or seen.gone not in {None, Gone.UNKNOWN}:
        return seen.gone or Gone.UNKNOWN
    told_by_now = seen.attempts >= _TOLD_BY_NOW
    return Gone.HIDDEN if told_by_now or run.org.existing(run.collection, [seen.record_id]) else Gone.UNKNOWN


def _by_link(
    run: CollectionRun, sightings: Sequence[Sighting]
) -> tuple[dict[str, Link], dict[str, Link], list[Sighting]]:
    """Sort sightings into those of live links, those of ended links, and those of none."""
    live: dict[str, Link] = {}
    ended: dict[str, Link] = {}
    strangers: list[Sighting] = []
    for side in Side:
        own = [seen for seen in sightings if seen.side is side]
        found: dict[str, list[Link]] = {}
        for link in run.store.links(run.rep.id, run.collection, side, [seen.record_id for seen in own]):
            found.setdefault(link.record_id(side), []).append(link)
        for seen in own:
            links = found.get(seen.record_id)
            if links is None:
                strangers.append(seen)
                continue
            alive = [link for link in links if link.live]
            (live if alive else ended).update({link.id: link for link in alive or links})
    return live, ended, strangers


def _half_read(links: Collection[Link], batch: Batch) -> frozenset[str]:
    """Answer the links of which one half changed and cannot be read: it may hold an edit that nobody knows yet.

    What the rep took out of the folder, or what is found nowhere, ends its link all the same: that touches no record.
    """
    spots = {(seen.side, seen.record_id) for seen in batch.changes.sightings if seen.record is None and not seen.gone}
    half = [link for link in links if any((side, link.record_id(side)) in spots for side in Side)]
    return frozenset(link.id for link in half if not _ends_anyway(link, batch))


def _ends_anyway(link: Link, batch: Batch) -> bool:
    seen = batch.sightings.get((Side.MAILBOX, link.mailbox_id))
    return seen is not None and seen.gone in {Gone.MOVED, Gone.UNKNOWN}


def _add_other_halves(run: CollectionRun, links: Collection[Link], batch: Batch) -> None:
    """Add what is unsettled of the other half of each pair, so that a pair is planned once, with all that is known."""
    for side in Side:
        ids = [link.record_id(side) for link in links if (side, link.record_id(side)) not in batch.sightings]
        found = run.store.sightings(run.rep.id, run.collection, side, ids)
        unheard.note(run, found, batch)
        for seen in _refreshed(run, found, batch):
            batch.sightings[side, seen.record_id] = seen
