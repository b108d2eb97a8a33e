"""`syncline sync --once`: one cycle now."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

from typing import Annotated, Any

import typer

from syncline.cli.failures import FAILED, WRONG_USE, CommandError
from syncline.cli.parameters import OptionalRep
from syncline.cli.progress import shown_progress
from syncline.cli.report import tell_report
from syncline.cli.session import find_rep, session_of


def sync(
    context: typer.Context,
    rep: OptionalRep = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="Run one cycle and end.")] = False,
) -> None:
    """Run one cycle now, of one rep or of all. Ends with 0 only when everything is in step."""
    session = session_of(context)
    if not once:
        remedy = "Write sync --once for one cycle; syncline up keeps going."
        raise CommandError("usage", "sync needs to be told how often", remedy, WRONG_USE)
    with session.store() as store:
        wanted = find_rep(store, rep).id if rep else None
        with shown_progress(session) as progress:
            report: dict[str, Any] = session.cycle(store, wanted, lambda: False, progress)
        problems = store.errors(rep=wanted)
    session.output.answer(report)
    tell_report(session.output, report, problems)
    if not report["in_step"]:
        raise typer.Exit(FAILED)
