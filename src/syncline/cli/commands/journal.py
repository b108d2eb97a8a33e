"""`syncline journal`: what Syncline overwrote and deleted."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from syncline.cli.parameters import OptionalRep
from syncline.cli.session import find_rep, session_of

if TYPE_CHECKING:
    from syncline.store.rows import JournalRow


def journal(
    context: typer.Context,
    rep: OptionalRep = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows, newest first.")] = 1000,
) -> None:
    """Show every value that Syncline overwrote and every record it deleted, newest first."""
    session = session_of(context)
    with session.store() as store:
        wanted = find_rep(store, rep).id if rep else None
        rows = [_as_json(row) for row in store.journal(rep=wanted, limit=limit)]
    session.output.answer({"journal": rows})
    shown = ("time", "rep", "collection", "side", "record", "action", "reason")
    table = [[row[column] for column in shown] + [_changes(row)] for row in rows]
    session.output.table([*shown, "before -> after"], table, empty="The journal is empty.")


def _as_json(row: JournalRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "time": row.at.isoformat(timespec="seconds"),
        "rep": row.rep,
        "collection": row.collection,
        "side": row.side,
        "record": row.record_id,
        "action": row.action,
        "reason": row.reason,
        "before": dict(row.before),
        "after": dict(row.after),
        "whole": row.whole,
    }


def _changes(row: dict[str, Any]) -> str:
    """Show the fields of an update; a deleted record is too long for a table and stands in the JSON."""
    return "; ".join(f"{label}: {row['before'].get(label)} -> {after}" for label, after in row["after"].items())
