"""Ended links: what a person took out does not come back - unless that person puts it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Missing
from syncline.engine.pairs import private
from syncline.engine.rejoin import rejoin
from syncline.records.link import Ended, Link
from syncline.records.record import Record
from syncline.records.words import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.store.rows import Sighting

_BACK_IN_FOLDER = frozenset({Ended.MOVED_OUT, Ended.DELETED_IN_MAILBOX, Ended.GONE_UNKNOWN, Ended.CONFIGURATION})
_FIT_AGAIN = frozenset({Ended.BECAME_PRIVATE, Ended.BECAME_UNREPRESENTABLE})
_BACK_IN_SALESFORCE = frozenset({Ended.DELETED_IN_SALESFORCE, Ended.OUT_OF_SCOPE})


def revive(run: CollectionRun, ended: Iterable[Link], batch: Batch) -> list[Link]:
    """Answer the links that live again because their record fits, or is there, again; note the rest as seen.

    Both sides of a revived link are in `batch.sightings` afterwards.
    """
    ended = list(ended)
    alive, stay = rejoin(run, ended, batch)
    for link in (*stay, *(link for link in ended if link.ended is not Ended.CONFIGURATION)):
        mailbox = batch.sightings.get((Side.MAILBOX, link.mailbox_id))
        salesforce = batch.sightings.get((Side.SALESFORCE, link.salesforce_id))
        if _fits_again(run, link, mailbox) and _present(run, Side.SALESFORCE, link.salesforce_id, batch):
            alive.append(structs.replace(link, ended=None, ended_at=None))
        elif _is_back(run, link, salesforce) and _present(run, Side.MAILBOX, link.mailbox_id, batch):
            alive.append(structs.replace(link, ended=None, ended_at=None, owner=run.rep.user_id))
        elif not _comes_anew(run, link, salesforce):
            _note(run, link, mailbox, salesforce, batch)
    return alive


def _fits_again(run: CollectionRun, link: Link, mailbox: Sighting | None) -> bool:
    if mailbox is None or mailbox.record is None or link.ended not in _FIT_AGAIN:
        return False
    record = mailbox.record
    return not record.not_representable and (run.rules.private or not private(record))


def _is_back(run: CollectionRun, link: Link, salesforce: Sighting | None) -> bool:
    if salesforce is None or salesforce.record is None or link.ended not in _BACK_IN_SALESFORCE:
        return False
    return run.qualifies(salesforce.record) or link.ended is Ended.DELETED_IN_SALESFORCE


def _comes_anew(run: CollectionRun, link: Link, salesforce: Sighting | None) -> bool:
    """A contact that qualifies, or was undeleted, and whose copy Syncline itself had taken away, is copied anew."""
    if link.ended is Ended.DELETED_ON_BOTH:
        return salesforce is not None and salesforce.record is not None and run.qualifies(salesforce.record)
    return link.ended is Ended.OUT_OF_SCOPE and link.made_on is Side.MAILBOX and _is_back(run, link, salesforce)


def _present(run: CollectionRun, side: Side, record_id: str, batch: Batch) -> bool:
    if (side, record_id) in batch.sightings:
        return batch.sightings[side, record_id].record is not None
    answer = run.endpoint(side).read(run.collection, [record_id])[0]
    if not isinstance(answer, Record):
        return False
    from syncline.engine.sight import sighting_of  # noqa: PLC0415

    batch.sightings[side, record_id] = sighting_of(run, side, answer)
    return True


def _note(run: CollectionRun, link: Link, mailbox: Sighting | None, salesforce: Sighting | None, batch: Batch) -> None:
    if mailbox is not None:
        link = structs.replace(link, mailbox_version=mailbox.version)
        batch.changes.settled.append(run.spot(Side.MAILBOX, link.mailbox_id))
    if salesforce is not None:
        link = structs.replace(link, salesforce_version=salesforce.version)
        batch.changes.settled.append(run.spot(Side.SALESFORCE, link.salesforce_id))
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
    links = run.store.links_by_trace(run.rep.id, run.collection, list(by_trace))
    for link in sorted(links, key=lambda link: link.live):
        seen = by_trace[link.trace or ""]
        if link.mailbox_id != seen.record_id and _same_item(run, link, batch):
            found[seen.record_id] = structs.replace(link, mailbox_id=seen.record_id, ended=None, ended_at=None)
            batch.changes.settled.append(run.spot(Side.MAILBOX, link.mailbox_id))
    return found


def _same_item(run: CollectionRun, link: Link, batch: Batch) -> bool:
    if not link.live:
        return link.ended in _BACK_IN_FOLDER and _present(run, Side.SALESFORCE, link.salesforce_id, batch)
    return isinstance(run.mailbox.read(run.collection, [link.mailbox_id])[0], Missing)
