"""`syncline erase`: what is kept of one person goes, on their request."""

from __future__ import annotations

from typing import Annotated

import typer

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.session import session_of
from syncline.engine.erasing import could_be_anybody
from syncline.engine.erasing import erase as erase_person


def erase(
    context: typer.Context,
    person: Annotated[str, typer.Argument(help="Their e-mail address, or the id of a record.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would be erased.")] = False,
) -> None:
    """Erase what the journal and ended pairs hold of one person. This cannot be undone.

    Records in the mailbox and in Salesforce are not touched: delete those first, where they are.
    """
    session = session_of(context)
    if could_be_anybody(person):
        remedy = "Give a whole e-mail address, or the whole id of a record."
        raise CommandError("usage", f"{person!r} could be anybody", remedy, WRONG_USE)
    with session.store() as store:
        done = erase_person(store, person.strip(), dry_run=dry_run)
        if not dry_run:  # whose, is not noted: they asked to be forgotten
            told = {"erased": ("", f"{done.rows} journal rows, {done.links} ended pairs")}
            session.hand().told(store, "privacy", "erasure", told)
    answer = {"journal": done.rows, "links": done.links, "still_synced": len(done.still_synced), "dry_run": dry_run}
    session.output.answer(answer)
    said = "would be erased" if dry_run else "erased"
    session.output.say(f"{done.rows} journal rows and {done.links} ended pairs {said}.")
    if done.still_synced:
        session.output.note(
            f"{len(done.still_synced)} pairs of records still sync: delete the records, then erase again."
        )
