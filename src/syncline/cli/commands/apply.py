"""`syncline apply FILE`: bring the set-up to what a file says."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from syncline.cli.changing import carry_out, held_against_orgs, tell_changes
from syncline.cli.session import session_of
from syncline.cli.setup_file.crosscheck import linked
from syncline.cli.setup_file.read import NOBODY, load, read
from syncline.cli.setup_file.secrets import Surroundings
from syncline.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syncline.cli.session import Session
    from syncline.cli.setup_file.document import Document
    from syncline.cli.setup_file.plan import SetUpPlan
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
    document = _read(session, file, text)
    warnings = held_against_orgs(session, document, offline=offline)
    with _store(session, dry_run=dry_run) as store:
        if mailboxes := linked(store):
            document = _read(session, file, text, mailboxes)
        document = replace(document, warnings=(*document.warnings, *warnings))
        made = carry_out(session, store, document, dry_run=dry_run)
    _tell(session, document, made, dry_run=dry_run)


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
    tell_changes(session, document, made, dry_run=dry_run)
    session.output.answer(_document(document, made, dry_run=dry_run))


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
