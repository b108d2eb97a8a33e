"""`syncline stop`: stop whatever runs on this data folder."""

# ruff: noqa: TC002 - typer reads the annotations when it runs
from __future__ import annotations

import typer

from syncline.cli.session import session_of

PATIENCE = 60.0
"""Seconds that a process has to finish what it is at."""


def stop(context: typer.Context) -> None:
    """Stop whatever runs on this data folder, the embedded database too."""
    session = session_of(context)
    session.folder.require()
    stopped = session.folder.stop_processes(PATIENCE)
    database = session.machine.stop_database(session.folder.path)
    session.output.answer({"stopped": stopped, "database_stopped": database})
    names = [*stopped, *(["database"] if database else [])]
    session.output.say(f"Stopped: {', '.join(names)}." if names else "Nothing was running.")
