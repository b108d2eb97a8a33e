"""`syncline errors`: every failing item, with its remedy."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

import csv
from typing import Annotated

import typer

from syncline.cli.parameters import OptionalRep
from syncline.cli.session import find_rep, session_of
from syncline.jobs.attention import error_as_json
from syncline.jobs.csv_cells import COLUMNS, cells


def errors(
    context: typer.Context,
    rep: OptionalRep = None,
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write comma-separated values.")] = False,
) -> None:
    """List what fails: where, why, and what to do. Retry with: syncline retry ID..."""
    session = session_of(context)
    with session.store() as store:
        wanted = find_rep(store, rep).id if rep else None
        found = store.errors(rep=wanted)
    rows = [error_as_json(row) for row in found]
    session.output.answer({"errors": rows})
    if as_csv and not session.options.machine:
        writer = csv.writer(session.output.out)
        writer.writerow(COLUMNS)
        writer.writerows(cells(row) for row in found)
        return
    shown = ("id", "rep", "collection", "record", "time", "code", "message", "remedy")
    session.output.table(shown, [[row[column] for column in shown] for row in rows], empty="No errors.")
