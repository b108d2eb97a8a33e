"""`syncline export`: the present set-up as a file."""

# ruff: noqa: TC002 - typer reads the annotations when it runs
from __future__ import annotations

import typer

from syncline.cli.session import session_of
from syncline.cli.setup_file.export import as_yaml, exported


def export(context: typer.Context) -> None:
    """Write the present set-up as YAML, ready for apply; each secret is named as an environment variable to set."""
    session = session_of(context)
    with session.store() as store:
        setup = exported(store)
    if session.options.machine:
        session.output.answer(setup)
    else:
        session.output.out.write(as_yaml(setup))
