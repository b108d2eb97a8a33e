"""`syncline history`: who changed what, on the pages, by a program, or with a command."""

from __future__ import annotations

from typing import Annotated

import typer

from syncline.cli.session import session_of
from syncline.jobs.history import shown
from syncline.store.history import HistoryFilter

_SHOWN = ("id", "time", "who", "via", "what", "name")


def history(
    context: typer.Context,
    what: Annotated[str, typer.Option("--what", help="Only changes of connection, configuration, rep, ...")] = "",
    name: Annotated[str, typer.Option("--name", help="Only changes of the one that is called so.")] = "",
    who: Annotated[str, typer.Option("--who", help="Only changes by whom this is a part of the name.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows, newest first.")] = 1000,
    before: Annotated[int, typer.Option("--before", min=0, help="Go on before the row of this id.")] = 0,
) -> None:
    """Show every change that a person made, with what stood there before, newest first."""
    session = session_of(context)
    with session.store() as store:
        rows = [shown(row) for row in store.history(limit, HistoryFilter(what, name, who, before))]
    session.output.answer({"history": rows})
    table = [[*(row[column] for column in _SHOWN), _pairs(row["changes"])] for row in rows]
    session.output.table([*_SHOWN, "before -> after"], table, empty="Nobody has changed anything like that.")


def _pairs(changes: dict[str, list[str]]) -> str:
    return "; ".join(f"{key}: {before} -> {after}" if before else f"{key}: {after}" for key, (before, after) in
                     changes.items())  # fmt: skip
