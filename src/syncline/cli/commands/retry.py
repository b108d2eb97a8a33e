"""`syncline retry ID...`: take failing items up at the next cycle, without waiting for the back-off."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

import typer

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.parameters import OfCode, OptionalRep, SomeIds
from syncline.cli.session import find_rep, session_of
from syncline.jobs.attention import pick, take_up_again
from syncline.store.short_ids import spot_id


def retry(context: typer.Context, ids: SomeIds = None, code: OfCode = None, rep: OptionalRep = None) -> None:
    """Try failing items again at the next cycle: some by ID, or all of a cause."""
    if bool(ids) == bool(code):
        raise CommandError("usage", "which items are meant?", "Write their ids, or --code CODE.", WRONG_USE)
    session = session_of(context)
    with session.store() as store:
        wanted = find_rep(store, rep).id if rep else None
        found = store.errors(rep=wanted, ids=ids or None)
        rows = pick(found, ids, "errors") if ids else [row for row in found if row.code == code]
        take_up_again(store, rows, session.machine.now())
        session.hand().each(store, "errors", rows, "tried again")
    session.output.answer({"retried": [spot_id(row) for row in rows]})
    session.output.say(f"{len(rows)} to be tried again at the next cycle.")
