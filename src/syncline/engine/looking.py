"""Look at a record before its deletion, or the loss of an edit of it, is decided on.

Where Salesforce is only a target, or the feed has not told yet, nobody has read what the record holds by now. A person
may have worked on it, or it may be somebody else's: then a deletion in the mailbox does not take it away. And what a
person typed there is journaled before it is overwritten: the answer that tells of it may be lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import ItemError
from syncline.engine.report import error_row
from syncline.engine.sight import sighting_of
from syncline.planner.merge import kept_to_itself
from syncline.planner.policy import DeletePolicy
from syncline.planner.scope import private
from syncline.records.fields import ATTENDEES
from syncline.records.record import Record
from syncline.records.words import Direction, Gone, Side
from syncline.store.rows import Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.link import Link


def look_at_what_was_sent(run: CollectionRun, links: Iterable[Link], batch: Batch) -> None:
    """Read the records that were written to and never answered: what was read of them before says nothing now."""
    for side in Side:
        unsure = [link for link in links if link.sent(side) and not _gone(side, link, batch)]
        answers = run.endpoint(side).read(run.collection, [link.record_id(side) for link in unsure]) if unsure else []
        for link, answer in zip(unsure, answers, strict=True):
            if isinstance(answer, Record):
                batch.sightings[side, link.record_id(side)] = sighting_of(run, side, _in_any_scope(run, answer))


def look_before_deleting(run: CollectionRun, links: Iterable[Link], batch: Batch) -> frozenset[str]:
    """Read the Salesforce records whose mailbox copies were deleted, where that would delete them too.

    Answers the ids of the links whose record could not be read: nothing is decided about them now.
    """
    if run.rules.deletes is not DeletePolicy.BOTH or not run.rules.direction.may_write(Side.SALESFORCE):
        return frozenset()
    unseen = [link for link in links if _deleted(link, batch) and not _seen(link, batch)]
    answers = run.org.read(run.collection, [link.salesforce_id for link in unseen]) if unseen else []
    unread: set[str] = set()
    for link, answer in zip(unseen, answers, strict=True):
        spot = (Side.SALESFORCE, link.salesforce_id)
        if isinstance(answer, Record):
            batch.sightings[spot] = sighting_of(run, Side.SALESFORCE, answer)
        elif isinstance(answer, ItemError):
            unread.add(link.id)
            batch.changes.errors.append(error_row(run, *spot, answer, other_id=link.mailbox_id))
        else:
            batch.sightings[spot] = Sighting(*run.spot(*spot), gone=Gone.UNKNOWN, due=run.now)
    return frozenset(unread)


def look_before_overwriting(run: CollectionRun, links: Iterable[Link], batch: Batch) -> None:
    """Read the Salesforce records that somebody changed where Salesforce is only a target, before they are written."""
    if run.rules.direction is not Direction.TO_SALESFORCE:
        return
    unseen = [link for link in links if not link.salesforce_version and _edited(link, batch) and not _seen(link, batch)]
    answers = run.org.read(run.collection, [link.salesforce_id for link in unseen]) if unseen else []
    for link, answer in zip(unseen, answers, strict=True):
        if isinstance(answer, Record):  # what the rep cannot see, the write itself will be told
            seen = sighting_of(run, Side.SALESFORCE, _in_any_scope(run, answer))
            batch.sightings[Side.SALESFORCE, link.salesforce_id] = seen


def look_before_inviting(run: CollectionRun, links: Iterable[Link], batch: Batch) -> None:
    """Read the calendar's events whose attendees somebody changed in Salesforce: only the organizer invites."""
    if not run.rules.invites:
        return
    unseen = [
        link for link in links if _invites(link, batch) and (Side.MAILBOX, link.mailbox_id) not in batch.sightings
    ]
    answers = run.mailbox.read(run.collection, [link.mailbox_id for link in unseen]) if unseen else []
    for link, answer in zip(unseen, answers, strict=True):
        if isinstance(answer, Record):
            batch.sightings[Side.MAILBOX, link.mailbox_id] = sighting_of(run, Side.MAILBOX, answer)


def look_before_opening(run: CollectionRun, links: Iterable[Link], batch: Batch) -> None:
    """Read the Salesforce events of which only the time synced, where what stands in them need not be kept any more.

    The calendar's copy was made public, or the option was switched off: the copy gets what it never had.
    """
    if not run.rules.direction.may_write(Side.MAILBOX):
        return
    unseen = [link for link in links if _opened(run, link, batch) and not _seen(link, batch)]
    answers = run.org.read(run.collection, [link.salesforce_id for link in unseen]) if unseen else []
    for link, answer in zip(unseen, answers, strict=True):
        if isinstance(answer, Record):
            batch.sightings[Side.SALESFORCE, link.salesforce_id] = sighting_of(run, Side.SALESFORCE, answer)


def _in_any_scope(run: CollectionRun, record: Record) -> Record:
    """Filters say what goes to the mailbox: where nothing goes there, they say nothing."""
    return structs.replace(record, in_scope=True) if run.rules.direction is Direction.TO_SALESFORCE else record


def _gone(side: Side, link: Link, batch: Batch) -> bool:
    seen = batch.sightings.get((side, link.record_id(side)))
    return seen is not None and seen.gone is not None


def _opened(run: CollectionRun, link: Link, batch: Batch) -> bool:
    seen = batch.sightings.get((Side.MAILBOX, link.mailbox_id))
    if seen is None or seen.record is None or not kept_to_itself(link):
        return False
    return not run.rules.busy_only or not private(seen.record)


def _invites(link: Link, batch: Batch) -> bool:
    seen = batch.sightings.get((Side.SALESFORCE, link.salesforce_id))
    if seen is None or seen.record is None:
        return False
    return seen.record.values.get(ATTENDEES) != link.held(Side.SALESFORCE).get(ATTENDEES)


def _edited(link: Link, batch: Batch) -> bool:
    seen = batch.sightings.get((Side.MAILBOX, link.mailbox_id))
    return seen is not None and seen.record is not None


def _deleted(link: Link, batch: Batch) -> bool:
    seen = batch.sightings.get((Side.MAILBOX, link.mailbox_id))
    return seen is not None and seen.gone is Gone.DELETED


def _seen(link: Link, batch: Batch) -> bool:
    return (Side.SALESFORCE, link.salesforce_id) in batch.sightings
