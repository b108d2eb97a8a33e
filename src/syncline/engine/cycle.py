"""One cycle of one rep: observe both sides, settle, and once more where something changed under our hands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import (
    ConnectorError,
    OutOfRequestsError,
    RetryLaterError,
    SignInAgainError,
    StopCollectionError,
    StopConnectionError,
    StopRepError,
    TimedOutError,
)
from syncline.connectors.port import ItemError
from syncline.engine import rights
from syncline.engine.colleagues import Colleagues
from syncline.engine.inbox import consume, disregard
from syncline.engine.initial import over_now, way_name
from syncline.engine.meetings import learn
from syncline.engine.observe import observe
from syncline.engine.report import error_row, stop_row
from syncline.engine.run import CollectionRun, as_it_is_now, no_progress
from syncline.engine.selecting import take_up
from syncline.engine.settle import park, settle
from syncline.engine.showing import shown_by
from syncline.engine.sweep import sweep
from syncline.engine.unrolled import with_occurrences
from syncline.planner.policy import MOST_CONTACTS, SeriesPolicy, Ties, contact_rules, event_rules
from syncline.planner.scope import span
from syncline.records.words import Collection, Direction, Side
from syncline.store.changes import Changes
from syncline.store.port import LinkTakenError
from syncline.store.rows import IN_PROGRESS, CycleRow, ErrorFilter

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


TOO_MANY = "too_many_contacts"


class TwoPairsError(StopCollectionError):
    """The store refused a second pair for a record: a defect, and no reason to stop anybody else."""

    code = "two_pairs"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a configuration says, as the engine needs it."""

    contacts: ContactPolicy
    events: EventPolicy
    guard: DeleteGuard
    most_contacts: int = MOST_CONTACTS
    """Past how many contacts a rep's count is reported."""


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
    name: str = ""
    """The cycle's id, by which the log is searched."""
    progress: Progress = no_progress
    colleagues: Colleagues | None = None
    """What is known of the other reps, where several cycles share it."""
    unfinished: bool = False
    """A collection was stopped half-way, or may not show everything yet: a reset that was under way is not over."""
    wait: float = 0.0
    """Seconds that a server asked us to wait before it is asked again about this rep."""
    hung: bool = False
    """A server gave no answer in time."""
    took: dict[Direction, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds from each edit until it was on the other side; none of an initial sync."""

    def run(self) -> dict[str, Any]:
        """Run the cycle. Answers counts by collection and direction; what failed stands in the store's errors.

        Raises what concerns more than this rep: `StopConnectionError`, `SignInAgainError` of a connection,
        `OutOfRequestsError` of an org.
        """
        started = self.clock()
        tallies = {collection: self._collection(collection) for collection in Collection}
        counts = {collection.value: tally.as_json() for collection, tally in tallies.items()}
        before = self._over_before()
        self._finish(started, counts, before)
        for collection, tally in tallies.items():
            for way, seconds in tally.took.items():
                self.took[way] += seconds if way_name(collection, way) in before else []
        return counts

    def _collection(self, collection: Collection) -> Tally:
        run = self._prepare(collection)
        if run.rules.direction is Direction.NONE:
            self._switched_off(run)
            return run.tally
        problem = (self.rep.id, collection, None, "")
        try:
            rights.check(run)
            self._rounds(run)
            learn(run)
        except (StopConnectionError, StopRepError, SignInAgainError, OutOfRequestsError):
            raise
        except LinkTakenError:
            return self._stopped(run, TwoPairsError("A record would be part of two pairs."))
        except ConnectorError as error:
            return self._stopped(run, error)
        self.rep = run.rep
        self.unfinished = self.unfinished or (bool(run.rep.reset) and shown_by(run) is not None)
        self._measure(run)
        stopped = self.store.errors(rep=self.rep.id, only=ErrorFilter(collection=collection, whole=True))
        if stopped:
            self.store.commit(Changes(errors_cleared=[problem]))
        return run.tally

    def _measure(self, run: CollectionRun) -> None:
        """Report more contacts than are supported (SPEC 4.6); all of them sync all the same."""
        if run.collection is not Collection.CONTACTS:
            return
        known = self.store.errors(rep=self.rep.id, only=ErrorFilter(code=TOO_MANY))
        if not known and not run.tally.created:
            return
        count = self.store.count_links(self.rep.id, run.collection)
        most = self.settings.most_contacts
        if count > most:
            message = f"The rep has {count} contacts in step; {most} are supported."
            self.store.commit(Changes(errors=[error_row(run, Side.MAILBOX, "", ItemError(TOO_MANY, message))]))
        elif known:
            self.store.commit(Changes(errors_cleared=[run.spot(Side.MAILBOX, "")]))

    def _stopped(self, run: CollectionRun, error: ConnectorError) -> Tally:
        self.rep = run.rep
        self.unfinished = True
        if isinstance(error, RetryLaterError):
            self.wait = max(self.wait, error.after or 0.0)
        self.hung = self.hung or isinstance(error, TimedOutError)
        self.store.commit(Changes(errors=[stop_row(self.rep.id, run.collection, error, self.clock())]))
        return run.tally

    def _switched_off(self, run: CollectionRun) -> None:
        """What does not sync does not fail, and piles up nowhere."""
        disregard(run)
        park(run)
        errors = self.store.errors(rep=self.rep.id, only=ErrorFilter(collection=run.collection))
        if errors:
            spots = [(row.rep, row.collection, row.side, row.record_id) for row in errors]
            self.store.commit(Changes(errors_cleared=spots))

    def _rounds(self, run: CollectionRun) -> None:
        lists = run.rules.direction.may_write(Side.MAILBOX)
        if lists and run.collection is Collection.CONTACTS:
            sweep(run)
        take_up(run)
        for _ in range(ROUNDS):
            run.tally.round_again = False
            observe(run, Side.MAILBOX)
            if lists:
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
            with_occurrences(self.mailbox) if for_events else self.mailbox,
            self.org,
            self.clock,
            self.new_id,
            now,
            span=span(events, self.rep.zone, now) if for_events else None,
            own_records_only=for_events or contacts.which == "selected",
            series=events.series if for_events else SeriesPolicy.LEAVE,
            colleagues=self._colleagues() if for_events and events.attendees else None,
            progress=self.progress,
        )

    def _colleagues(self) -> Colleagues:
        return self.colleagues or Colleagues(self.store, self.clock)

    def _over_before(self) -> tuple[str, ...]:
        """Answer the ways whose initial sync was over before this cycle, by `way_name`."""
        last = self.store.last_cycles([self.rep.id]).get(self.rep.id)
        return last.through if last is not None and not self.rep.reset else ()

    def _finish(self, started: datetime, counts: dict[str, Any], before: tuple[str, ...]) -> None:
        directions = {
            Collection.CONTACTS: self.settings.contacts.direction,
            Collection.EVENTS: self.settings.events.direction,
        }
        through = over_now(before, self.store.cursors(self.rep.id), directions)
        first = tuple(sorted(set(through) - set(before)))
        changes = Changes(cycles=[CycleRow(self.rep.id, started, self.clock(), counts, through, first, self.name)])
        if self.rep.reset and not self.unfinished:
            # A person may have paused the rep, or asked for another reset, while this cycle ran.
            now = as_it_is_now(self.store, self.rep)
            changes.reps.extend([replace(now, reset="")] if now.reset == IN_PROGRESS else [])
        self.store.commit(changes)
