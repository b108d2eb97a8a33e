"""What a command works with: its options, its streams, the store, the clock. All of it can be put in by a test."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.folder import DataFolder
from syncline.cli.setup_file.kinds import SALESFORCE
from syncline.cli.setup_file.problems import did_you_mean
from syncline.jobs.history import Hand
from syncline.store.history import Via

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path
    from threading import Event

    import typer

    from syncline.cli.options import CommonOptions
    from syncline.cli.output import Output
    from syncline.connectors.probing import Step
    from syncline.engine.undo.outcome import UndoOutcome
    from syncline.jobs.connections import Connector
    from syncline.jobs.subject import Subject
    from syncline.store.port import Store
    from syncline.store.rows import JournalRow, RepRow


class Machine(Protocol):
    """The world outside the command line."""

    environment: Mapping[str, str]

    def now(self) -> datetime:
        """Answer the current instant, aware and in UTC."""

    def who(self) -> str:
        """Answer who is signed in to this machine."""

    def open_store(self, folder: Path) -> AbstractContextManager[Store]:
        """Open the store of a data folder, with the embedded database or the one that DATABASE_URL names."""

    def stop_database(self, folder: Path) -> bool:
        """Stop the embedded database of a data folder; answers whether one was running."""

    def looking(self, folder: Path) -> Connector:
        """Answer a maker of connections that only look: writes are answered as if they had happened."""

    def cycle(
        self, folder: Path, store: Store, rep: str | None, stop: Callable[[], bool], progress: Progress
    ) -> dict[str, Any]:
        """Run one cycle of one rep (by id) or of all; answers the report in the shape of `sync --once --json`."""

    def work(self, folder: Path, store: Store, every: float, told: Event) -> None:
        """Run cycles of whoever is due, each at most `every` seconds after the last, until told to stop."""

    def listen(self, folder: Path, store: Store, told: Event) -> None:
        """Listen to servers that tell of changes by themselves, until told to stop."""

    def undo(
        self, folder: Path, store: Store, rows: Sequence[JournalRow], *, force: bool, who: str = ""
    ) -> list[UndoOutcome]:
        """Take journal rows back; answers what became of each, newest row first."""

    def chains(self, folder: Path, subject: Subject) -> Mapping[str, Sequence[Step]]:
        """Answer the steps of a connection test, by chain."""


class Progress(Protocol):
    """Is told how far long work has come."""

    def __call__(self, rep: str, what: str, done: int) -> None:
        """`rep` is an address, `what` a step such as `reading contacts`, `done` how many records it has finished."""


@dataclass(slots=True)
class Session:
    """One command on its way."""

    options: CommonOptions
    output: Output
    machine: Machine

    @property
    def folder(self) -> DataFolder:
        """The data folder, which may not exist yet."""
        return DataFolder(self.options.data)

    @contextmanager
    def store(self, *, create: bool = False) -> Iterator[Store]:
        """Open the store. Only `create` makes a data folder where there is none."""
        if create:
            self.folder.create()
        else:
            self.folder.require()
        with self.machine.open_store(self.folder.path) as store:
            yield store

    def hand(self) -> Hand:
        """Answer whose hand the command is: what it changes is noted under that name."""
        return Hand(self.machine.who(), Via.COMMAND, self.machine.now())

    def cycle(self, store: Store, rep: str | None, stop: Callable[[], bool], progress: Progress) -> dict[str, Any]:
        """Run one cycle of one rep (by id) or of all, on this session's data folder."""
        return self.machine.cycle(self.folder.path, store, rep, stop, progress)


def session_of(context: typer.Context) -> Session:
    """Answer the session that `main` put into typer's context."""
    session: Session = context.obj
    return session


def find_rep(store: Store, named: str) -> RepRow:
    """Find a rep by user name, mailbox or id, case ignored. Raises `CommandError`."""
    wanted = named.lower()
    found = [rep for rep in store.reps() if wanted in {rep.id.lower(), rep.username.lower(), rep.mailbox.lower()}]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{named} could be any of {', '.join(rep.id for rep in found)}"
        raise CommandError("ambiguous_rep", message, "Write --rep ORG/USERNAME as shown.", 2)
    message = f"no rep is called {named}"
    raise CommandError("unknown_rep", message, "syncline status lists all reps by user name and mailbox.", 2)


def find_reps(store: Store, named: str | None) -> list[RepRow]:
    """Answer the one rep that was named, or all."""
    return store.reps() if named is None else [find_rep(store, named)]


def find_org(store: Store, named: str) -> str:
    """Find an org connection by name, case ignored; answers its name. Raises `CommandError`."""
    names = [row.name for row in store.connections(secrets=False) if row.kind == SALESFORCE]
    found = [name for name in names if name.casefold() == named.casefold()]
    if found:
        return found[0]
    remedy = did_you_mean(named, names, "Orgs are") if names else "Apply a set-up file with one first."
    raise CommandError("unknown_org", f"no org connection is called {named}", remedy, WRONG_USE)
