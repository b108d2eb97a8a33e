"""Series that Salesforce is to hold as single events: one pair for each occurrence, in a window that goes along.

A master is never paired itself. Its sighting stays, and is due again every day, when other occurrences have come near.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import NOT_CREATEABLE, ItemError, Missing
from syncline.engine.asking import NOT_REPRESENTABLE, unresolved_row
from syncline.engine.report import error_row
from syncline.engine.selecting import with_choice
from syncline.engine.series_making import make_whole
from syncline.engine.sight import as_told, sighting_of
from syncline.engine.unrolled import (
    RECURRING,
    is_series,
    makes_series,
    master_of,
    occurrence_id,
    occurrence_of,
    present,
    reads_series,
)
from syncline.engine.veiled import subject_keys
from syncline.planner.match import series_key
from syncline.planner.policy import SeriesPolicy
from syncline.records.candidate import name_of
from syncline.records.fields import RECURRENCE
from syncline.records.link import Ended
from syncline.records.recurrence.instances import instances
from syncline.records.recurrence.occurrences import original_of, wall_of
from syncline.records.recurrence.text import read_recurrence
from syncline.records.words import Gone, Side
from syncline.store.rows import Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.link import Link
    from syncline.records.record import Record

SERIES = "series"
"""Reason of the sighting of a master."""
AHEAD = timedelta(days=92)
"""How far ahead occurrences are made: a series without end has no last one."""
AGAIN = timedelta(days=1)
_SOON = timedelta(minutes=1)


def unroll(run: CollectionRun, due: Sequence[Sighting], batch: Batch) -> list[Sighting]:
    """Turn the masters among what is due into sightings of their occurrences. Answers the rest."""
    mailbox = reads_series(run.mailbox)
    if not (run.series and run.rules.direction.may_write(Side.SALESFORCE)) or mailbox is None:
        return list(due)
    masters = [seen for seen in due if _is_master(seen)]
    rest = _singles(run, [seen for seen in due if seen not in masters], batch)
    answers = mailbox.series([seen.record_id for seen in masters]) if masters else []
    told = make_whole(run, answers)
    for seen, answer in zip(masters, answers, strict=True):
        if seen.record_id in told.waits:
            batch.changes.sightings.append(structs.replace(seen, due=run.now + _SOON, reason=SERIES))
            continue
        rest += _take(run, seen, answer, batch, unfit=told.unfit.get(seen.record_id))
    return rest


def _report(run: CollectionRun, master: Record, why: str, batch: Batch) -> None:
    """Say by which rule a series arrives as single events."""
    name = name_of(run.collection, master.values)
    row = unresolved_row(run, Side.MAILBOX, master.id, f"{NOT_REPRESENTABLE}{why}", name=name)
    batch.changes.unresolved.append(row)


def _singles(run: CollectionRun, seen: Sequence[Sighting], batch: Batch) -> list[Sighting]:
    """Find the single events that were series until now. Answers the rest."""
    plain = {one.record_id: one for one in seen if one.side is Side.MAILBOX and one.record and not one.record.series}
    found = run.store.links_by_keys(run.rep.id, run.collection, list(map(series_key, plain)))
    by_master: dict[str, list[Link]] = {}
    for link in found:
        by_master.setdefault(master_of(link.mailbox_id)[0], []).append(link)
    rest = [one for one in seen if one.record_id not in by_master]
    for master, links in by_master.items():
        record = plain[master].record
        rest += _single(run, record, links, batch) if record is not None else []
    return rest


def _is_master(seen: Sighting) -> bool:
    if seen.side is not Side.MAILBOX:
        return False
    return seen.reason == SERIES or (seen.record is not None and seen.record.not_representable == RECURRING)


def _take(
    run: CollectionRun, seen: Sighting, answer: Record | Missing | ItemError, batch: Batch, *, unfit: str | None
) -> list[Sighting]:
    """Take one master in; answers what is to be planned as ever: what is no series, or has no words here."""
    if isinstance(answer, ItemError):
        again = structs.replace(seen, attempts=seen.attempts + 1, due=run.later(seen), reason=SERIES)
        batch.changes.sightings.append(again)
        batch.changes.errors.append(error_row(run, seen.side, seen.record_id, answer, attempts=again.attempts))
        return []
    if isinstance(answer, Missing):  # a tombstone tells what became of it, or its next version
        batch.changes.settled.append(run.spot(seen.side, seen.record_id))
        return []
    links = run.store.links_by_keys(run.rep.id, run.collection, [series_key(seen.record_id)])
    if is_series(answer):
        _spread(run, answer, links, batch, whole=_is_whole(run, answer, unfit))
        if unfit is not None and unfit != NOT_CREATEABLE:
            _report(run, answer, unfit, batch)
        return []
    return _single(run, answer, links, batch)


def _spread(run: CollectionRun, master: Record, links: Sequence[Link], batch: Batch, *, whole: bool) -> None:
    """Let every occurrence inside the window be seen that is new, or whose series changed, and what is no more, too."""
    links = [*links, *_became_first(run, master, batch)]
    shown = _shown(run, master, whole=whole)
    known = {link.mailbox_id: link for link in (*links, *_back(run, shown, batch))}
    for record in shown:
        link = known.get(record.id)
        if link is None or link.mailbox_version != record.version or not _wanted(run, record):
            batch.changes.sightings.append(sighting_of(run, Side.MAILBOX, record))
    there = present(master, {master_of(link.mailbox_id)[1] for link in links})
    gone = [link for link in links if master_of(link.mailbox_id)[1] not in there]
    batch.changes.sightings.extend(_deleted(run, link) for link in gone)
    spot = run.spot(Side.MAILBOX, master.id)
    batch.changes.errors_cleared.append(spot)
    batch.changes.unresolved_cleared.append(spot)
    batch.changes.sightings.append(
        Sighting(*run.spot(Side.MAILBOX, master.id), version=master.version,
            keys=subject_keys(run, as_told(run, master)), due=run.now + AGAIN, reason=SERIES,
        )
    )  # fmt: skip


def _wanted(run: CollectionRun, record: Record) -> bool:
    """A choice that was taken back changes no version."""
    return not run.rules.selected_only or with_choice(run, record).selected


def _back(run: CollectionRun, shown: Sequence[Record], batch: Batch) -> list[Link]:
    """What was cancelled and is in its series again goes on with the copy that was kept, or is copied anew.

    Answers the pairs that live again. Other ended pairs stay ended: what was deleted in Salesforce does not come back.
    """
    ids = [record.id for record in shown]
    found = run.store.links(run.rep.id, run.collection, Side.MAILBOX, ids)
    alive = {link.mailbox_id for link in found if link.live}
    ended = [link for link in found if link.mailbox_id not in alive]
    back = [structs.replace(one, ended=None, ended_at=None, mailbox_version="") for one in ended if one.ended in _KEPT]
    batch.changes.links.extend(back)
    # The copy went with the occurrence: its pair is remembered, and the occurrence is nobody's any more.
    gone = [one for one in ended if one.ended is Ended.DELETED_ON_BOTH]
    batch.changes.links.extend(structs.replace(one, mailbox_id=f"{one.mailbox_id}@{one.id}") for one in gone)
    return back


_KEPT = frozenset({Ended.DELETED_IN_MAILBOX, Ended.GONE_UNKNOWN})


def _shown(run: CollectionRun, master: Record, *, whole: bool) -> list[Record]:
    if run.span is None:
        return []
    until = run.span.until if whole else min(run.span.until, run.now + AHEAD)
    found = instances(master.values, run.span.since, until, run.span.zone)
    return [occurrence_of(master, one.original, one.values) for one in found]


def _is_whole(run: CollectionRun, master: Record, unfit: str | None) -> bool:
    """Whether a series was made as one: then it is in Salesforce to its end."""
    rule = read_recurrence(str(master.values[RECURRENCE]))
    ends = rule.count is not None or rule.until is not None
    return run.series is SeriesPolicy.SERIES and ends and unfit is None and makes_series(run.org) is not None


def _became_first(run: CollectionRun, master: Record, batch: Batch) -> list[Link]:
    """What was a single event until now goes on as the first occurrence, though that may be cancelled already."""
    found = run.store.links(run.rep.id, run.collection, Side.MAILBOX, [master.id])
    first = _date(master)
    alive = [link for link in found if link.live]
    return [_moved(link, occurrence_id(master.id, first), (series_key(master.id),), batch) for link in alive]


def _single(run: CollectionRun, record: Record, links: Sequence[Link], batch: Batch) -> list[Sighting]:
    """What is a single event again goes on with the pair of its day; other occurrences are gone.

    What has no words here any more is left alone: its pairs end, and both copies stay.
    """
    kept = [] if record.not_representable else [one for one in links if master_of(one.mailbox_id)[1] == _date(record)]
    for link in kept[:1]:
        _moved(link, record.id, (), batch)
    gone = Gone.UNKNOWN if record.not_representable else Gone.DELETED
    batch.changes.sightings.extend(_deleted(run, link, gone) for link in links if link not in kept[:1])
    seen = sighting_of(run, Side.MAILBOX, record)
    if kept:  # the pair is planned in the next batch, when the store knows it
        batch.changes.sightings.append(seen)
        return []
    return [seen]


def _moved(link: Link, record_id: str, keys: tuple[str, ...], batch: Batch) -> Link:
    moved = structs.replace(link, mailbox_id=record_id, mailbox_version="", trace=None, keys=keys)
    batch.changes.links.append(moved)
    return moved


def _deleted(run: CollectionRun, link: Link, gone: Gone = Gone.DELETED) -> Sighting:
    """The series itself tells that an occurrence is no more."""
    return Sighting(*run.spot(Side.MAILBOX, link.mailbox_id), gone=gone, due=run.now)


def _date(record: Record) -> str:
    start = str(record.values.get("Start", ""))
    return original_of(wall_of(start, "")) if start else ""
