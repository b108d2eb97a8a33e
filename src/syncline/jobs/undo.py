"""Take journal rows back: rep by rep, over live connections, each as the rep whose row it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.connectors.errors import ConnectorError, StopConnectionError
from syncline.engine.undo.chain import taken_back
from syncline.engine.undo.outcome import UndoOutcome, Verdict
from syncline.engine.undo.run import UndoRun
from syncline.engine.undo.take_back import take_back
from syncline.engine.unrolled import with_occurrences
from syncline.jobs.connections import Connections
from syncline.jobs.orgs import org_state, pin
from syncline.planner.from_settings import contact_policy, event_policy
from syncline.store.paging import journal_pages
from syncline.store.rows import JournalFilter
from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from syncline.jobs.connections import Connector
    from syncline.store.port import Store
    from syncline.store.rows import JournalRow, RepRow


@dataclass(frozen=True, slots=True)
class Undo:
    """`who` is the person whose word it is; `force` overwrites what somebody wrote since.

    A rep's cycle, wherever it runs, is waited for first.
    """

    store: Store
    connector: Connector
    clock: Callable[[], datetime]
    who: str
    force: bool = False

    def run(self, rows: Sequence[JournalRow]) -> list[UndoOutcome]:
        """Take rows back, newest first whatever order they are given in; answers an outcome for each in that order."""
        ordered = in_order(self.store, rows)
        connections = Connections({row.name: row for row in self.store.connections()}, self.connector)
        reps = {rep.id: rep for rep in self.store.reps(sorted({row.rep for row in ordered}))}
        outcomes: dict[str, UndoOutcome] = {}
        try:
            for rep_id in dict.fromkeys(row.rep for row in ordered):
                own = [row for row in ordered if row.rep == rep_id]
                outcomes |= {one.id: one for one in self._rep(connections, reps.get(rep_id), own)}
        finally:
            connections.close()
        return [outcomes[row.id] for row in ordered]

    def _rep(self, connections: Connections, rep: RepRow | None, rows: Sequence[JournalRow]) -> list[UndoOutcome]:
        with self.store.holding(Whose.REP, rep.id if rep else "", wait=True):
            try:
                run = self._open(connections, rep)
            except ConnectorError as error:
                return [UndoOutcome(row.id, Verdict.REFUSED, code=error.code, message=error.detail) for row in rows]
            return take_back(run, rows)

    def _open(self, connections: Connections, rep: RepRow | None) -> UndoRun:
        if rep is None or not rep.mailbox or not rep.user_id:
            raise StopConnectionError("The rep is not linked with a Salesforce user and a mailbox.", code="not_linked")
        answered = connections.org(rep.org).reader().org_id()
        pin(self.store, rep.org, answered)
        rows = (row for row in self.store.configurations() if row.name == rep.configuration)
        settings = next((row.settings for row in rows), {})
        contacts, events = contact_policy(settings), event_policy(settings)
        mailbox, org = connections.open(
            self.store, rep, contacts, events, (answered, *org_state(self.store, rep.org).former)
        )
        return UndoRun(self.store, with_occurrences(mailbox), org, self.clock, self.who, self.force)


def undone(rows: Iterable[JournalRow], outcomes: Iterable[UndoOutcome]) -> list[JournalRow]:
    """Answer the rows that were taken back indeed."""
    done = {one.id for one in outcomes if one.verdict is Verdict.UNDONE}
    return [row for row in rows if row.id in done]


def in_order(store: Store, rows: Sequence[JournalRow]) -> list[JournalRow]:
    """Put rows into the journal's order, newest first."""
    return store.journal(limit=len(rows), only=JournalFilter(ids=tuple(row.id for row in rows)))


def still_standing(store: Store, rep: str | None, only: JournalFilter) -> list[JournalRow]:
    """Answer the rows of cycles that a filter asks for and that nobody took back yet, newest first."""
    found: list[JournalRow] = []
    for page in journal_pages(store, rep, only):
        own = [row for row in page if not row.undoes]
        done = taken_back(store, own)
        found += [row for row in own if row.id not in done]
    return found
