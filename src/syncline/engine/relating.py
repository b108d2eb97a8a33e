"""Carry out answers that relate a record: a contact to an account, an event to people or another record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.connectors.port import RELATED_MEANWHILE, ItemError, Relation, Written
from syncline.engine.asking import COMPANY
from syncline.engine.journaling import row_id
from syncline.engine.report import error_row
from syncline.planner.decision import Why
from syncline.records.words import Side
from syncline.store.changes import Changes
from syncline.store.rows import Action, JournalRow, Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import Conflict, Missing
    from syncline.engine.run import CollectionRun
    from syncline.records.link import Link
    from syncline.records.record import Value
    from syncline.store.rows import UnresolvedRow

GONE = ItemError("answer_not_there", "The record that was chosen, or the one asked about, cannot be read.")
_COMPANY_FIELD = "CompanyName"


def relate(run: CollectionRun, rows: Sequence[UnresolvedRow]) -> None:
    """Carry out the answers that relate a record; what was replaced is journaled, what is refused is an error.

    An event that somebody related meanwhile stays as it is: the question is answered.
    """
    journal = _companies_replaced(run, rows)
    if journal:
        run.store.commit(Changes(journal=list(journal.values())))
    run.store.still_held()
    answers = run.org.relate(run.collection, [Relation(row.record_id, row.answers) for row in rows])
    changes = Changes()
    for row, answer in zip(rows, answers, strict=True):
        if row.record_id in journal:
            _journal_outcome(journal[row.record_id], answer, changes)
        spot = run.spot(row.side, row.record_id)
        if isinstance(answer, Written):
            changes.unresolved_cleared.append(spot)
            changes.errors_cleared.append(spot)
            changes.sightings.append(_unread(run, row))
            if RELATED_MEANWHILE not in answer.notes:
                run.tally.count(Side.SALESFORCE, "updated")
        else:
            problem = answer if isinstance(answer, ItemError) else GONE
            changes.errors.append(error_row(run, row.side, row.record_id, problem))
            run.tally.count(Side.SALESFORCE, "failed")
    run.store.commit(changes)


def _companies_replaced(run: CollectionRun, rows: Sequence[UnresolvedRow]) -> dict[str, JournalRow]:
    """What the contacts' other accounts are called, by contact, to be journaled before these are replaced."""
    ids = [row.record_id for row in rows if row.kind == COMPANY]
    links = run.store.links(run.rep.id, run.collection, Side.SALESFORCE, ids)
    held = [(link, link.held(Side.SALESFORCE).get(_COMPANY_FIELD)) for link in links if link.live]
    return {link.salesforce_id: _row(run, link, company) for link, company in held if company is not None}


def _row(run: CollectionRun, link: Link, company: Value) -> JournalRow:
    return JournalRow(
        row_id(run.new_id(), Why.ANSWERED),
        run.now,
        run.rep.id,
        run.collection,
        Side.SALESFORCE,
        link.salesforce_id,
        Action.UPDATE,
        Why.ANSWERED,
        before={_COMPANY_FIELD: company},
        link_id=link.id,
    )


def _journal_outcome(row: JournalRow, answer: Written | Conflict | Missing | ItemError, changes: Changes) -> None:
    if isinstance(answer, Written):
        before, after = ((values or {}).get(_COMPANY_FIELD) for values in (answer.before, answer.after))
        told = {_COMPANY_FIELD: before if before is not None else row.before[_COMPANY_FIELD]}
        changes.journal.append(replace(row, before=told, after={_COMPANY_FIELD: after}))
    else:
        changes.journal_dropped.append(row.id)


def _unread(run: CollectionRun, row: UnresolvedRow) -> Sighting:
    """What was related is read and merged like anybody's edit: an account's name reaches the mailbox."""
    return Sighting(*run.spot(row.side, row.record_id), due=run.now)
