"""`syncline held`: deletions that wait for a person, and the person's word."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from syncline.cli.parameters import Ids, OptionalRep
from syncline.cli.session import find_rep, session_of
from syncline.engine.held import let_go, refuse
from syncline.jobs.attention import check_known
from syncline.store.rows import Hold

if TYPE_CHECKING:
    from syncline.store.rows import HeldRow


def held(context: typer.Context, rep: OptionalRep = None) -> None:
    """List what is held until a person lets it go or refuses it."""
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    with session.store() as store:
        wanted = find_rep(store, rep).id if rep else None
        rows = [as_json(row) for row in store.held(rep=wanted) if row.state is Hold.HELD]
    session.output.answer({"held": rows})
    shown = ("id", "rep", "collection", "side", "record", "action", "time")
    session.output.table(shown, [[row[column] for column in shown] for row in rows], empty="Nothing is held.")
    if rows:
        session.output.note("Decide with: syncline held let-go ID...  or: syncline held refuse ID...")


def let_go_command(context: typer.Context, ids: Ids) -> None:
    """Let held deletions be carried out at the next cycle."""
    session = session_of(context)
    with session.store() as store:
        check_known(ids, _waiting(store.held()), "held")
        rows = let_go(store, set(ids), session.machine.now())
    session.output.answer({"let_go": sorted(row.id for row in rows)})
    session.output.say(f"{len(rows)} let go: carried out at the next cycle.")


def refuse_command(context: typer.Context, ids: Ids) -> None:
    """Refuse held deletions: the copies stay, the pairs end, and nobody is asked again."""
    session = session_of(context)
    with session.store() as store:
        check_known(ids, _waiting(store.held()), "held")
        rows = refuse(store, set(ids), session.machine.now())
    session.output.answer({"refused": sorted(row.id for row in rows)})
    session.output.say(f"{len(rows)} refused: the copies stay.")


def as_json(row: HeldRow) -> dict[str, Any]:
    """Answer a held row for machines."""
    return {
        "id": row.id,
        "rep": row.rep,
        "collection": row.collection,
        "side": row.side,
        "record": row.record_id,
        "action": row.action,
        "time": row.at.isoformat(timespec="seconds"),
    }


def _waiting(rows: list[HeldRow]) -> list[str]:
    return [row.id for row in rows if row.state is Hold.HELD]
