"""`syncline connections`: one by one, without what is secret in them."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from syncline.cli.commands.configurations import DryRun, File, Offline
from syncline.cli.part import put_file, remove_part, show_part
from syncline.cli.session import session_of
from syncline.cli.setup_file.kinds import SALESFORCE
from syncline.jobs.orgs import org_state

Name: TypeAlias = Annotated[str, typer.Argument(help="The name of a connection.")]


def connections(context: typer.Context) -> None:
    """List connections; of an org also its switch, and whether another org answers."""
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    with session.store() as store:
        rows = [
            {"name": row.name, "kind": row.kind, "org_id": row.org_id,
             "paused": row.kind == SALESFORCE and org_state(store, row.name).paused,
             "answered": org_state(store, row.name).answered if row.kind == SALESFORCE else ""}
            for row in store.connections(secrets=False)
        ]  # fmt: skip
    session.output.answer({"connections": rows})
    shown = ("name", "kind", "org_id", "paused", "answered")
    session.output.table(shown, [[row[one] for one in shown] for row in rows], empty="There is no connection.")


def show(context: typer.Context, name: Name) -> None:
    """Show one as the set-up file says it, ready for put; each secret as a variable to set if it is to change."""
    show_part(context, "connections", name)


def put_connection(
    context: typer.Context, name: Name, file: File, *, dry_run: DryRun = False, offline: Offline = False
) -> None:
    """Make or replace one by what FILE says; a secret whose variable is not set stays what it is."""
    put_file(context, "connections", name, file, dry_run=dry_run, offline=offline)


def remove(context: typer.Context, name: Name, *, dry_run: DryRun = False) -> None:
    """Take one out; refused while a configuration names it."""
    remove_part(context, "connections", name, dry_run=dry_run)
