"""`syncline pause`, `resume` and `reset`: a person's word about one rep, or about an org as a whole."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import typer

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.parameters import ChosenOrg, ChosenRep, OneRep
from syncline.cli.session import find_org, find_rep, session_of
from syncline.jobs.orgs import switch
from syncline.jobs.reps import mark_for_reset
from syncline.jobs.reps import pause as set_paused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import RepRow


def pause(context: typer.Context, rep: ChosenRep = None, org: ChosenOrg = None) -> None:
    """Keep a rep, or everybody of an org, from syncing; links are kept."""
    _pause(context, rep, org, paused=True)


def resume(context: typer.Context, rep: ChosenRep = None, org: ChosenOrg = None) -> None:
    """Let a paused rep or org go on where it stopped."""
    _pause(context, rep, org, paused=False)


def reset(context: typer.Context, rep: OneRep) -> None:
    """Match a rep's records anew at the next cycle. Ended links stay ended; no duplicate is made, no value lost."""
    _change(context, rep, "marked for reset", mark_for_reset)


def _pause(context: typer.Context, rep: str | None, org: str | None, *, paused: bool) -> None:
    outcome = "paused" if paused else "resumed"
    if rep is not None and org is None:
        _change(context, rep, outcome, partial(set_paused, paused=paused))
    elif org is not None and rep is None:
        _switch(context, org, outcome, paused=paused)
    else:
        remedy = "Write --rep R for one rep, or --org O for everybody of an org connection."
        raise CommandError("usage", "one of --rep and --org is wanted", remedy, WRONG_USE)


def _switch(context: typer.Context, named: str, outcome: str, *, paused: bool) -> None:
    session = session_of(context)
    with session.store() as store:
        org = find_org(store, named)
        changed = switch(store, org, paused=paused)
        if changed:
            session.hand().note(store, "connection", org, {"paused": not paused}, {"paused": paused})
    session.output.answer({"org": org, "changed": changed, "paused": paused})
    session.output.say(f"{org}: {outcome}.")


def _change(
    context: typer.Context, named: str, outcome: str, change: Callable[[Store, RepRow, datetime], RepRow]
) -> None:
    session = session_of(context)
    with session.store() as store:
        before = find_rep(store, named)
        after = change(store, before, session.machine.now())
        session.hand().note(store, "rep", before.id, _told(before), _told(after))
    session.output.answer({"rep": after.id, "changed": after != before, "paused": after.paused, "reset": after.reset})
    session.output.say(f"{after.username}: {outcome}.")


def _told(row: RepRow) -> dict[str, object]:
    return {"paused": row.paused, "reset": row.reset}
