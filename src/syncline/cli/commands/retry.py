"""`syncline retry ID...`: take failing items up at the next cycle, without waiting for the back-off."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

import typer

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.parameters import OfCode, OptionalRep, SomeIds
from syncline.cli.session import find_rep, session_of
from syncline.jobs.attention import each_error, pick, take_up_again
from syncline.store.rows import ErrorFilter


def retry(context: typer.Context, ids: SomeIds = None, code: OfCode = None, rep: OptionalRep = None) -> None:
    """Try failing items again at the next cycle: some by ID, or all of a cause."""
    if bool(ids) == bool(code):
        raise CommandError("usage", "which items are meant?", "Write their ids, or --code CODE.", WRONG_USE)
    session = session_of(context)
    with session.store() as store:
        wanted = find_rep(store, rep).id if rep else None
        rows = (
            pick(store.errors(rep=wanted, ids=ids), ids, "errors")
            if ids
            else each_error(store, wanted, ErrorFilter(code=code or ""))
        )
        taken = take_up_again(store, rows, session.machine.now())
        session.hand().each(store, "errors", taken, "tried again")
    session.output.answer({"retried": [one.id for one in taken]})
    session.output.say(f"{len(taken)} to be tried again at the next cycle.")
