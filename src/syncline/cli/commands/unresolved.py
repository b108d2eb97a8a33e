"""`syncline unresolved`: what only a person can decide, and the person's word."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.parameters import Ids, OptionalRep
from syncline.cli.session import find_rep, session_of
from syncline.engine.asking import open_questions
from syncline.engine.questions import question
from syncline.engine.resolving import AGAIN, NEW, Wanted, WrongAnswerError, ignore, resolve
from syncline.jobs.attention import pick, unresolved_as_json
from syncline.store.rows import Asked
from syncline.store.short_ids import spot_id

if TYPE_CHECKING:
    from syncline.store.port import Store
    from syncline.store.rows import UnresolvedRow

To: TypeAlias = Annotated[
    list[str] | None, typer.Option("--to", help="The record that is meant: a candidate's id, or any other.")
]
New: TypeAlias = Annotated[bool, typer.Option("--new", help="It is none of them: copy it to the other side.")]
Every: TypeAlias = Annotated[bool, typer.Option("--all", help="All items, or all of --rep and --kind.")]
Kind: TypeAlias = Annotated[str | None, typer.Option("--kind", help="Only items of this kind.")]
Ignored: TypeAlias = Annotated[bool, typer.Option("--ignored", help="What was ignored, instead of what is open.")]
SomeIds: TypeAlias = Annotated[list[str] | None, typer.Argument(metavar="ID...", help="Ids as the list shows them.")]

_SHOWN = ("id", "rep", "collection", "kind", "name", "candidates", "time")


def unresolved(context: typer.Context, rep: OptionalRep = None, kind: Kind = None, *, ignored: Ignored = False) -> None:
    """List what only a person can decide, with the records that come into question."""
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    with session.store() as store:
        rows = _wanted(store, rep, kind)
    rows = [row for row in rows if (row.state is Asked.IGNORED) is ignored]
    session.output.answer({"unresolved": [unresolved_as_json(row) for row in rows]})
    session.output.table(_SHOWN, [_cells(row) for row in rows], empty="Nothing is unresolved.")
    for one in dict.fromkeys(row.kind for row in rows):
        session.output.note(f"{one}: {' '.join(question(one))}")
    if rows:
        session.output.note(
            "Decide with: syncline unresolved resolve ID --to RECORD  or: syncline unresolved ignore ID..."
        )


def resolve_command(context: typer.Context, ids: Ids, to: To = None, *, new: New = False) -> None:
    """Say which record is meant; the next cycle carries it out. Without --to and --new: look again, it was mended."""
    if to and new:
        raise CommandError("usage", "--to and --new exclude each other", "Write one of them.", WRONG_USE)
    session = session_of(context)
    answers = [NEW] if new else list(to or (AGAIN,))
    with session.store() as store:
        rows = pick(store.unresolved(ids=ids), ids, "unresolved")
        try:
            resolve(store, rows, answers, session.machine.now())
        except WrongAnswerError as error:
            message = f"{spot_id(error.row)} ({error.row.kind}): {error}"
            raise CommandError("wrong_answer", message, error.remedy, WRONG_USE) from error
        session.hand().each(store, "unresolved", rows, "resolved")
    session.output.answer({"resolved": [spot_id(row) for row in rows]})
    session.output.say(f"{len(rows)} to be seen to at the next cycle.")


def ignore_command(
    context: typer.Context, ids: SomeIds = None, rep: OptionalRep = None, kind: Kind = None, *, every: Every = False
) -> None:
    """Ask no more about items: both copies stay as they are, until the question becomes another one."""
    if bool(ids) is every:
        raise CommandError("usage", "which items are meant?", "Write their ids, or --all.", WRONG_USE)
    session = session_of(context)
    with session.store() as store:
        rows = pick(store.unresolved(ids=ids), ids, "unresolved") if ids else open_questions(_wanted(store, rep, kind))
        ignore(store, rows)
        session.hand().each(store, "unresolved", rows, "ignored")
    session.output.answer({"ignored": [spot_id(row) for row in rows]})
    session.output.say(f"{len(rows)} ignored. syncline unresolved --ignored lists them.")


def _wanted(store: Store, rep: str | None, kind: str | None) -> list[UnresolvedRow]:
    wanted = Wanted(find_rep(store, rep).id if rep else None, kind)
    return [row for row in store.unresolved(rep=wanted.rep) if wanted(row)]


def _cells(row: UnresolvedRow) -> list[str]:
    shown = unresolved_as_json(row)
    named = (f"{one.id} {one.name}" + (f" ({one.why})" if one.why else "") for one in row.candidates)
    cells = {**shown, "candidates": "\n".join(named), "name": row.name or row.record_id}
    return [str(cells[one]) for one in _SHOWN]
