"""`syncline --version`: which release runs here."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from syncline.cli.session import session_of


def _tell(context: typer.Context, *, asked: bool) -> None:
    if asked:
        found = version("syncline")
        output = session_of(context).output
        output.answer({"version": found})
        output.say(f"Syncline {found}")
        raise typer.Exit


def with_version(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_tell, is_eager=True, help="Tell the release.")
    ] = False,
) -> None:
    """Take what stands before a command."""
