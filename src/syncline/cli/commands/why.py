"""`syncline why --rep R RECORD`: where a record stands, and what keeps it from syncing."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from syncline.cli.parameters import OneRep
from syncline.cli.session import find_rep, session_of
from syncline.jobs.why.answer import as_json
from syncline.jobs.why.run import why as ask

if TYPE_CHECKING:
    from syncline.cli.output import Output
    from syncline.jobs.why.answer import Answer, Told

_RECORD = "Words of its name or subject, an e-mail address, an id, or the link of its page."


def why(
    context: typer.Context,
    rep: OneRep,
    record: Annotated[list[str], typer.Argument(metavar="RECORD...", help=_RECORD)],
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Ask neither Salesforce nor the mailbox.")] = False,
) -> None:
    """Say where a record of a rep stands, and what keeps it from syncing. Nothing is written.

    What private events are about is shown to nobody here: it is for their own rep alone.
    """
    session = session_of(context)
    with session.store() as store:
        row = find_rep(store, rep)
        connector = None if offline else session.machine.looking(session.folder.path)
        told = ask(store, row, " ".join(record), session.machine.now(), connector=connector)
    session.output.answer(as_json(told))
    _tell(session.output, told)


def _tell(output: Output, told: Told) -> None:
    for stop in told.stops:
        output.say(f"First of all{f' ({stop.collection})' if stop.collection else ''}: {stop.what} {stop.remedy}")
    for one in told.answers:
        output.say(_said(one))
    if told.more:
        output.note("There are more of that name. Name it more exactly.")
    if told.trouble:
        output.note(f"Salesforce and the mailbox could not be asked: {told.trouble}")


def _said(one: Answer) -> str:
    name = f"{one.name}\n    " if one.name else ""
    when = f" ({one.at:%Y-%m-%d %H:%M} UTC)" if one.at else ""
    todo = f"\n    What to do: {one.remedy}" if one.remedy else ""
    differs = f"\n    The two copies differ in {', '.join(one.differs)}." if one.differs else ""
    return f"{name}{one.standing.replace('_', ' ').upper()}: {one.what}{when}{todo}{differs}"
