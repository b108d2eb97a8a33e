"""`syncline coming-from`: whether another tool still syncs what Syncline syncs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from syncline.cli.session import session_of
from syncline.jobs.coming_from import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.jobs.coming_from import Found


def coming_from(context: typer.Context) -> None:
    """Look for Einstein Activity Capture, and for records that something else rewrites. Exits with 1 if found."""
    session = session_of(context)
    machine = session.machine
    with session.store() as store:
        found = look(store, machine.looking(session.folder.path), machine.now())
    session.output.answer(asdict(found) | {"clear": found.clear})
    for line in _said(found):
        session.output.say(line)
    if not found.clear:
        raise typer.Exit(1)


def _said(found: Found) -> Iterator[str]:
    for one in found.orgs:
        if one.code:
            yield f"{one.org} could not be asked ({one.code}): syncline test says more."
        elif not one.shown:
            yield f"{one.org}: Einstein Activity Capture is not enabled, or hidden from the integration user."
        elif one.reps:
            names = ", ".join(one.reps)
            yield f"{one.org}: Einstein Activity Capture still syncs {names}: take them out of it in Setup."
        else:
            yield f"{one.org}: Einstein Activity Capture syncs none of the reps."
    for record in found.rewritten:
        yield f"{record.rep}: {record.record} ({record.collection}) was put right {record.times} times in a day."
    if found.clear:
        yield "Nothing speaks for another tool at work. Lightning Sync and Salesforce for Outlook: see Setup."
