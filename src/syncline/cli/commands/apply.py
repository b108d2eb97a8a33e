"""`syncline apply FILE`: bring the set-up to what a file says."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from syncline.cli.session import session_of
from syncline.cli.setup_file.online import check_online
from syncline.cli.setup_file.plan import plan
from syncline.cli.setup_file.problems import SetupError
from syncline.cli.setup_file.read import NOBODY, load, read
from syncline.cli.setup_file.secrets import Surroundings
from syncline.jobs.history import pairs_of
from syncline.jobs.service.planning import set_up_changed
from syncline.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syncline.cli.session import Session
    from syncline.cli.setup_file.document import Document
    from syncline.cli.setup_file.plan import SetUpPlan
    from syncline.cli.setup_file.problems import Problem
    from syncline.store.port import Store

STANDARD_INPUT = Path("-")


def apply(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The set-up file (YAML or JSON); - reads standard input.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change and write nothing.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask the orgs about fields and profiles.")] = False,
) -> None:
    """Bring the set-up to what FILE says. Applying the same file twice changes nothing."""
    session = session_of(context)
    text = typer.get_text_stream("stdin").read() if file == STANDARD_INPUT else None
    # First without any store: a file that cannot be applied leaves no data folder behind.
    warnings = _checked(session, _read(session, file, text), offline=offline)
    with _store(session, dry_run=dry_run) as store:
        linked = {rep.username.lower(): rep.mailbox for rep in store.reps() if rep.mailbox and not rep.overridden}
        document = _read(session, file, text, linked)
        document = replace(document, warnings=(*document.warnings, *warnings))
        made = plan(document, store, session.machine.now())
        if not dry_run:
            made.write(store)
            for one in made.differences:
                session.hand().told(store, one.what, one.name, pairs_of(one.action, one.name, one.details))
            if made.differences:
                set_up_changed(store, [row.name for row in made.connections], session.machine.now())
    _tell(session, document, made, dry_run=dry_run)


def _checked(session: Session, document: Document, *, offline: bool) -> tuple[Problem, ...]:
    """Hold the file against the orgs; answers warnings. Raises `SetupError` with what cannot work."""
    if offline:
        return ()
    findings = check_online(document, session.machine.looking(session.folder.path))
    if findings.problems:
        raise SetupError(document.file, findings.problems, findings.warnings)
    return tuple(findings.warnings)


@contextmanager
def _store(session: Session, *, dry_run: bool) -> Iterator[Store]:
    """Open the store; a dry run on a folder that is not there compares with an empty one and leaves none behind."""
    if dry_run and not session.folder.path.exists():
        yield MemoryStore()
        return
    with session.store(create=True) as store:
        yield store


def _read(session: Session, file: Path, text: str | None, linked: Mapping[str, str] = NOBODY) -> Document:
    environment = session.machine.environment
    if text is not None:
        return read(text, "standard input", Surroundings(Path.cwd(), environment), linked)
    return load(file, Surroundings(file.absolute().parent, environment), linked)


def _tell(session: Session, document: Document, made: SetUpPlan, *, dry_run: bool) -> None:
    for warning in document.warnings:
        session.output.note(f"{warning.located(document.file)} (warning)\n    {warning.remedy}")
    for difference in made.differences:
        session.output.say(f"{difference.what} {difference.name}: {difference.action}")
        for detail in difference.details:
            session.output.say(f"    {detail}")
    session.output.say(_outcome(made, dry_run=dry_run))
    session.output.answer(_document(document, made, dry_run=dry_run))


def _outcome(made: SetUpPlan, *, dry_run: bool) -> str:
    if not made.differences:
        return "Nothing to change: the set-up is already what the file says."
    return "Dry run: nothing was written." if dry_run else "Applied."


def _document(document: Document, made: SetUpPlan, *, dry_run: bool) -> dict[str, Any]:
    return {
        "file": document.file,
        "dry_run": dry_run,
        "changed": bool(made.differences),
        "changes": [difference.as_json() for difference in made.differences],
        "warnings": [warning.as_json(document.file) for warning in document.warnings],
        "connections": len(document.connections),
        "configurations": len(document.configurations),
        "reps": sum(len(configuration.reps) for configuration in document.configurations),
    }
