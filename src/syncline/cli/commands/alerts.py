"""`syncline alerts`: what admins were told lately, and a test."""

from __future__ import annotations

from dataclasses import asdict

import typer

from syncline.cli.failures import CommandError
from syncline.cli.session import session_of
from syncline.jobs.alerts.recent import broken, recent
from syncline.jobs.alerts.run import Alerts


def alerts(context: typer.Context) -> None:
    """List what admins were told lately, the newest first."""
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    with session.store() as store:
        told, failing = recent(store), broken(store)
    session.output.answer({"alerts": told, "broken": failing})
    rows = [(one["at"], "over" if one["over"] else one["kind"], one["what"]) for one in told]
    session.output.table(("told", "kind", "what"), rows, empty="Nothing was told yet.")
    for way, one in failing.items():
        session.output.note(f"By {way} nothing gets through: {one['reason']}, {one['at']}")


def test(context: typer.Context) -> None:
    """Tell by every way of the set-up that this is a test."""
    session = session_of(context)
    with session.store() as store:
        deliveries = Alerts(store, session.machine.now, session.machine.environment).test(session.hand())
    session.output.answer({"deliveries": [asdict(one) for one in deliveries]})
    session.output.table(("way", "result"), [(one.way, one.reason or "delivered") for one in deliveries], empty="")
    if not deliveries:
        remedy = "Name one under alerts in the set-up file, and set the variables that it names."
        raise CommandError("no_way", "no way is set up by which anybody could be told", remedy)
    if any(one.reason for one in deliveries):
        raise typer.Exit(1)
