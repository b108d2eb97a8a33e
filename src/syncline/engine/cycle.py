"""One cycle of one rep: observe both sides, settle, and once more where something changed under our hands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import ConnectorError, SignInAgainError, StopConnectionError, StopRepError
from syncline.engine.inbox import consume
from syncline.engine.observe import observe
from syncline.engine.report import stop_row
from syncline.engine.run import CollectionRun, no_progress
from syncline.engine.settle import settle
from syncline.planner.policy import Ties, contact_rules, event_rules
from syncline.planner.scope import span
from syncline.records.words import Collection, Direction, Side
from syncline.store.changes import Changes
from syncline.store.rows import CycleRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.connectors.port import Mailbox, Org
    from syncline.engine.run import Progress
    from syncline.engine.tally import Tally
    from syncline.planner.policy import ContactPolicy, DeleteGuard, EventPolicy
    from syncline.store.port import Store
    from syncline.store.rows import RepRow

ROUNDS = 3
"""How often a cycle goes round while others change what it is working on; the next cycle takes the rest."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a configuration says, as the engine needs it."""

    contacts: ContactPolicy
    events: EventPolicy
    guard: DeleteGuard


@dataclass(slots=True)
class Cycle:
    """Everything that one rep's cycle works with."""

    rep: RepRow
    settings: Settings
    store: Store
    mailbox: Mailbox
    org: Org
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    progress: Progress = no_progress
    unfinished: bool = False
    """A collection was stopped half-way: a reset that was under way is not over."""

    def run(self) -> dict[str, Any]:
        """Run the cycle. Answers counts by collection and direction; what failed stands in the store's errors.

        Raises what concerns more than this rep: `StopConnectionError`, `SignInAgainError` of a connection.
        """
        started = self.clock()
        counts = {collection.value: self._collection(collection).as_json() for collection in Collection}
        self._finish(started, counts)
        return counts

    def _collection(self, collection: Collection) -> Tally:
        run = self._prepare(collection)
        if run.rules.direction is Direction.NONE:
            return run.tally
        problem = (self.rep.id, collection, None, "")
        try:
            self._rounds(run)
        except (StopConnectionError, StopRepError, SignInAgainError):
            raise
        except ConnectorError as error:
            self.rep = run.rep
            self.unfinished = True
            self.store.commit(Changes(errors=[stop_row(self.rep.id, collection, error, self.clock())]))
            return run.tally
        self.rep = run.rep
        if any(
            (row.rep, row.collection, row.side, row.record_id) == problem for row in self.store.errors(rep=self.rep.id)
        ):
            self.store.commit(Changes(errors_cleared=[problem]))
        return run.tally

    def _rounds(self, run: CollectionRun) -> None:
        for _ in range(ROUNDS):
            run.tally.round_again = False
            observe(run, Side.MAILBOX)
            if run.collection is Collection.CONTACTS and run.rules.direction.may_write(Side.MAILBOX):
                observe(run, Side.SALESFORCE)
            consume(run)
            settle(run)
            if not run.tally.round_again:
                return
            run.now = max(self.clock(), run.now + timedelta(seconds=2))

    def _prepare(self, collection: Collection) -> CollectionRun:
        contacts, events = self.settings.contacts, self.settings.events
        now = self.clock()
        for_events = collection is Collection.EVENTS
        return CollectionRun(
            self.rep,
            collection,
            event_rules(events) if for_events else contact_rules(contacts),
            Ties.ASK if for_events else contacts.ties,
            self.settings.guard,
            self.store,
            self.mailbox,
            self.org,
            self.clock,
            self.new_id,
            now,
            span=span(events, self.rep.zone, now) if for_events else None,
            own_records_only=not for_events and contacts.which == "selected",
            progress=self.progress,
        )

    def _finish(self, started: datetime, counts: dict[str, Any]) -> None:
        changes = Changes(cycles=[CycleRow(self.rep.id, started, self.clock(), counts)])
        if self.rep.reset and not self.unfinished:
            changes.reps.append(replace(self.rep, reset=""))
        self.store.commit(changes)
