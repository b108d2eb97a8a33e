"""Carry out what people answered about unresolved items: pair, copy, or relate, as the rep."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import ItemError
from syncline.engine.asking import COMPANY, NOT_RELATED, questions
from syncline.engine.execute import execute
from syncline.engine.pairing import pair_up
from syncline.engine.relating import GONE, relate
from syncline.engine.report import error_row
from syncline.engine.resolving import AGAIN, NEW
from syncline.engine.run import requests
from syncline.engine.sight import sighting_of
from syncline.engine.steps import Batch
from syncline.planner.decision import Create
from syncline.planner.scope import private
from syncline.records.record import Record
from syncline.records.words import Side
from syncline.store.changes import Changes
from syncline.store.rows import Asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.store.rows import UnresolvedRow

_TAKEN = ItemError("answer_taken", "One of the two records is paired with another one already.")
_ONE_WAY = ItemError("answer_against_direction", "The configuration does not write on the side of the answer.")
_PRIVATE = ItemError("answer_private", "The event is private, and the configuration skips private events.")


def carry_out(run: CollectionRun) -> None:
    """Carry out the answers about this collection. What cannot be done is asked again, with an error that says why."""
    rows = [row for row in questions(run) if row.state is Asked.ANSWERED]
    if not rows:
        return
    relations = [row for row in rows if row.kind in {COMPANY, NOT_RELATED} and row.answers != (AGAIN,)]
    again = [row for row in rows if row.answers == (AGAIN,)]
    _look_again(run, again)
    for some in requests(relations):
        relate(run, some)
    for some in requests([row for row in rows if row not in relations and row not in again]):
        _pair(run, some)
    _reopen(run, rows)


def _reopen(run: CollectionRun, rows: Iterable[UnresolvedRow]) -> None:
    """Ask again about what is still there: its answer could not be carried out."""
    answered = {(row.side, row.record_id) for row in rows}
    left = [row for row in questions(run) if row.state is Asked.ANSWERED and (row.side, row.record_id) in answered]
    if left:
        run.store.commit(Changes(unresolved=[replace(row, state=Asked.OPEN, answers=()) for row in left]))


# --- look again ---------------------------------------------------------------------------------------------------


def _look_again(run: CollectionRun, rows: Sequence[UnresolvedRow]) -> None:
    """Ask the org once more for the account of each company; newcomers were woken when the answer was noted."""
    companies = [row for row in rows if row.kind == COMPANY]
    found = run.store.links(run.rep.id, run.collection, Side.SALESFORCE, [row.record_id for row in companies])
    named = {link.salesforce_id: str(link.base.get("CompanyName", "")) for link in found if link.live}
    accounts = run.org.accounts([name for name in named.values() if name]) if named else {}
    exact = [
        replace(row, answers=(accounts[name],)) for row in companies if (name := named.get(row.record_id)) in accounts
    ]
    for some in requests(exact):
        relate(run, some)


# --- pairs and copies ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """The records that a group of answers is about, as they are now, and with whom they are paired already."""

    records: dict[tuple[Side, str], Record] = field(default_factory=dict)
    partners: dict[tuple[Side, str], str] = field(default_factory=dict)


def _pair(run: CollectionRun, rows: Sequence[UnresolvedRow]) -> None:
    found = _read(run, rows)
    batch = Batch()
    for row in rows:
        problem = _plan(run, row, found, batch)
        if problem is not None:
            batch.changes.errors.append(error_row(run, row.side, row.record_id, problem))
    _wake_others(run, rows, batch)
    _remember(run, batch)
    execute(run, batch)


def _remember(run: CollectionRun, batch: Batch) -> None:
    """Keep what is to be copied, so that a copy whose answer is lost is found again and not made twice."""
    sources = [batch.sightings[one.side.other, one.source.id] for one in batch.creates]
    if sources:
        run.store.commit(Changes(sightings=[structs.replace(seen, due=None, reason="answered") for seen in sources]))


def _read(run: CollectionRun, rows: Sequence[UnresolvedRow]) -> _Found:
    ids: dict[Side, set[str]] = {side: {row.record_id for row in rows if row.side is side} for side in Side}
    for row in rows:
        ids[row.side.other].update(one for one in row.answers if one != NEW)
    found = _Found()
    for side in Side:
        wanted = sorted(ids[side])
        answers = run.endpoint(side).read(run.collection, wanted) if wanted else []
        found.records |= {(side, one.id): one for one in answers if isinstance(one, Record)}
        links = run.store.links(run.rep.id, run.collection, side, wanted)
        found.partners |= {(side, link.record_id(side)): link.record_id(side.other) for link in links if link.live}
    return found


def _plan(run: CollectionRun, row: UnresolvedRow, found: _Found, batch: Batch) -> ItemError | None:
    """Plan one answer, or say why it cannot be carried out."""
    (answer,) = row.answers
    partner = found.partners.get((row.side, row.record_id))
    if partner is not None and answer in {NEW, partner}:  # done before, and the answer was lost
        batch.changes.unresolved_cleared.append(run.spot(row.side, row.record_id))
        return None
    problem = _problem(run, row, answer, found)
    if problem is not None:
        return problem
    mine = found.records[row.side, row.record_id]
    batch.sightings[row.side, mine.id] = sighting_of(run, row.side, mine)
    if answer == NEW:
        batch.creates.append(Create(row.side.other, mine))
        return None
    theirs = found.records[row.side.other, answer]
    found.partners |= {(row.side, mine.id): theirs.id, (row.side.other, theirs.id): mine.id}
    batch.sightings[row.side.other, theirs.id] = sighting_of(run, row.side.other, theirs)
    salesforce, mailbox = (mine, theirs) if row.side is Side.SALESFORCE else (theirs, mine)
    pair_up(run, salesforce, mailbox, batch)
    return None


def _problem(run: CollectionRun, row: UnresolvedRow, answer: str, found: _Found) -> ItemError | None:
    mine = (row.side, row.record_id)
    theirs = (row.side.other, answer)
    if mine not in found.records or (answer != NEW and theirs not in found.records):
        return GONE
    if mine in found.partners or theirs in found.partners:
        return _TAKEN
    if answer == NEW and not run.rules.direction.may_write(row.side.other):
        return _ONE_WAY
    return _PRIVATE if private(found.records[mine]) and not run.rules.private else None


def _wake_others(run: CollectionRun, rows: Sequence[UnresolvedRow], batch: Batch) -> None:
    """Look again at other questions in which the same records came into question."""
    answered = {(row.side, row.record_id) for row in rows}
    meant = {one for row in rows for one in (row.record_id, *row.answers)}
    others = [
        row
        for row in questions(run)
        if (row.side, row.record_id) not in answered
        and not meant.isdisjoint((row.record_id, *(one.id for one in row.candidates)))
    ]
    for side in Side:
        ids = [row.record_id for row in others if row.side is side]
        seen = run.store.sightings(run.rep.id, run.collection, side, ids)
        batch.changes.sightings.extend(
            structs.replace(one, due=run.now) for one in seen if (side, one.record_id) not in batch.sightings
        )
