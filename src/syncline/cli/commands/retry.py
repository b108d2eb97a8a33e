"""`syncline retry ID...`: take failing items up at the next cycle, without waiting for the back-off."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

import typer

from syncline.cli.parameters import Ids
from syncline.cli.session import session_of
from syncline.jobs.attention import pick, take_up_again


def retry(context: typer.Context, ids: Ids) -> None:
    """Try failing items again at the next cycle."""
    session = session_of(context)
    with session.store() as store:
        rows = pick(store.errors(), ids, "errors")
        take_up_again(store, rows, session.machine.now())
        session.hand().each(store, "errors", rows, "tried again")
    session.output.answer({"retried": list(dict.fromkeys(ids))})
    session.output.say(f"{len(rows)} to be tried again at the next cycle.")
