"""Ended links: what a person took out does not come back - unless that person puts it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Missing
from syncline.engine.free import linked
from syncline.engine.rejoin import rejoin
from syncline.engine.sight import looked_at_again, sighting_of
from syncline.planner.revival import (
    BACK_IN_FOLDER,
    comes_anew,
    fits_again,
    fits_again_there,
    is_back,
    stayed_in_folder,
    was_removed,
)
from syncline.records.link import Ended, Link
from syncline.records.record import Record
from syncline.records.words import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.store.rows import Sighting


def revive(run: CollectionRun, ended: Iterable[Link], batch: Batch) -> list[Link]:
    """Answer the links that live again because their record fits, or is there, again; note the rest as seen.

    Both sides of a revived link are in `batch.sightings` afterwards.
    """
    ended = list(ended)
    alive, stay = rejoin(run, ended, batch)
    waiting = [*stay, *(link for link in ended if link.ended is not Ended.CONFIGURATION)]
    _read_other_halves(run, waiting, batch)
    for link in waiting:
        mailbox = batch.sightings.get((Side.MAILBOX, link.mailbox_id))
        salesforce = batch.sightings.get((Side.SALESFORCE, link.salesforce_id))
        there = _record(salesforce)
        qualifies = there is not None and run.qualifies(there)
        if _fits_again(run, link, batch):
            alive.append(structs.replace(link, ended=None, ended_at=None))
        elif is_back(link, there, qualifies=qualifies) and _present(run, Side.MAILBOX, link.mailbox_id, batch):
            alive.append(structs.replace(link, ended=None, ended_at=None, owner=run.rep.user_id))
        elif not (comes_anew(link, there, qualifies=qualifies) or was_removed(link, _record(mailbox), run.rules)):
            _note(run, link, mailbox, salesforce, batch)
    return alive


def _read_other_halves(run: CollectionRun, links: Iterable[Link], batch: Batch) -> None:
    """Read, all at once, the halves that decide about pairs of whose other half something was seen."""
    ids: dict[Side, list[str]] = {side: [] for side in Side}
    for link in links:
        mailbox = _record(batch.sightings.get((Side.MAILBOX, link.mailbox_id)))
        salesforce = _record(batch.sightings.get((Side.SALESFORCE, link.salesforce_id)))
        qualifies = salesforce is not None and run.qualifies(salesforce)
        if fits_again(link, mailbox, run.rules):
            ids[Side.SALESFORCE].append(link.salesforce_id)
        elif is_back(link, salesforce, qualifies=qualifies) or fits_again_there(link, salesforce, run.rules):
            ids[Side.MAILBOX].append(link.mailbox_id)
    for side in Side:
        _read_ahead(run, side, [one for one in ids[side] if (side, one) not in batch.sightings], batch)


def _read_ahead(run: CollectionRun, side: Side, ids: Iterable[str], batch: Batch) -> None:
    unread = [one for one in dict.fromkeys(ids) if (side, one) not in batch.read_ahead]
    answers = run.endpoint(side).read(run.collection, unread) if unread else []
    batch.read_ahead |= {(side, one): answer for one, answer in zip(unread, answers, strict=True)}


def _fits_again(run: CollectionRun, link: Link, batch: Batch) -> bool:
    """Whether what kept the pair from syncing is over, on the side where something was done, and on the other."""
    salesforce, mailbox = (Side.SALESFORCE, link.salesforce_id), (Side.MAILBOX, link.mailbox_id)
    if fits_again(link, _record(batch.sightings.get(mailbox)), run.rules):
        return _present(run, *salesforce, batch)
    if not fits_again_there(link, _record(batch.sightings.get(salesforce)), run.rules):
        return False
    return _present(run, *mailbox, batch) and fits_again(link, _record(batch.sightings[mailbox]), run.rules)


def _record(seen: Sighting | None) -> Record | None:
    return seen.record if seen is not None else None


def _present(run: CollectionRun, side: Side, record_id: str, batch: Batch) -> bool:
    if (side, record_id) in batch.sightings:
        return batch.sightings[side, record_id].record is not None
    _read_ahead(run, side, [record_id], batch)
    answer = batch.read_ahead[side, record_id]
    if not isinstance(answer, Record):
        return False
    batch.sightings[side, record_id] = sighting_of(run, side, answer)
    return True


def _note(run: CollectionRun, link: Link, mailbox: Sighting | None, salesforce: Sighting | None, batch: Batch) -> None:
    for side, seen in ((Side.MAILBOX, mailbox), (Side.SALESFORCE, salesforce)):
        if seen is not None:
            link = link.with_version(side, seen.version)
            batch.changes.settle(run.spot(side, link.record_id(side)))
    batch.changes.links.append(link)


def follow_traces(run: CollectionRun, newcomers: Sequence[Sighting], batch: Batch) -> dict[str, Link]:
    """Find links whose mailbox record is among the newcomers under a new id. Answers them, live, by that id.

    A record keeps its trace when it is moved: a move back into the folder, or a server that renumbered its items. A
    copy may carry the trace as well; it is told apart by the old id still being there.
    """
    by_trace = {trace: seen for seen in newcomers if seen.record for trace in seen.record.traces}
    if not by_trace:
        return {}
    found: dict[str, Link] = {}
    known = run.store.links_by_trace(run.rep.id, run.collection, list(by_trace))
    links = [link for link in known if link.mailbox_id != by_trace[link.trace or ""].record_id]
    old = [link.mailbox_id for link in links if link.live or stayed_in_folder(link)]
    _read_ahead(run, Side.MAILBOX, old, batch)
    back = [link.salesforce_id for link in links if link.ended in BACK_IN_FOLDER]
    _read_ahead(run, Side.SALESFORCE, [one for one in back if (Side.SALESFORCE, one) not in batch.sightings], batch)
    for link in sorted(links, key=lambda link: link.live):
        seen = by_trace[link.trace or ""]
        if stayed_in_folder(link):
            _renumber(run, link, seen, batch)
        elif _same_item(run, link, batch):
            found[seen.record_id] = structs.replace(link, mailbox_id=seen.record_id, ended=None, ended_at=None)
            batch.changes.sightings.append(looked_at_again(run, link.mailbox_id))
    return found


def _renumber(run: CollectionRun, link: Link, seen: Sighting, batch: Batch) -> None:
    """A mailbox that was migrated has new ids for what stayed in it: what a person took out does not come back so."""
    if isinstance(batch.read_ahead[Side.MAILBOX, link.mailbox_id], Missing):
        batch.changes.links.append(structs.replace(link, mailbox_id=seen.record_id, mailbox_version=seen.version))
        batch.changes.settled.append(run.spot(Side.MAILBOX, seen.record_id))


def _same_item(run: CollectionRun, link: Link, batch: Batch) -> bool:
    if not link.live:
        return link.ended in BACK_IN_FOLDER and _present(run, Side.SALESFORCE, link.salesforce_id, batch)
    return isinstance(batch.read_ahead[Side.MAILBOX, link.mailbox_id], Missing)


def come_back(
    run: CollectionRun, newcomers: Sequence[Record], matched: AbstractSet[str], batch: Batch
) -> dict[str, tuple[Link, Record]]:
    """Find whom matching does not know: what Syncline took out of the folder, put back with another name or address.

    Answers their pairs, which had ended because they left the scope, and the Salesforce records, by the newcomers' ids.
    `matched` are Salesforce records that somebody else turned out to be.
    """
    by_trace = {trace: one.id for one in newcomers for trace in one.traces}
    links = run.store.links_by_trace(run.rep.id, run.collection, list(by_trace))
    links = [link for link in links if link.ended is Ended.OUT_OF_SCOPE]
    there = run.mailbox.read(run.collection, [link.mailbox_id for link in links]) if links else []
    left = [link for link, answer in zip(links, there, strict=True) if isinstance(answer, Missing)]
    taken = matched | linked(run, Side.SALESFORCE, [link.salesforce_id for link in left], batch)
    wanted = {link.salesforce_id: link for link in left if link.salesforce_id not in taken}
    found = [one for one in run.org.read(run.collection, list(wanted)) if isinstance(one, Record)] if wanted else []
    return {by_trace[wanted[one.id].trace or ""]: (wanted[one.id], one) for one in found}


def unrivalled(run: CollectionRun, links: Sequence[Link]) -> tuple[list[Link], set[tuple[str, str]]]:
    """Leave out what would go on with a record that another live pair holds by now: no record is in two pairs.

    Answers the rest, and all records that are held, by side and id.
    """
    taken: set[tuple[str, str]] = set()
    own = {link.id for link in links}
    for side in Side:
        ids = [link.record_id(side) for link in links]
        found = run.store.links(run.rep.id, run.collection, side, ids)
        taken |= {(side, one.record_id(side)) for one in found if one.live and one.id not in own}
    free: list[Link] = []
    for link in links:
        spots: set[tuple[str, str]] = {(side, link.record_id(side)) for side in Side}
        if taken.isdisjoint(spots):
            taken |= spots
            free.append(link)
    return free, taken
