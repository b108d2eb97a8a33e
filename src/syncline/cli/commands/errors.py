"""`syncline errors`: every failing item, with its remedy."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Annotated

import typer

from syncline.cli.parameters import OfCode, OfCollection, OptionalRep, Since, Until
from syncline.cli.session import find_rep, session_of
from syncline.cli.times import instant
from syncline.jobs.attention import DIRECTIONS, error_as_json
from syncline.jobs.csv_cells import COLUMNS, cells

if TYPE_CHECKING:
    from syncline.store.rows import ErrorRow


def errors(
    context: typer.Context,
    rep: OptionalRep = None,
    code: OfCode = None,
    collection: OfCollection = None,
    direction: Annotated[str | None, typer.Option("--direction", help="to_salesforce or to_mailbox.")] = None,
    since: Since = None,
    until: Until = None,
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write comma-separated values.")] = False,
) -> None:
    """List what fails: where, why, and what to do. Retry with: syncline retry ID..."""
    session = session_of(context)
    now = session.machine.now()
    first, last = (instant(one, now) if one else None for one in (since, until))

    def wants(row: ErrorRow) -> bool:
        return (
            code in {None, row.code}
            and collection in {None, row.collection}
            and (direction is None or (row.side is not None and DIRECTIONS[row.side] == direction))
            and (first is None or row.at >= first)
            and (last is None or row.at < last)
        )

    with session.store() as store:
        wanted = find_rep(store, rep).id if rep else None
        found = [row for row in store.errors(rep=wanted) if wants(row)]
    rows = [error_as_json(row) for row in found]
    session.output.answer({"errors": rows})
    if as_csv and not session.options.machine:
        writer = csv.writer(session.output.out)
        writer.writerow(COLUMNS)
        writer.writerows(cells(row) for row in found)
        return
    shown = ("id", "rep", "collection", "record", "time", "code", "message", "remedy")
    session.output.table(shown, [[row[column] for column in shown] for row in rows], empty="No errors.")
