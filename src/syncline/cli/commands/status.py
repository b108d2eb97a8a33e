"""`syncline status`: what state everything is in."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

from typing import Any

import typer

from syncline.cli.parameters import OptionalRep
from syncline.cli.report import tell_problems
from syncline.cli.session import find_reps, session_of
from syncline.web.overview import overview


def status(context: typer.Context, rep: OptionalRep = None) -> None:
    """Show every connection and rep: in step, held or failing, and what to do."""
    session = session_of(context)
    with session.store() as store:
        reps = find_reps(store, rep)
        shown = overview(store, reps)
        problems = [row for one in reps for row in store.errors(rep=one.id)]
    output = session.output
    output.answer(shown)
    rows = [(one["name"], one["kind"], one["state"], one["reps"]) for one in shown["connections"]]
    output.table(["Connection", "Kind", "State", "Reps"], rows, empty="No connections: apply a set-up file first.")
    columns = ["Rep", "Mailbox", "State", "Last cycle", "Contacts", "Events", "Errors", "Held", "Unresolved"]
    output.table(columns, [_row(one) for one in shown["reps"]], empty="No reps.")
    tell_problems(output, problems)


def _row(rep: dict[str, Any]) -> list[object]:
    contacts, events = rep["collections"]["contacts"], rep["collections"]["events"]
    sums = [contacts[key] + events[key] for key in ("held", "unresolved")]
    linked = [contacts["links"], events["links"]]
    return [rep["user"], rep["mailbox"], rep["state"], rep["last_cycle"], *linked, rep["errors"], *sums]
