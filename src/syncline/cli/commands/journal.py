"""`syncline journal`: what Syncline overwrote, deleted and brought back."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

from typing import Annotated, Any

import typer

from syncline.cli.parameters import OfCollection, OnSide, OptionalRep, Since, Until
from syncline.cli.session import find_rep, session_of
from syncline.cli.times import instant
from syncline.engine.undo.chain import taken_back
from syncline.jobs.journal import shown
from syncline.store.rows import Action, JournalFilter

_SHOWN = ("id", "time", "rep", "who", "collection", "side", "record", "action", "reason", "undone_by")


def journal(
    context: typer.Context,
    rep: OptionalRep = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows, newest first.")] = 1000,
    since: Since = None,
    until: Until = None,
    collection: OfCollection = None,
    side: OnSide = None,
    after: Annotated[str, typer.Option("--after", help="Go on after the row of this id, as `next` told it.")] = "",
) -> None:
    """Show every value that Syncline overwrote and every record it deleted, newest first.

    What private events held is shown to nobody here: it is for their own rep alone.
    """
    session = session_of(context)
    now = session.machine.now()
    only = JournalFilter(
        collection=collection,
        side=side,
        since=instant(since, now) if since else None,
        until=instant(until, now) if until else None,
        after=after,
    )
    with session.store() as store:
        wanted = find_rep(store, rep).id if rep else None
        found = store.journal(rep=wanted, limit=limit + 1, only=only)
        done = taken_back(store, found)
    more = {"next": found[limit - 1].id} if len(found) > limit else {}
    rows = [shown(row, taken_back_by=done.get(row.id, "")) for row in found[:limit]]
    session.output.answer({"journal": rows, **more})
    table = [[row[column] for column in _SHOWN] + [_changes(row)] for row in rows]
    session.output.table([*_SHOWN, "before -> after"], table, empty="The journal is empty.")
    if more:
        session.output.note(f"There is more: --after {more['next']}")


def _changes(row: dict[str, Any]) -> str:
    """Show the fields of an update; a deleted or restored record is too long for a table and stands in the JSON."""
    if row["action"] == Action.RESTORE:
        return ""
    return "; ".join(f"{label}: {row['before'].get(label)} -> {after}" for label, after in row["after"].items())
