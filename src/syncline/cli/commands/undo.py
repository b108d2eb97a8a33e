"""`syncline undo`: take back what Syncline wrote, by id, by rep, by time."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from syncline.cli.failures import FAILED, WRONG_USE, CommandError
from syncline.cli.parameters import OfCollection, OnSide, OptionalRep, Since, Until
from syncline.cli.session import Session, find_rep, session_of
from syncline.cli.times import instant
from syncline.engine.undo.outcome import UndoOutcome, Verdict
from syncline.jobs.attention import check_known
from syncline.jobs.journal import masked, shown
from syncline.jobs.undo import in_order, still_standing, undone
from syncline.store.rows import JournalFilter

if TYPE_CHECKING:
    from syncline.store.port import Store
    from syncline.store.rows import JournalRow

_FINE = frozenset({Verdict.UNDONE, Verdict.ALREADY})
_SAID = {
    Verdict.UNDONE: "undone",
    Verdict.ALREADY: "nothing to do: it stands as it did before",
    Verdict.CHANGED_SINCE: "somebody changed it since; --force overwrites that",
    Verdict.GONE: "the record is not there",
    Verdict.REPLACED: "it was copied anew since",
    Verdict.NOT_KEPT: "the journal does not hold what was there before",
}


def undo(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="Rows as the journal shows them.")] = None,
    rep: OptionalRep = None,
    since: Since = None,
    until: Until = None,
    collection: OfCollection = None,
    side: OnSide = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Also where somebody changed the value since.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show which rows would be taken back.")] = False,
) -> None:
    """Put back what Syncline overwrote and bring back what it deleted, as the rep: rows by ID, or all of a rep or time.

    An undo is journaled as well, and can be undone. By rep or time, what was taken back already is left out.
    """
    session = session_of(context)
    now = session.machine.now()
    only = JournalFilter(
        collection=collection,
        side=side,
        since=instant(since, now) if since else None,
        until=instant(until, now) if until else None,
    )
    if bool(ids) == bool(rep or since or until):
        remedy = "Name rows by ID, or give --rep, --since or --until, not both."
        raise CommandError("usage", "undo needs to be told what to take back", remedy, WRONG_USE)
    with session.store() as store:
        wanted = find_rep(store, rep).id if rep else None
        rows = _named(store, ids) if ids else still_standing(store, wanted, only)
        if dry_run:
            _show(session, rows)
            return
        outcomes = session.machine.undo(session.folder.path, store, rows, force=force)
        session.hand().each(store, "journal", undone(rows, outcomes), "undo forced" if force else "undo")
    _tell(session, outcomes)


def _named(store: Store, ids: list[str]) -> list[JournalRow]:
    found = store.journal(limit=len(ids), only=JournalFilter(ids=tuple(ids)))
    check_known(ids, [row.id for row in found], "journal")
    return in_order(store, found)


def _show(session: Session, rows: list[JournalRow]) -> None:
    told = [shown(row) for row in rows]
    session.output.answer({"would_undo": told})
    columns = ("id", "time", "rep", "collection", "side", "record", "action", "reason")
    session.output.table(columns, [[row[one] for one in columns] for row in told], empty="There is nothing to undo.")


def _tell(session: Session, outcomes: list[UndoOutcome]) -> None:
    told = [_as_json(one) for one in outcomes]
    session.output.answer({"undo": told, "undone": sum(one.verdict is Verdict.UNDONE for one in outcomes)})
    table = [(one["id"], one["row"], _said(one)) for one in told]
    session.output.table(("id", "its own row", "outcome"), table, empty="There is nothing to undo.")
    if any(one.verdict not in _FINE for one in outcomes):
        raise typer.Exit(FAILED)


def _said(told: dict[str, Any]) -> str:
    said = _SAID.get(Verdict(told["outcome"])) or f"{told['message']} ({told['code']})"
    stands = "; ".join(f"{label} is {value}" for label, value in told["now"].items())
    return f"{said}: {stands}" if stands else said


def _as_json(one: UndoOutcome) -> dict[str, Any]:
    return {
        "id": one.id,
        "outcome": one.verdict.value,
        "row": one.row or None,
        "code": one.code or None,
        "message": one.message or None,
        "now": masked(one.now, secret=one.private),
    }
