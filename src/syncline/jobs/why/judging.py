"""Where a record stands by what the store knows: the first word that holds, what a person has to do before the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline import catalogue
from syncline.engine.asking import NOT_REPRESENTABLE
from syncline.engine.meetings import ORGANIZER_FIRST
from syncline.engine.pairs import HIDDEN
from syncline.engine.questions import question
from syncline.engine.unrolling import SERIES
from syncline.jobs.why.answer import Answer
from syncline.jobs.why.standing import ENDED, PLAIN, Standing, unheld
from syncline.planner.decision import Why
from syncline.records.fields import FIELDS
from syncline.records.normal import same
from syncline.records.words import Side
from syncline.store.rows import HELD, UNHEARD, Asked, Hold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from syncline.jobs.why.known import Case
    from syncline.store.rows import ErrorRow, HeldRow, InboxRow, Sighting, UnresolvedRow


@dataclass(frozen=True, slots=True)
class Rows:
    """What the store says of one rep, read once."""

    errors: Sequence[ErrorRow]
    unresolved: Sequence[UnresolvedRow]
    held: Sequence[HeldRow]
    inbox: Sequence[InboxRow]
    now: datetime
    own: bool = False
    """The rep asks, who may read what is private."""


_PARKED: Mapping[str, Standing] = {
    Why.PRIVATE: Standing.PRIVATE,
    Why.NOT_SELECTED: Standing.NOT_SELECTED,
    Why.DIRECTION: Standing.DIRECTION,
}


def judge(case: Case, rows: Rows) -> Answer:
    """Answer where one record stands."""
    for found in _words(case, rows):
        if found is not None:
            return found
    return told(case, Standing.WAITING, rows.own)


def _words(case: Case, rows: Rows) -> Iterator[Answer | None]:
    yield _held(case, rows)
    yield _failing(case, rows)
    yield _unresolved(case, rows)
    if case.link is not None and not case.link.live:
        yield _ended(case, rows)
    for seen in case.seen.values():
        yield _unsettled(case, seen, rows)
    if case.link is not None:
        yield _told_by_feed(case, rows)
        yield told(case, Standing.IN_STEP, rows.own, differs=differing(case))


def told(
    case: Case, standing: Standing, own: bool, *, what: str = "", remedy: str | None = None,  # noqa: FBT001 - the rows' word
    at: datetime | None = None, code: str = "", differs: tuple[str, ...] = (),
) -> Answer:  # fmt: skip
    """Answer a standing in its plain words, unless others are given."""
    plain = PLAIN.get(standing, ("", ""))
    return Answer(
        standing, what or plain[0], plain[1] if remedy is None else remedy, case.collection, case.name(own=own), at,
        code, case.record_id(Side.SALESFORCE), case.record_id(Side.MAILBOX), differs,
    )  # fmt: skip


def _mine(case: Case, row: ErrorRow | UnresolvedRow | HeldRow) -> bool:
    if row.collection is not case.collection or row.side is None:
        return False
    return bool(row.record_id) and row.record_id == case.record_id(row.side)


def _held(case: Case, rows: Rows) -> Answer | None:
    link = case.link.id if case.link is not None else None
    for row in rows.held:
        if row.link_id == link or (not row.link_id and _mine(case, row)):
            if row.state is Hold.ALLOWED:
                what = "A person let go what was held; the next cycle carries it out."
                return told(case, Standing.WAITING, rows.own, what=what, at=row.at)
            standing = Standing.HELD if row.state is Hold.HELD else Standing.REFUSED
            return told(case, standing, rows.own, at=row.at)
    return None


def _failing(case: Case, rows: Rows) -> Answer | None:
    row = next((row for row in rows.errors if _mine(case, row)), None)
    if row is None:
        return None
    what = f"{catalogue.entry(row.code).what} {row.message}" if row.code != HIDDEN.code else ""
    standing = Standing.NOT_VISIBLE if row.code == HIDDEN.code else Standing.FAILING
    remedy = None if row.code == HIDDEN.code else row.remedy
    return told(case, standing, rows.own, what=what, remedy=remedy, at=row.at, code=row.code)


def _unresolved(case: Case, rows: Rows) -> Answer | None:
    row = next((row for row in rows.unresolved if _mine(case, row)), None)
    if row is None:
        return None
    if row.kind.startswith(NOT_REPRESENTABLE):
        what, remedy = unheld(row.kind.removeprefix(NOT_REPRESENTABLE))
        return told(case, Standing.NOT_REPRESENTABLE, rows.own, what=what, remedy=remedy, at=row.at, code=row.kind)
    asked = question(row.kind)[0]
    if row.state is Asked.ANSWERED:
        what = f"{asked} A person answered; the next cycle carries it out."
        return told(case, Standing.WAITING, rows.own, what=what, at=row.at, code=row.kind)
    if row.state is Asked.IGNORED:
        what = f"{asked} A person chose to leave it so."
        remedy = "Look at it again under Unresolved (state: ignored), if that was a mistake."
        return told(case, Standing.IGNORED, rows.own, what=what, remedy=remedy, at=row.at, code=row.kind)
    synced = "It syncs, but one thing is open: " if case.link is not None and case.link.live else ""
    remedy = "Answer the question under Unresolved."
    return told(case, Standing.UNRESOLVED, rows.own, what=f"{synced}{asked}", remedy=remedy, at=row.at, code=row.kind)


def _ended(case: Case, rows: Rows) -> Answer | None:
    if case.link is None or case.link.ended is None:
        return None
    waiting = [seen for seen in case.seen.values() if seen.due is not None]
    what, remedy = ENDED[case.link.ended]
    if waiting:
        what = f"{what} Something of it changed since: the next cycle looks at it again."
    return told(
        case, Standing.ENDED, rows.own, what=what, remedy=remedy, at=case.link.ended_at, code=case.link.ended.value
    )


def _unsettled(case: Case, seen: Sighting, rows: Rows) -> Answer | None:
    if seen.reason == UNHEARD:
        return None
    if seen.reason == Why.OUTSIDE_WINDOW:
        what = "It lies further ahead than the configuration looks. It comes in by itself on its day."
        return told(case, Standing.OUTSIDE_WINDOW, rows.own, what=what, remedy="Nothing needs to be done.", at=seen.due)
    if seen.reason == SERIES:
        what = (
            "It is a series: each occurrence that is near enough is an event of its own in Salesforce,"
            " three months ahead; every day brings those that have come near."
        )
        remedy = "Name an occurrence with its date in Salesforce, if one is missing."
        return told(case, Standing.IN_STEP, rows.own, what=what, remedy=remedy)
    if seen.due is None:
        return _parked(case, seen, rows)
    if seen.due <= rows.now:
        return told(case, Standing.WAITING, rows.own, what="It is seen, and the next cycle takes it over.", at=seen.due)
    what = "It could not be taken over yet, and is tried again by itself."
    if seen.reason == ORGANIZER_FIRST:
        what = "A colleague organizes this meeting, and it waits for the colleague's event, ten minutes at most."
    return told(case, Standing.WAITING, rows.own, what=what, at=seen.due)


def _parked(case: Case, seen: Sighting, rows: Rows) -> Answer:
    if standing := _PARKED.get(seen.reason):
        return told(case, standing, rows.own)
    if seen.reason == HELD:
        return told(case, Standing.HELD, rows.own)
    if seen.reason == Why.IN_SERIES:
        what = "The calendar has it already, as an occurrence of a series, so that it is not copied beside that."
        return told(case, Standing.NOT_REPRESENTABLE, rows.own, what=what, remedy="Nothing needs to be done.")
    if seen.reason == Why.NOT_REPRESENTABLE:
        what, remedy = unheld(seen.record.not_representable or "" if seen.record else "")
        return told(case, Standing.NOT_REPRESENTABLE, rows.own, what=what, remedy=remedy)
    what = "It is seen, and lies still until its record changes or its collection syncs again."
    return told(case, Standing.WAITING, rows.own, what=what, remedy="Change the record, or ask for a resync.")


def _told_by_feed(case: Case, rows: Rows) -> Answer | None:
    lying = any(row.record_id == case.record_id(Side.SALESFORCE) for row in rows.inbox)
    what = "Salesforce told of a change; the next cycle reads and takes it over."
    return told(case, Standing.WAITING, rows.own, what=what) if lying else None


def differing(case: Case) -> tuple[str, ...]:
    """Answer the fields in which the copies are known to differ: one side cannot hold more, or nothing flows there."""
    if case.link is None:
        return ()
    one, two = (case.link.held(side) for side in Side)
    fields = FIELDS[case.collection]
    labels = [label for label in fields if label in one or label in two]
    return tuple(label for label in labels if not same(fields[label], one.get(label), two.get(label)))
