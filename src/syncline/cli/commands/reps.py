"""`syncline pause`, `resume` and `reset`: a person's word about one rep."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from syncline.cli.parameters import OneRep
from syncline.cli.session import find_rep, session_of
from syncline.store.changes import Changes
from syncline.store.rows import MARKED

if TYPE_CHECKING:
    from syncline.store.rows import RepRow


def pause(context: typer.Context, rep: OneRep) -> None:
    """Keep a rep from syncing; links are kept."""
    _change(context, rep, "paused", paused=True)


def resume(context: typer.Context, rep: OneRep) -> None:
    """Let a paused rep go on where they stopped."""
    _change(context, rep, "resumed", paused=False)


def reset(context: typer.Context, rep: OneRep) -> None:
    """Match a rep's records anew at the next cycle. Ended links stay ended; no duplicate is made, no value lost."""
    _change(context, rep, "marked for reset", reset=MARKED)


def _change(context: typer.Context, named: str, outcome: str, **fields: Any) -> None:
    session = session_of(context)
    with session.store() as store:
        before = find_rep(store, named)
        after: RepRow = replace(before, **fields)
        if after != before:
            store.commit(Changes(reps=[after]))
    session.output.answer({"rep": after.id, "changed": after != before, "paused": after.paused, "reset": after.reset})
    session.output.say(f"{after.username}: {outcome}.")
