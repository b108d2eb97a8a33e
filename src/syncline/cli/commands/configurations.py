"""`syncline configurations`: one by one, where the set-up file is the whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from syncline.cli.part import known, put, put_file, remove_part, show_part
from syncline.cli.session import session_of
from syncline.cli.setup_file.export import exported

Name: TypeAlias = Annotated[str, typer.Argument(help="The name of a configuration.")]
File: TypeAlias = Annotated[Path, typer.Argument(help="What the set-up file says of it; - reads standard input.")]
DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Show what would change and write nothing.")]
Offline: TypeAlias = Annotated[bool, typer.Option("--offline", help="Do not ask the orgs about fields and profiles.")]


def configurations(context: typer.Context) -> None:
    """List configurations, with how many reps are in force in each."""
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    with session.store() as store:
        reps = [rep.configuration for rep in store.reps()]
        rows = [
            {"name": row.name, "active": row.active, "org": row.org, "mail": row.mail, "reps": reps.count(row.name)}
            for row in store.configurations()
        ]
    session.output.answer({"configurations": rows})
    shown = ("name", "active", "org", "mail", "reps")
    session.output.table(shown, [[row[one] for one in shown] for row in rows], empty="There is no configuration.")


def show(context: typer.Context, name: Name) -> None:
    """Show one as the set-up file says it, ready for put."""
    show_part(context, "configurations", name)


def put_configuration(
    context: typer.Context, name: Name, file: File, *, dry_run: DryRun = False, offline: Offline = False
) -> None:
    """Make or replace one by what FILE says; the rest of the set-up stays."""
    put_file(context, "configurations", name, file, dry_run=dry_run, offline=offline)


def activate(context: typer.Context, name: Name, *, offline: Offline = False) -> None:
    """Make one active: its reps sync from the next cycle on."""
    _switch(context, name, active=True, offline=offline)


def deactivate(context: typer.Context, name: Name) -> None:
    """Make one inactive: its reps pause, links are kept."""
    _switch(context, name, active=False, offline=True)


def remove(context: typer.Context, name: Name, *, dry_run: DryRun = False) -> None:
    """Delete one: the links of its reps end, no record is deleted."""
    remove_part(context, "configurations", name, dry_run=dry_run)


def _switch(context: typer.Context, named: str, *, active: bool, offline: bool) -> None:
    name = known(context, "configurations", named)
    put(
        context, "configurations", name,
        lambda store: {**exported(store)["configurations"][name], "active": active}, offline=offline,
    )  # fmt: skip
