"""`syncline errors`: every failing item, with its remedy."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from syncline.cli.parameters import OfCode, OfCollection, OptionalRep, Since, Until
from syncline.cli.session import find_rep, session_of
from syncline.cli.times import instant
from syncline.jobs.attention import DIRECTIONS, ErrorDirection, each_error, error_as_json
from syncline.jobs.csv_cells import COLUMNS, cells
from syncline.store.rows import ErrorFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.cli.output import Output
    from syncline.store.rows import ErrorRow

_SHOWN = ("id", "rep", "collection", "record", "time", "code", "message", "remedy")
_MOST = 1000
"""Rows of a table that a person still reads."""


def errors(
    context: typer.Context,
    rep: OptionalRep = None,
    code: OfCode = None,
    collection: OfCollection = None,
    direction: Annotated[ErrorDirection | None, typer.Option("--direction", help="Left out: both.")] = None,
    since: Since = None,
    until: Until = None,
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write comma-separated values.")] = False,
) -> None:
    """List what fails: where, why, and what to do. Retry with: syncline retry ID..."""
    session = session_of(context)
    now = session.machine.now()
    only = ErrorFilter(
        code=code or "",
        collection=collection,
        side=next((side for side, way in DIRECTIONS.items() if way is direction), None),
        since=instant(since, now) if since else None,
        until=instant(until, now) if until else None,
    )
    with session.store() as store:
        found = each_error(store, find_rep(store, rep).id if rep else None, only)
        if session.options.machine:
            session.output.answer_list("errors", (error_as_json(row) for row in found))
        elif as_csv:
            writer = csv.writer(session.output.out)
            writer.writerow(COLUMNS)
            writer.writerows(cells(row) for row in found)
        else:
            _show(session.output, found)


def _show(output: Output, found: Iterator[ErrorRow]) -> None:
    rows = [error_as_json(row) for row in islice(found, _MOST)]
    output.table(_SHOWN, [[row[column] for column in _SHOWN] for row in rows], empty="No errors.")
    if next(found, None) is not None:
        output.note(f"There are more than these {_MOST}: narrow them down, or write them all with --csv or --json.")
