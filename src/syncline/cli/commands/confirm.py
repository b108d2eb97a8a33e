"""`syncline confirm`: another org answers than the one a connection was made for, and that is meant."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

import typer

from syncline.cli.failures import CommandError
from syncline.cli.parameters import OneOrg
from syncline.cli.session import find_org, session_of
from syncline.jobs.orgs import confirm as take
from syncline.store.schedule import Whose


def confirm(context: typer.Context, org: OneOrg) -> None:
    """Go on with the org that answers now, such as a refreshed sandbox. Everything is matched anew."""
    session = session_of(context)
    with session.store() as store:
        name = find_org(store, org)
        with store.holding(Whose.ORG, name, wait=True):
            org_id = take(store, name)
        if org_id:
            session.hand().note(store, "connection", name, {}, {"org_id": org_id})
    if not org_id:
        message = f"no other org than the known one answered for {name}"
        raise CommandError("nothing_to_confirm", message, "Run syncline sync --once first, to see who answers.")
    session.output.answer({"org": name, "org_id": org_id})
    session.output.say(f"{name} is now the org {org_id}; its reps are matched anew at the next cycle.")
