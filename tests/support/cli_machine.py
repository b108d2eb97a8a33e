"""A machine for command tests: a store in memory, a clock that stands still, cycles that answer what they are told."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from syncline.cli.main import main
from syncline.connectors.errors import UnavailableError
from syncline.engine.tally import no_counts
from syncline.engine.undo.outcome import UndoOutcome, Verdict
from syncline.store.memory import MemoryStore
from tests.support.cli_files import private_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from threading import Event

    from syncline.cli.session import Progress
    from syncline.connectors.probing import Step
    from syncline.jobs.connections import Connector, MailConnection, OrgConnection
    from syncline.jobs.subject import Subject
    from syncline.store.port import Store
    from syncline.store.rows import ConnectionRow, JournalRow

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output; anything beside it is a failure."""
        return json.loads(self.out)


def in_step(**changed: Any) -> dict[str, Any]:
    """Answer a report in the shape of `sync --once --json`."""
    return {
        "reps": {"marianne@acme.example": {"contacts": no_counts(), "events": no_counts()}},
        "calls": {"salesforce": 1, "exchange": 2},
        "held": [],
        "unresolved": 0,
        "unrepresentable": 0,
        "errors": 0,
        "in_step": True,
    } | changed


class Offline:
    """Connects to nothing."""

    def org(self, row: ConnectionRow) -> OrgConnection:
        raise UnavailableError(f"{row.kind} is not there")

    def mail(self, row: ConnectionRow) -> MailConnection:
        raise UnavailableError(f"{row.kind} is not there")


@dataclass(slots=True)
class FakeMachine:
    """Remembers which reps were cycled; `reports` are answered one after another, the last for ever."""

    folder: Path
    store: MemoryStore = field(default_factory=MemoryStore)
    reports: list[dict[str, Any] | BaseException] = field(default_factory=lambda: [in_step()])
    cycled: list[str | None] = field(default_factory=list)
    connector: Connector = field(default_factory=Offline)
    undid: list[tuple[list[str], bool]] = field(default_factory=list)
    outcomes: dict[str, UndoOutcome] = field(default_factory=dict)
    """What `undo` answers about a row, where it is not done."""
    steps: dict[str, list[Step]] = field(default_factory=dict)
    tested: list[tuple[str, str, str]] = field(default_factory=list)
    environment: Mapping[str, str] = field(
        default_factory=lambda: {"SF_KEY": private_key(), "EXCHANGE_PASSWORD": "correct horse"}
    )

    def now(self) -> datetime:
        return NOON

    def who(self) -> str:
        return "jo"

    @contextmanager
    def open_store(self, folder: Path) -> Iterator[Store]:
        yield self.store

    def stop_database(self, folder: Path) -> bool:
        return False

    def looking(self, folder: Path) -> Connector:
        return self.connector

    def chains(self, folder: Path, subject: Subject) -> Mapping[str, Sequence[Step]]:
        self.tested.append((subject.org.name, subject.mail.name, subject.rep.id))
        return self.steps

    def cycle(
        self, folder: Path, store: Store, rep: str | None, stop: Callable[[], bool], progress: Progress
    ) -> dict[str, Any]:
        self.cycled.append(rep)
        progress("marianne@acme.example", "reading contacts", 200)
        report = self.reports.pop(0) if len(self.reports) > 1 else self.reports[0]
        if isinstance(report, BaseException):
            raise report
        return report

    def work(self, folder: Path, store: Store, every: float, told: Event) -> None:
        told.wait()

    def listen(self, folder: Path, store: Store, told: Event) -> None:
        told.wait()

    def undo(
        self, folder: Path, store: Store, rows: Sequence[JournalRow], *, force: bool, who: str = ""
    ) -> list[UndoOutcome]:
        self.undid.append(([row.id for row in rows], force))
        return [self.outcomes.get(row.id, UndoOutcome(row.id, Verdict.UNDONE, row=f"undo-{row.id}")) for row in rows]

    def run(self, *arguments: str) -> Outcome:
        """Run a command on this machine's data folder."""
        out, err = io.StringIO(), io.StringIO()
        code = main([*arguments, "--data", str(self.folder)], self, out, err)
        return Outcome(code, out.getvalue(), err.getvalue())
