"""One rep's turn: both ends are opened, the cycle runs, and what stops it is written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import (
    ConnectorError,
    OutOfRequestsError,
    SignInAgainError,
    StopConnectionError,
    StopOrgError,
    TimedOutError,
)
from syncline.engine.colleagues import Colleagues
from syncline.engine.cycle import Cycle, Settings
from syncline.engine.report import stop_row
from syncline.engine.resettings import take_note
from syncline.engine.run import as_it_is_now
from syncline.jobs.orgs import out_of_requests, wait_for_requests
from syncline.jobs.report import rep_name
from syncline.planner.from_settings import contact_policy, delete_guard, event_policy, most_contacts
from syncline.store.changes import Changes
from syncline.store.rows import IN_PROGRESS, MARKED, ErrorFilter
from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from syncline.jobs.connections import Connections
    from syncline.records.words import Direction
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, RepRow


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a rep's turn. `counts` are the cycle's; None when it did not run to its end."""

    counts: dict[str, Any] | None = None
    left: bool = False
    """Nothing was done: another process worked on the mailbox, or the rep does not sync any more as when chosen."""
    error: ConnectorError | None = None
    """What stopped the rep as a whole."""
    wait: float = 0.0
    """Seconds that a server asked us to wait, about one of the collections."""
    seconds: float = 0.0
    """How long the cycle took."""
    hung: bool = False
    """A server gave no answer in time."""
    took: Mapping[Direction, Sequence[float]] = field(default_factory=dict)
    """Seconds from each edit until it was on the other side; none of an initial sync."""


@dataclass(slots=True)
class RepTurn:
    """Runs cycles. Shared by threads: each rep is worked on by one of them."""

    store: Store
    connections: Connections
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    progress: Callable[[str, str, int], None] = lambda _rep, _what, _done: None
    colleagues: Colleagues = field(init=False)
    _dead: dict[str, ConnectorError] = field(default_factory=dict)
    """Mail connections on which nobody can go on: asking again with a refused password would lock the account."""

    def __post_init__(self) -> None:
        self.colleagues = Colleagues(self.store, self.clock)

    def run(
        self, rep: RepRow, settings: Settings, org_ids: Sequence[str], *, name: str = "", wait: bool = True
    ) -> Outcome:
        """Run the cycle of a rep who is ready; it is held off the mailbox while another process works on it.

        `name` is the cycle's id. Without `wait` the answer is at once that nothing was done.
        """
        if rep.mail in self._dead:
            self.stop([rep], self._dead[rep.mail])
            return Outcome(error=self._dead[rep.mail])
        waiting = out_of_requests(self.store, rep.org, self.clock())
        if waiting is not None:
            self.stop([rep], waiting)
            return Outcome(error=waiting)
        with self.store.holding(Whose.REP, rep.id, wait=wait) as mine:
            if not mine:
                return Outcome(left=True)
            # What was read before the lock was held may be of before another process's cycle, or a person's word.
            now = self.store.reps([rep.id])[0]
            if now.paused or not now.linked or now.configuration != rep.configuration:
                return Outcome(left=True)
            with self.store.glancing(rep.id):
                return self._held(now, settings, org_ids, name)

    def _held(self, rep: RepRow, settings: Settings, org_ids: Sequence[str], name: str) -> Outcome:
        rep = self._begin_reset(rep)
        take_note(self.store, rep, settings.contacts, settings.events, self.clock())
        try:
            mailbox, org = self.connections.open(self.store, rep, settings.contacts, settings.events, org_ids)
            cycle = Cycle(rep, settings, self.store, mailbox, org, self.clock, self.new_id, name)
            cycle.colleagues = self.colleagues
            started = self.clock()
            cycle.progress = lambda what, done: self.progress(rep_name(rep), what, done)
            counts = cycle.run()
        except OutOfRequestsError as error:
            wait_for_requests(self.store, rep.org, self.clock())
            waiting = out_of_requests(self.store, rep.org, self.clock()) or error
            self.stop([rep], waiting)
            return Outcome(error=waiting)
        except ConnectorError as error:
            if stops_mail(error):
                self._dead[rep.mail] = error
            self.stop([rep], error)
            return Outcome(error=error, hung=isinstance(error, TimedOutError))
        self._clear(rep)
        seconds = (self.clock() - started).total_seconds()
        return Outcome(counts, wait=cycle.wait, seconds=seconds, hung=cycle.hung, took=cycle.took)

    def stop(self, reps: Iterable[RepRow], error: ConnectorError) -> None:
        """Write down what stops these reps as a whole."""
        self.store.commit(Changes(errors=[stop_row(rep.id, None, error, self.clock()) for rep in reps]))

    def _begin_reset(self, rep: RepRow) -> RepRow:
        if rep.reset != MARKED:
            return rep
        self.store.reset(rep.id)
        rep = replace(as_it_is_now(self.store, rep), reset=IN_PROGRESS)
        self.store.commit(Changes(reps=[rep]))
        return rep

    def _clear(self, rep: RepRow) -> None:
        if any(row.collection is None for row in self.store.errors(rep=rep.id, only=ErrorFilter(whole=True))):
            self.store.commit(Changes(errors_cleared=[(rep.id, None, None, "")]))


def stops_mail(error: ConnectorError) -> bool:
    """Whether nobody can go on over the rep's mail connection. What stops an org stops nobody of another one."""
    return isinstance(error, (StopConnectionError, SignInAgainError)) and not isinstance(error, StopOrgError)


def settings_of(store: Store, row: ConfigurationRow) -> Settings:
    """Answer a configuration as cycles need it."""
    guards = store.setting("guards")
    events = replace(event_policy(row.settings), activated_at=row.activated_at)
    return Settings(contact_policy(row.settings), events, delete_guard(guards), most_contacts(guards))
