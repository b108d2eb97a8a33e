"""Meetings of several reps: the organizer's event is the one, the others have its children (SPEC 5.7).

Salesforce makes a child event for each user who is invited. So the copy of a rep who takes part waits a while for the
organizer's event, and is linked to the child that comes with it. Who has an event of their own already, because theirs
synced before, keeps it, and is not invited besides.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final

from msgspec import structs

from syncline.planner.keys import time_key
from syncline.planner.scope import private
from syncline.records.attendees import attendees_text, people, read_attendees
from syncline.records.fields import ATTENDEES
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from syncline.engine.run import CollectionRun
    from syncline.records.attendees import Attendee
    from syncline.records.record import Record, Values
    from syncline.store.rows import RepRow, Sighting

CHILD: Final = "attendee_copy"
"""What a child event cannot be represented for: it is no event of its own."""
ORGANIZER_FIRST: Final = "organizer_first"
"""Reason of a sighting that waits for the organizer's event."""
_PAUSE = timedelta(minutes=2)
PATIENCE = 5
"""How often a copy waits, once the organizer's calendar was read: longer than the slowest pace of cycles."""


def noted(run: CollectionRun, record: Record) -> Record:
    """Answer a calendar's event with everybody under the address that Salesforce knows them by."""
    if run.colleagues is None:
        return record
    if record.known_as:
        run.called.add(record.known_as)
    directory = run.colleagues.directory(run.rep.org)
    organizer = directory.address_of(record.organizer) if record.organizer else None
    told = read_attendees(str(record.values.get(ATTENDEES, "")))
    if not told:
        return record if organizer == record.organizer else structs.replace(record, organizer=organizer)
    named = people(replace(one, address=directory.address_of(one.address)) for one in told)
    text = attendees_text(one for one in named if not _has_own(run, record, one))
    values = {label: value for label, value in record.values.items() if label != ATTENDEES}
    return structs.replace(record, organizer=organizer, values={**values, **({ATTENDEES: text} if text else {})})


def _has_own(run: CollectionRun, record: Record, one: Attendee) -> bool:
    """Whether somebody's copy of this meeting is an event of its own in Salesforce: nobody is in a meeting twice."""
    if run.colleagues is None:
        return False
    if run.colleagues.apart(run.rep.org, one.address) is not None:
        return True
    rep = run.colleagues.together(run.rep.org, one.address)
    if rep is None or rep.id == run.rep.id or record.uid is None:
        return rep is not None and rep.id == run.rep.id  # the rep is the owner, and not invited
    links = run.store.links_by_uid(rep.id, Collection.EVENTS, [record.uid])
    return any(link.live and not link.child for link in links)


def learn(run: CollectionRun) -> None:
    """Keep by which other addresses the mail server called the rep in this cycle."""
    if run.colleagues is not None:
        for alias in sorted(run.called):
            run.colleagues.learn(run.rep.org, alias, run.rep.mailbox)


def meant(run: CollectionRun, candidates: Iterable[Record]) -> list[Record]:
    """Answer the Salesforce events that a calendar's may be: no child where who takes part does not sync."""
    return [one for one in candidates if run.colleagues is not None or one.not_representable != CHILD]


def of_a_colleague(run: CollectionRun, record: Record) -> bool:
    """Whether a calendar's event is a copy of a meeting of somebody who syncs."""
    return _organizer(run, record) is not None


def as_organized(run: CollectionRun, copies: Sequence[Record]) -> dict[str, Record]:
    """Answer what colleagues' events say otherwise in Salesforce than copies of their meetings, by the copies' ids.

    A child follows its parent when that is moved or renamed in Salesforce. Nobody is told of it by mail (SPEC 5.9), so
    that the copy still says what it said, and the child is not found by that.
    """
    asked: dict[str, set[str]] = {}
    for copy in copies:
        if (rep := _colleague(run, copy)) is not None:
            asked.setdefault(rep.id, set()).add(copy.uid or "")
    held = dict(chain.from_iterable(_held(run, rep, sorted(uids)) for rep, uids in asked.items()))
    return {
        copy.id: structs.replace(copy, uid=None, values=held[copy.uid])
        for copy in copies
        if copy.uid in held and time_key(held[copy.uid]) != time_key(copy.values)
    }


def _held(run: CollectionRun, rep: str, uids: Sequence[str]) -> Iterator[tuple[str | None, Values]]:
    """Answer what a rep's meetings were last seen to be in Salesforce, by UID, settled or not."""
    links = [link for link in run.store.links_by_uid(rep, Collection.EVENTS, uids) if not link.child]
    ids = [link.salesforce_id for link in links]
    news = {one.record_id: one.record for one in run.store.sightings(rep, Collection.EVENTS, Side.SALESFORCE, ids)}
    for link in links:
        record = news.get(link.salesforce_id)
        yield link.uid, link.held(Side.SALESFORCE) if record is None else record.values


def waits_until(run: CollectionRun, seen: Sighting, record: Record) -> datetime | None:
    """Answer until when a copy of a colleague's meeting waits for the colleague's event; None if it does not."""
    rep = _organizer(run, record)
    if rep is None or private(record) or (seen.attempts >= PATIENCE and _was_read(run, rep)):
        return None
    return run.now + _PAUSE


def waiting(run: CollectionRun, seen: Sighting, record: Record, until: datetime) -> Sighting:
    """Answer the sighting of a copy that waits; only what was waited since the calendar was read counts."""
    rep = _organizer(run, record)
    more = 1 if rep is not None and _was_read(run, rep) else 0
    return structs.replace(seen, due=until, reason=ORGANIZER_FIRST, attempts=seen.attempts + more)


def _organizer(run: CollectionRun, record: Record) -> RepRow | None:
    rep = _colleague(run, record)
    return rep if rep is not None and not rep.paused else None


def _colleague(run: CollectionRun, record: Record) -> RepRow | None:
    if run.colleagues is None or record.organizer is None or record.uid is None:
        return None
    rep = run.colleagues.together(run.rep.org, record.organizer)
    return rep if rep is not None and rep.id != run.rep.id else None


def _was_read(run: CollectionRun, rep: RepRow) -> bool:
    rows = run.store.cursors(rep.id)
    return any(row.collection is Collection.EVENTS and row.side is Side.MAILBOX and row.complete for row in rows)
