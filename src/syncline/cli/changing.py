"""Bringing the set-up to what a document says: checked, planned, written, noted, told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.cli.setup_file.online import check_online
from syncline.cli.setup_file.plan import plan
from syncline.cli.setup_file.problems import SetupError
from syncline.jobs.history import pairs_of
from syncline.jobs.service.planning import set_up_changed

if TYPE_CHECKING:
    from syncline.cli.session import Session
    from syncline.cli.setup_file.document import Document
    from syncline.cli.setup_file.plan import SetUpPlan
    from syncline.cli.setup_file.problems import Problem
    from syncline.store.port import Store


def held_against_orgs(session: Session, document: Document, *, offline: bool) -> tuple[Problem, ...]:
    """Hold a document against the orgs; answers warnings. Raises `SetupError` with what cannot work."""
    if offline:
        return ()
    findings = check_online(document, session.machine.looking(session.folder.path))
    if findings.problems:
        raise SetupError(document.file, findings.problems, findings.warnings)
    return tuple(findings.warnings)


def carry_out(session: Session, store: Store, document: Document, *, dry_run: bool) -> SetUpPlan:
    """Bring the store to what the document says, and note who did; a dry run only answers what would change."""
    now = session.machine.now()
    made = plan(document, store, now)
    if dry_run or not made.differences:
        return made
    made.write(store)
    for one in made.differences:
        session.hand().told(store, one.what, one.name, pairs_of(one.action, one.name, one.details))
    set_up_changed(store, [row.name for row in made.connections], now)
    return made


def tell_changes(session: Session, document: Document, made: SetUpPlan, *, dry_run: bool) -> None:
    """Tell a person what changed, or would."""
    for warning in document.warnings:
        session.output.note(f"{warning.located(document.file)} (warning)\n    {warning.remedy}")
    for difference in made.differences:
        session.output.say(f"{difference.what} {difference.name}: {difference.action}")
        for detail in difference.details:
            session.output.say(f"    {detail}")
    session.output.say(_outcome(made, dry_run=dry_run))


def _outcome(made: SetUpPlan, *, dry_run: bool) -> str:
    if not made.differences:
        return "Nothing to change: the set-up is already what the file says."
    return "Dry run: nothing was written." if dry_run else "Applied."
