"""Take in what a side lists: pages become sightings, each page committed with its cursor."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.errors import REPLACED, BadAnswerError, ResyncError
from syncline.connectors.port import ItemError, Missing, Trail, Whereabouts
from syncline.engine import showing
from syncline.engine.journaling import row_id
from syncline.engine.report import error_row
from syncline.engine.run import as_it_is_now
from syncline.engine.sight import looked_at_again, not_found, sighting_of, unread
from syncline.engine.sole import expect_sole
from syncline.planner.keys import keys_of
from syncline.planner.match import series_key
from syncline.planner.revival import FIT_AGAIN, stayed_in_folder
from syncline.records.link import Ended
from syncline.records.words import Collection, Gone, Side
from syncline.store.changes import Changes
from syncline.store.paging import live_pages
from syncline.store.rows import IN_PROGRESS, UNHEARD, Action, CursorRow, JournalRow, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.connectors.port import Mention, Page
    from syncline.engine.run import CollectionRun
    from syncline.records.link import Link
    from syncline.records.record import Record

_GONE = {
    Whereabouts.DELETED: Gone.DELETED,
    Whereabouts.ELSEWHERE: Gone.MOVED,
    Whereabouts.UNKNOWN: Gone.UNKNOWN,
}


def observe(run: CollectionRun, side: Side) -> None:
    """Read a side from where reading stopped until it has no more to tell."""
    rows = {(row.collection, row.side): row for row in run.store.cursors(run.rep.id)}
    row = rows.get((run.collection, side)) or _begin(run, side)
    try:
        _read_on(run, row)
    except ResyncError as error:
        _read_on(run, _start_over(run, row, error.code))


_BEFORE = timedelta(seconds=1)
REPEATED = 3
"""How often a server may tell the same page within one reading, before that is taken for a listing without end."""
EMPTY = 100
"""How many pages of one reading may be empty: servers answer such where what they passed over is not for us."""


def _read_on(run: CollectionRun, row: CursorRow) -> None:
    taken = 0
    pages: Counter[int] = Counter()
    more = True
    while more:
        page = run.endpoint(row.side).changes(run.collection, row.cursor or None)
        if row.side is Side.MAILBOX and not pages and not taken:
            expect_sole(run)
        if not row.cursor:
            _note_adoption(run, row.side)
        more = page.more
        _check_progress(page, pages)
        if page.cursor != row.cursor or _tells(page):
            changes = Changes()
            _take_in(run, row.side, page, changes)
            row = replace(row, cursor=page.cursor)
            changes.cursors.append(row)
            run.store.commit(changes)
        elif more:
            raise BadAnswerError("The listing repeats the same empty page and never ends.", code="endless_listing")
        taken += len(page.records) + len(page.mentions)
        run.progress(f"reading {run.collection} from {row.side}", taken)
    if not row.complete:
        _look_for_absent(run, row.side)
        run.store.commit(Changes(cursors=[replace(row, complete=True)]))


def _check_progress(page: Page, pages: Counter[int]) -> None:
    """Tell a listing without end: the same page again and again, whatever cursors it comes with.

    Servers did that: https://learn.microsoft.com/en-us/answers/questions/5790953
    """
    if not page.more:
        return
    told = hash((page.mentions, page.gone, tuple((one.id, one.version) for one in page.records)))
    pages[told] += 1
    if pages[told] > (REPEATED if _tells(page) else EMPTY):
        raise BadAnswerError("The listing repeats the same page and never ends.", code="endless_listing")


def _begin(run: CollectionRun, side: Side) -> CursorRow:
    """Note that reading begins, before the first call makes or marks anything on the other side."""
    row = CursorRow(run.rep.id, run.collection, side, "")
    if side is Side.MAILBOX:
        run.fresh = True
        run.store.commit(Changes(cursors=[row]))
    return row


def _note_adoption(run: CollectionRun, side: Side) -> None:
    """A folder that bears our mark, and a store that never heard of it: the store was lost.

    Everything is matched again, as after a reset, and copies made in bulk are held (SPEC 6.4).
    """
    if side is Side.MAILBOX and run.fresh and run.collection is Collection.CONTACTS and run.mailbox.adopted:
        run.rep = replace(run.rep, reset=IN_PROGRESS)
        now = as_it_is_now(run.store, run.rep)
        run.store.commit(Changes(reps=[replace(now, reset=now.reset or IN_PROGRESS)]))
    if side is Side.MAILBOX and run.rep.reset:
        showing.begin(run)


def _tells(page: Page) -> bool:
    return bool(page.records or page.mentions or page.gone)


def _take_in(run: CollectionRun, side: Side, page: Page, changes: Changes) -> None:
    links = _links(run, side, [*(one.id for one in page.mentions), *(one.id for one in page.records)])
    for record in [*page.records, *_read_new(run, side, page.mentions, links, changes)]:
        if _is_news(links.get(record.id), side, record):
            changes.sightings.append(sighting_of(run, side, record))
    _heard(run, side, page.records, changes)
    if page.gone and side is Side.MAILBOX:
        _take_leave(run, page.gone, changes)


def _is_news(link: Link | None, side: Side, record: Record) -> bool:
    if link is None or link.version(side) != record.version:
        return True
    return link.ended is Ended.OUT_OF_SCOPE or _asks(link, side)


def _asks(link: Link, side: Side) -> bool:
    """Whether settings, and not only its record, decide if an ended pair goes on: a listing looks at it again."""
    return side is Side.MAILBOX and link.collection is Collection.EVENTS and link.ended in FIT_AGAIN


def _heard(run: CollectionRun, side: Side, records: Sequence[Record], changes: Changes) -> None:
    """What we made and the listing now tells of needs no looking for."""
    told = {seen.record_id for seen in changes.sightings if seen.side is side}
    ids = [one.id for one in records if one.id not in told]
    sightings = run.store.sightings(run.rep.id, run.collection, side, ids)
    changes.settled.extend(run.spot(side, seen.record_id) for seen in sightings if seen.reason == UNHEARD)


def _links(run: CollectionRun, side: Side, ids: Sequence[str]) -> dict[str, Link]:
    """Links by record id; where a record has an ended link and a live one, the live one counts."""
    found = run.store.links(run.rep.id, run.collection, side, ids)
    return {link.record_id(side): link for link in sorted(found, key=lambda link: link.live)}


def _read_new(
    run: CollectionRun, side: Side, mentions: Sequence[Mention], links: dict[str, Link], changes: Changes
) -> Iterable[Record]:
    """Read the values of what is not known in this version; our own writes are known by theirs."""
    known = {link.record_id(side): link.version(side) for link in links.values() if not _asks(link, side)}
    sightings = run.store.sightings(run.rep.id, run.collection, side, [one.id for one in mentions])
    known.update({seen.record_id: seen.version for seen in sightings if seen.reason != UNHEARD})
    changes.settled.extend(run.spot(side, seen.record_id) for seen in sightings if seen.reason == UNHEARD)
    wanted = [one for one in mentions if known.get(one.id) != one.version]
    answers = run.endpoint(side).read(run.collection, [one.id for one in wanted]) if wanted else []
    for mention, answer in zip(wanted, answers, strict=True):
        if isinstance(answer, ItemError):
            changes.sightings.append(unread(run, side, mention.id, answer))
            changes.errors.append(error_row(run, side, mention.id, answer))
            run.tally.count(side.other, "failed")
        elif not isinstance(answer, Missing):
            yield answer
        elif side is Side.MAILBOX:
            changes.sightings.append(not_found(run, mention.id))


def _take_leave(run: CollectionRun, ids: Sequence[str], changes: Changes) -> None:
    """Take in tombstones of the mailbox: what is linked is looked for before any deletion is believed."""
    links = {
        link.mailbox_id: link for link in run.store.links(run.rep.id, run.collection, Side.MAILBOX, ids) if link.live
    }
    if run.collection is Collection.EVENTS:
        series = run.store.links_by_keys(run.rep.id, run.collection, list(map(series_key, ids)))
        look_for(run, [link for link in series if link.mailbox_id not in links], changes)
    for record_id in ids:
        if record_id not in links:
            changes.forget(run.spot(Side.MAILBOX, record_id))
    look_for(run, list(links.values()), changes)


def look_for(run: CollectionRun, links: Sequence[Link], changes: Changes) -> None:
    """Look for mailbox records that are not where they were, before any deletion is believed."""
    if not links:
        return
    places = run.mailbox.locate(run.collection, [Trail(link.mailbox_id, link.trace) for link in links])
    shared = _shared(run, links)
    for link, place in zip(links, places, strict=True):
        if place is Whereabouts.HERE and link.trace not in shared:
            _wake_copies(run, link, changes)  # it only got a new id, and is listed under that - or its copy is
            changes.sightings.append(looked_at_again(run, link.mailbox_id))
            continue
        # What was found of one that shares its trace is the copy, which has a pair of its own.
        gone = Gone.UNKNOWN if place is Whereabouts.HERE else _GONE[place]
        changes.sightings.append(Sighting(*run.spot(Side.MAILBOX, link.mailbox_id), gone=gone, due=run.now))


def _wake_copies(run: CollectionRun, link: Link, changes: Changes) -> None:
    """Let a copy that waited for a person take the place of the original, which is gone.

    What this very page tells of a copy stands: it is newer than what lies in the store.
    """
    keys = keys_of(run.collection, link.held(Side.MAILBOX), link.uid)
    alike = run.store.sightings_by_keys(run.rep.id, run.collection, Side.MAILBOX, keys)
    # The original may bear another name by now than when it was copied.
    asked = [row.record_id for row in run.store.unresolved(rep=run.rep.id) if row.side is Side.MAILBOX]
    alike += run.store.sightings(run.rep.id, run.collection, Side.MAILBOX, asked)
    told = {seen.record_id for seen in changes.sightings if seen.side is Side.MAILBOX}
    for one in alike:
        if one.record_id in told:
            continue
        if one.due is None and one.record is not None and link.trace in one.record.traces:
            changes.sightings.append(structs.replace(one, due=run.now))
            changes.unresolved_cleared.append(run.spot(Side.MAILBOX, one.record_id))


def _shared(run: CollectionRun, links: Sequence[Link]) -> set[str | None]:
    """Answer the traces that more than one record of the folder bears: a copy of an item carries that of the original.

    A pair that ended, and whose contact stayed where it was, counts as well: what is found may be that.
    """
    traces = [link.trace for link in links if link.trace]
    found = run.store.links_by_trace(run.rep.id, run.collection, traces)
    here = Counter(link.trace for link in found if link.live or stayed_in_folder(link))
    return {trace for trace, count in here.items() if count > 1}


def _start_over(run: CollectionRun, row: CursorRow, code: str) -> CursorRow:
    """Void the cursor. In a new folder nothing is known: its emptiness says nothing about what was in the old one."""
    void = replace(row, cursor="", complete=False)
    changes = Changes(cursors=[void])
    if code in REPLACED:
        run.store.reset(run.rep.id, run.collection)
        changes.journal.append(_paired_again(run, row.side, code))
    elif row.side is Side.MAILBOX:  # what waits for a person may have another id by now: it is read again
        run.store.wake(run.rep.id, run.collection, run.now - _BEFORE)
    run.store.commit(changes)
    return void


def _paired_again(run: CollectionRun, side: Side, code: str) -> JournalRow:
    """Make the row that says why pairs were made anew."""
    id_ = row_id("paired again", run.rep.id, run.collection, run.now.isoformat())
    return JournalRow(id_, run.now, run.rep.id, run.collection, side, "", Action.PAIRED_AGAIN, code)


_LOOKED_FOR = 500
"""Records asked for at once: where they all went is looked for, and kept, together."""


def _look_for_absent(run: CollectionRun, side: Side) -> None:
    """At the end of a listing, ask for every linked record by id: what went while nobody listened left no tombstone."""
    if side is not Side.MAILBOX:
        return
    for links in live_pages(run.store, run.rep.id, run.collection, _LOOKED_FOR):
        answers = run.mailbox.read(run.collection, [link.mailbox_id for link in links])
        absent = [link for link, answer in zip(links, answers, strict=True) if isinstance(answer, Missing)]
        changes = Changes()
        look_for(run, absent, changes)
        run.store.commit(changes)
