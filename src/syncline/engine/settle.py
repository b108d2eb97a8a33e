"""Settle what was seen, batch by batch: put together, decide, carry out, record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.connectors.port import ItemError
from syncline.engine.ended import follow_traces, revive
from syncline.engine.execute import execute
from syncline.engine.held import withdraw
from syncline.engine.intents import recover
from syncline.engine.newcomers import from_mailbox, from_salesforce
from syncline.engine.pairs import decide_pairs
from syncline.engine.run import BATCH
from syncline.engine.sight import sighting_of
from syncline.engine.steps import Batch
from syncline.records.record import Record
from syncline.records.words import Gone, Side

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.records.link import Link
    from syncline.store.rows import Sighting


def settle(run: CollectionRun) -> None:
    """Plan and carry out everything that is due."""
    recover(run)
    done = 0
    while sightings := run.store.due(run.rep.id, run.collection, run.now, BATCH):
        # One side at a time: whom a newcomer from the mailbox is matched with is no newcomer any more.
        own = [seen for seen in sightings if seen.side is sightings[0].side]
        execute(run, plan(run, own))
        done += len(own)
        run.progress(f"settling {run.collection}", done)
    withdraw(run.store, run.rep.id, run.collection)


def plan(run: CollectionRun, due: Sequence[Sighting]) -> Batch:
    """Answer what is to be done about these sightings."""
    batch = Batch()
    for seen in _refreshed(run, due):
        batch.sightings[seen.side, seen.record_id] = seen
    live, ended, strangers = _by_link(run, list(batch.sightings.values()))
    _add_other_halves(run, live.values(), batch)
    mailbox = [seen for seen in strangers if seen.side is Side.MAILBOX]
    moved = follow_traces(run, mailbox, batch)
    revived = revive(run, ended.values(), batch)
    links = {link.id: link for link in (*live.values(), *revived, *moved.values())}
    decide_pairs(run, links.values(), batch)
    linked = {(side, link.record_id(side)) for link in links.values() for side in Side}
    linked |= {(side, link.record_id(side)) for link in batch.changes.links for side in Side}
    noted = {(spot[2], spot[3]) for spot in batch.changes.settled}
    fresh = [seen for seen in batch.sightings.values() if (seen.side, seen.record_id) not in linked | noted]
    from_mailbox(run, [seen for seen in fresh if seen.side is Side.MAILBOX], batch)
    from_salesforce(run, [seen for seen in fresh if seen.side is Side.SALESFORCE], batch)
    return batch


def _refreshed(run: CollectionRun, due: Sequence[Sighting]) -> list[Sighting]:
    """Read what could not be read before, and what was not visible the last time."""
    stale = [
        seen
        for seen in due
        if seen.record is None and (seen.gone is None or (seen.gone is Gone.UNKNOWN and seen.attempts))
    ]
    fresh: dict[tuple[str, str], Sighting] = {}
    for side in Side:
        ids = [seen.record_id for seen in stale if seen.side is side]
        answers = run.endpoint(side).read(run.collection, ids) if ids else []
        for record_id, answer in zip(ids, answers, strict=True):
            if isinstance(answer, Record):
                fresh[side, record_id] = sighting_of(run, side, answer)
            elif not isinstance(answer, ItemError):
                seen = next(one for one in stale if (one.side, one.record_id) == (side, record_id))
                fresh[side, record_id] = replace(seen, gone=seen.gone or Gone.UNKNOWN)
    return [fresh.get((seen.side, seen.record_id), seen) for seen in due]


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
        for link in run.store.links(run.rep.id, run.collection, side, [seen.record_id for seen in own]) if own else []:
            found.setdefault(link.record_id(side), []).append(link)
        for seen in own:
            links = found.get(seen.record_id, [])
            alive = [link for link in links if link.live]
            (live if alive else ended).update({link.id: link for link in alive or links})
            if not links:
                strangers.append(seen)
    return live, ended, strangers


def _add_other_halves(run: CollectionRun, links: Collection[Link], batch: Batch) -> None:
    """Add what is unsettled of the other half of each pair, so that a pair is planned once, with all that is known."""
    for side in Side:
        ids = [link.record_id(side) for link in links if (side, link.record_id(side)) not in batch.sightings]
        for seen in run.store.sightings(run.rep.id, run.collection, side, ids) if ids else []:
            if seen.record is not None or seen.gone is not None:
                batch.sightings[side, seen.record_id] = seen
