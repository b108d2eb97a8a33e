"""`syncline status`: what state everything is in."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

from typing import Any

import typer

from syncline.cli.parameters import OptionalRep
from syncline.cli.session import find_reps, session_of
from syncline.web.overview import overview


def status(context: typer.Context, rep: OptionalRep = None) -> None:
    """Show every connection and rep: in step, held or failing, and what to do."""
    session = session_of(context)
    with session.store() as store:
        shown = overview(store, find_reps(store, rep))
    output = session.output
    output.answer(shown)
    rows = [(one["name"], one["kind"], one["state"], one["reps"]) for one in shown["connections"]]
    output.table(["Connection", "Kind", "State", "Reps"], rows, empty="No connections: apply a set-up file first.")
    columns = ["Rep", "Mailbox", "State", "Last cycle", "Contacts", "Events", "Errors", "Held", "Unresolved"]
    output.table(columns, [_row(one) for one in shown["reps"]], empty="No reps.")
    for one in shown["reps"]:
        for reason in one["reasons"]:
            times = f" ({reason['count']} times)" if reason["count"] > 1 else ""
            output.note(f"{one['user']}: {reason['message']}{times}\n    {reason['remedy']}")


def _row(rep: dict[str, Any]) -> list[object]:
    contacts, events = rep["collections"]["contacts"], rep["collections"]["events"]
    sums = [contacts[key] + events[key] for key in ("errors", "held", "unresolved")]
    return [rep["user"], rep["mailbox"], rep["state"], rep["last_cycle"], contacts["links"], events["links"], *sums]
