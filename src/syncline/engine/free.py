"""Which records are in no live pair, as things stand in the midst of a batch that the store does not know yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.planner.keys import time_key
from syncline.planner.match import identity_keys
from syncline.records.record import OF_SERIES, Record
from syncline.records.words import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.link import Link


def linked(run: CollectionRun, side: Side, ids: Sequence[str], batch: Batch) -> set[str]:
    """Answer the records on `side` in a live pair, of those asked for and of what this batch keeps or makes."""
    known = run.store.links(run.rep.id, run.collection, side, ids)
    links = [*not_ended_here(known, batch), *batch.changes.links, *(settle.link for settle in batch.settles)]
    return {link.record_id(side) for link in links if link.live}


def not_ended_here(links: Iterable[Link], batch: Batch) -> list[Link]:
    """Leave out the pairs that this batch ends: their records are free."""
    ended = {link.id for link in batch.changes.links if not link.live}
    return [link for link in links if link.id not in ended]


def left_behind(run: CollectionRun, records: Sequence[Record], besides: AbstractSet[str], batch: Batch) -> list[Record]:
    """Answer mailbox records whose link has ended and that are still there: somebody made their other half anew."""
    identities = [key for record in records for key in _identity(run, record)]
    ended = run.store.ended_by_keys(run.rep.id, run.collection, identities)
    here = [link for link in batch.changes.links if not link.live and not set(identities).isdisjoint(link.keys)]
    ids = sorted({link.mailbox_id for link in (*ended, *here)} - besides)
    taken = linked(run, Side.MAILBOX, ids, batch)
    free = [one for one in ids if one not in taken]
    answers = run.mailbox.read(run.collection, free) if free else []
    return [one for one in answers if isinstance(one, Record)]


def _identity(run: CollectionRun, record: Record) -> tuple[str, ...]:
    """A series that Salesforce makes anew comes with other ids, perhaps in a later cycle than its end."""
    return (time_key(record.values),) if OF_SERIES in record.extra else identity_keys(run.collection, record)
