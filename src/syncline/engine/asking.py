"""Questions to a person: what is unclear, about which record, and what may be chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.planner.keys import keys_of
from syncline.records.candidate import Candidate, name_of
from syncline.store.rows import Asked, UnresolvedRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.records.record import Record
    from syncline.records.words import Side
    from syncline.store.changes import Changes
    from syncline.store.rows import Sighting

NOT_REPRESENTABLE = "not_representable:"
"""Prefix of the kind of an unresolved row that reports what a side cannot express; counted apart."""
COMPANY = "company_unresolved"
"""No account bears a contact's company exactly, or several do (SPEC 4.3)."""
NOT_RELATED = "event_not_related"
"""No contact or lead that the rep sees has the address of an attendee (SPEC 5.5)."""
REFUSED = "attendees_refused"
"""Salesforce takes somebody as no invitee."""
LEFT_OUT = "attendees_left_out"
"""More people take part than an event in Salesforce is to hold (SPEC 5.7)."""
EDITED_AND_DELETED = "edited_and_deleted"
MERGED = "merged_in_salesforce"

_WHY = {
    "email": "same_email",
    "name": "same_name_and_company",
    "uid": "same_uid",
    "time": "same_subject_and_time",
}


def unresolved_row(
    run: CollectionRun,
    side: Side,
    record_id: str,
    kind: str,
    candidates: tuple[Candidate, ...] = (),
    *,
    name: str = "",
) -> UnresolvedRow:
    """Ask a person about one record."""
    return UnresolvedRow(*run.spot(side, record_id), kind, run.now, candidates, name)


def ask(run: CollectionRun, seen: Sighting, kind: str, found: Iterable[Record], batch: Batch) -> None:
    """Park a newcomer until it changes or a person decides which of the records found it is."""
    batch.changes.sightings.append(structs.replace(seen, due=None, reason=kind))
    batch.changes.errors_cleared.append(run.spot(seen.side, seen.record_id))
    candidates = tuple(_candidate(run, seen, record) for record in sorted(found, key=lambda record: record.id))
    name = name_of(run.collection, seen.record.values) if seen.record else ""
    batch.changes.unresolved.append(unresolved_row(run, seen.side, seen.record_id, kind, candidates, name=name))


def _candidate(run: CollectionRun, seen: Sighting, record: Record) -> Candidate:
    shared = set(seen.keys).intersection(keys_of(run.collection, record.values, record.uid))
    why = ",".join(sorted(_WHY[key.partition(":")[0]] for key in shared))
    return Candidate(record.id, name_of(run.collection, record.values), why)


def keep_answers(run: CollectionRun, changes: Changes) -> None:
    """Let what a person ignored or answered stand where the same is asked again."""
    if not changes.unresolved:
        return
    known = {(row.collection, row.side, row.record_id): row for row in run.store.unresolved(rep=run.rep.id)}
    changes.unresolved = [
        _with_answer(row, known.get((row.collection, row.side, row.record_id))) for row in changes.unresolved
    ]


def _with_answer(row: UnresolvedRow, before: UnresolvedRow | None) -> UnresolvedRow:
    if before is None or not before.asks_the_same(row):
        return row
    return replace(row, at=before.at, state=before.state, answers=before.answers)


def questions(run: CollectionRun) -> list[UnresolvedRow]:
    """Answer what was asked about the rep's records of this collection, answered and ignored or not."""
    return [row for row in run.store.unresolved(rep=run.rep.id) if row.collection is run.collection]


def open_questions(rows: Iterable[UnresolvedRow]) -> Sequence[UnresolvedRow]:
    """Leave out what a person ignored."""
    return [row for row in rows if row.state is not Asked.IGNORED]
