"""Series that Salesforce makes anew: their new occurrences go on in the pairs of those that went.

Where somebody changes the rule of a series, or when it begins, Salesforce deletes all of it and makes it again, with
other ids: https://developer.salesforce.com/docs/platform/change-data-capture/guide/cdc-standard-objects-task-event-updating-recurring.html
No field says which occurrence took whose place. The subject does, and the time, or else the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.planner.keys import day_key, time_key
from syncline.records.record import OF_SERIES, SERIES_RECORD
from syncline.records.words import Gone, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.link import Link
    from syncline.records.record import Values
    from syncline.store.rows import Sighting


def go_on_remade(run: CollectionRun, links: Iterable[Link], strangers: Iterable[Sighting], batch: Batch) -> set[str]:
    """Let pairs go on with occurrences that were made in place of theirs. Answers the ids of these pairs.

    They are planned in the next batch, when the store knows them.
    """
    free = [seen for seen in strangers if _is_occurrence(seen)]
    if not free or not run.rules.direction.may_write(Side.MAILBOX):
        return set()
    left = [link for link in links if _lost_its_own(link, batch)]
    told: set[str] = set()
    for key in (time_key, lambda values: day_key(values, run.rep.zone)):
        for link, seen in _matched(left, free, key):
            _go_on(run, link, seen, batch)
            told.add(link.id)
            left.remove(link)
            free.remove(seen)
    return told


def _is_occurrence(seen: Sighting) -> bool:
    record = seen.record
    if seen.side is not Side.SALESFORCE or record is None or record.not_representable:
        return False
    return OF_SERIES in record.extra


def _lost_its_own(link: Link, batch: Batch) -> bool:
    """Whether the event was deleted, or became the record of a series, and the calendar's is there."""
    mailbox = batch.sightings.get((Side.MAILBOX, link.mailbox_id))
    seen = batch.sightings.get((Side.SALESFORCE, link.salesforce_id))
    if seen is None or link.child or (mailbox is not None and mailbox.gone is not None):
        return False
    return seen.gone is Gone.DELETED or (seen.record is not None and seen.record.not_representable == SERIES_RECORD)


def _matched(
    links: Sequence[Link], free: Sequence[Sighting], key: Callable[[Values], str]
) -> list[tuple[Link, Sighting]]:
    """Put together what has one key, in the order of time."""
    by_key: dict[str, list[Sighting]] = {}
    for seen in free:
        if seen.record is not None and (found := key(seen.record.values)):
            by_key.setdefault(found, []).append(seen)
    keys = [(link, by_key.get(key(link.held(Side.SALESFORCE)))) for link in links]
    return [(link, same.pop(0)) for link, same in keys if same]


def _go_on(run: CollectionRun, link: Link, seen: Sighting, batch: Batch) -> None:
    batch.changes.settle(run.spot(Side.SALESFORCE, link.salesforce_id))
    batch.changes.links.append(structs.replace(link, salesforce_id=seen.record_id, salesforce_version=""))
    batch.changes.sightings.append(structs.replace(seen, due=run.now))
    mailbox = batch.sightings.get((Side.MAILBOX, link.mailbox_id))
    if mailbox is not None:
        batch.changes.sightings.append(mailbox)
