"""`syncline unresolved`: what only a person can decide."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from syncline.cli.parameters import Ids, OptionalRep
from syncline.cli.session import find_rep, session_of
from syncline.cli.spots import pick, spot_id, take_up_again

if TYPE_CHECKING:
    from syncline.store.rows import UnresolvedRow


def unresolved(context: typer.Context, rep: OptionalRep = None) -> None:
    """List what only a person can decide, with the records that come into question."""
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    with session.store() as store:
        wanted = find_rep(store, rep).id if rep else None
        rows = [_as_json(row) for row in store.unresolved(rep=wanted)]
    session.output.answer({"unresolved": rows})
    shown = ("id", "rep", "collection", "side", "record", "kind", "candidates", "time")
    table = [[", ".join(row[one]) if one == "candidates" else row[one] for one in shown] for row in rows]
    session.output.table(shown, table, empty="Nothing is unresolved.")
    if rows:
        session.output.note("Mend one of the records so that it is clear, then: syncline unresolved resolve ID...")


def resolve(context: typer.Context, ids: Ids) -> None:
    """Look at items again at the next cycle, after one of the records was mended."""
    session = session_of(context)
    with session.store() as store:
        rows = pick(store.unresolved(), ids, "unresolved")
        take_up_again(store, rows, session.machine.now())
    session.output.answer({"resolved": list(dict.fromkeys(ids))})
    session.output.say(f"{len(rows)} to be looked at again at the next cycle.")


def _as_json(row: UnresolvedRow) -> dict[str, Any]:
    return {
        "id": spot_id(row),
        "rep": row.rep,
        "collection": row.collection,
        "side": row.side,
        "record": row.record_id,
        "kind": row.kind,
        "candidates": list(row.candidates),
        "time": row.at.isoformat(timespec="seconds"),
    }
