"""`syncline errors`: every failing item, with its remedy."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Annotated, Any

import typer

from syncline.cli.parameters import OptionalRep
from syncline.cli.session import find_rep, session_of
from syncline.store.short_ids import spot_id

if TYPE_CHECKING:
    from syncline.store.rows import ErrorRow

COLUMNS = (
    "id", "rep", "collection", "direction", "side", "record", "other_record",
    "time", "code", "message", "remedy", "attempts",
)  # fmt: skip
_DIRECTIONS = {"salesforce": "to_mailbox", "mailbox": "to_salesforce"}
_RISKY = ("=", "+", "-", "@", "\t", "\r")


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
        rows = [_as_json(row) for row in store.errors(rep=wanted)]
    session.output.answer({"errors": rows})
    if as_csv and not session.options.machine:
        writer = csv.writer(session.output.out)
        writer.writerow(COLUMNS)
        writer.writerows([_cell(row[column]) for column in COLUMNS] for row in rows)
        return
    shown = ("id", "rep", "collection", "record", "time", "code", "message", "remedy")
    session.output.table(shown, [[row[column] for column in shown] for row in rows], empty="No errors.")


def _as_json(row: ErrorRow) -> dict[str, Any]:
    return {
        "id": spot_id(row),
        "rep": row.rep,
        "collection": row.collection,
        "direction": _DIRECTIONS.get(row.side or ""),
        "side": row.side,
        "record": row.record_id,
        "other_record": row.other_id,
        "time": row.at.isoformat(timespec="seconds"),
        "code": row.code,
        "message": row.message,
        "remedy": row.remedy,
        "attempts": row.attempts,
    }


def _cell(value: object) -> object:
    """Keep spreadsheets from running a text as a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value
