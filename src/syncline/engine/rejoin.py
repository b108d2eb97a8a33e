"""A rep is back in a configuration: pairs that ended when they left go on from their base, and nothing is doubled.

Where the copy in the mailbox is gone, a Salesforce record that qualifies is copied anew, as for a new rep: taking it
out while nothing synced was no word to Syncline. Where the Salesforce record cannot be read, the pair stays ended:
copying the contact back would bring to life what somebody deleted, or double what is only hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.engine.sight import sighting_of
from syncline.records.link import Ended, Link
from syncline.records.record import Record
from syncline.records.words import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch


def rejoin(run: CollectionRun, ended: Iterable[Link], batch: Batch) -> tuple[list[Link], list[Link]]:
    """Answer the pairs that live again, and those that stay ended. Both halves are looked for, once for all pairs."""
    links = [link for link in ended if link.ended is Ended.CONFIGURATION]
    for side in Side:
        _look(run, side, links, batch)
    alive = [link for link in links if all(_there(link, side, batch) for side in Side)]
    gone = [link for link in links if link not in alive and not _comes_anew(run, link, batch)]
    return [structs.replace(link, ended=None, ended_at=None) for link in alive], gone


def _look(run: CollectionRun, side: Side, links: Sequence[Link], batch: Batch) -> None:
    """Add the halves of which nothing was seen yet: as they lie in the store, else as they are now."""
    ids = [link.record_id(side) for link in links if (side, link.record_id(side)) not in batch.sightings]
    for seen in run.store.sightings(run.rep.id, run.collection, side, ids):
        batch.sightings[side, seen.record_id] = seen
    unseen = [one for one in ids if (side, one) not in batch.sightings]
    for record in run.endpoint(side).read(run.collection, unseen) if unseen else []:
        if isinstance(record, Record):
            batch.sightings[side, record.id] = sighting_of(run, side, record)


def _there(link: Link, side: Side, batch: Batch) -> bool:
    seen = batch.sightings.get((side, link.record_id(side)))
    return seen is not None and seen.record is not None


def _comes_anew(run: CollectionRun, link: Link, batch: Batch) -> bool:
    seen = batch.sightings.get((Side.SALESFORCE, link.salesforce_id))
    record = seen.record if seen is not None else None
    return record is not None and run.rules.direction.may_write(Side.MAILBOX) and run.qualifies(record)
