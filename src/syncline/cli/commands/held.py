"""`syncline held`: deletions that wait for a person, and the person's word."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.parameters import OptionalRep
from syncline.cli.session import find_rep, session_of
from syncline.engine.held import let_go, refuse, waiting
from syncline.jobs.attention import check_known
from syncline.store.rows import Hold

if TYPE_CHECKING:
    from syncline.store.port import Store
    from syncline.store.rows import HeldRow

SomeIds: TypeAlias = Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="Ids as `held` shows them.")]
Every: TypeAlias = Annotated[bool, typer.Option("--all", help="Everything that is held, of all reps.")]


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
        session.output.note(
            "Decide with: syncline held let-go ID...  or: syncline held refuse ID...  (or --rep R, --all)"
        )


def let_go_command(
    context: typer.Context, ids: SomeIds = None, rep: OptionalRep = None, *, every: Every = False
) -> None:
    """Let what is held be carried out at the next cycle: some of it by ID, all of a rep, or everything."""
    session = session_of(context)
    with session.store() as store:
        rows = let_go(store, _chosen(store, ids, rep, every=every), session.machine.now())
        session.hand().each(store, "held", rows, "let go")
    session.output.answer({"let_go": sorted(row.id for row in rows)})
    session.output.say(f"{len(rows)} let go: carried out at the next cycle.")


def refuse_command(
    context: typer.Context, ids: SomeIds = None, rep: OptionalRep = None, *, every: Every = False
) -> None:
    """Refuse what is held, for good: the copies stay, the pairs end, and nobody is asked again."""
    session = session_of(context)
    with session.store() as store:
        rows = refuse(store, _chosen(store, ids, rep, every=every), session.machine.now())
        session.hand().each(store, "held", rows, "refused")
    session.output.answer({"refused": sorted(row.id for row in rows)})
    session.output.say(f"{len(rows)} refused: the copies stay.")


def _chosen(store: Store, ids: list[str] | None, rep: str | None, *, every: bool) -> list[str]:
    """Answer the ids that a person's word is about. Raises `CommandError` where it is not said, or said twice."""
    if sum([bool(ids), rep is not None, every]) != 1:
        remedy = "Name some by ID, or all of one rep by --rep, or everything by --all."
        raise CommandError("usage", "it is not clear which held items are meant", remedy, WRONG_USE)
    if ids:
        check_known(ids, waiting(store.held(ids=ids)), "held")
        return ids
    return waiting(store.held(rep=find_rep(store, rep).id if rep else None))


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
