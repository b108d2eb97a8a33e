"""One worker's share of the work that never ends: hand out what is due, read orgs, run cycles.

Every method is the whole of one job and may be called at any time, by several workers at once, or twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from syncline.connectors.errors import ConnectorError, RetryLaterError
from syncline.engine.leaving import leave, who_left
from syncline.jobs.alerts.run import Alerts
from syncline.jobs.budget import check_budget, note_usage
from syncline.jobs.org_turn import OrgTurn, in_force
from syncline.jobs.rep_turn import RepTurn
from syncline.jobs.retention import forget_old
from syncline.jobs.service.ailing import LONGEST
from syncline.jobs.service.batch import Batch
from syncline.jobs.service.figures import counts_of, figures
from syncline.jobs.service.pace import Pace
from syncline.jobs.service.planning import plan_orgs, plan_reps, plan_subscriptions
from syncline.jobs.service.stopping import breaking_off
from syncline.jobs.service.tending import Tending, tellers, what_decides
from syncline.store.meters import Count, Counted
from syncline.store.schedule import Turn, Whose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor
    from datetime import datetime

    from syncline.jobs.connections import Connections
    from syncline.jobs.rep_turn import Outcome
    from syncline.jobs.service.live import Live
    from syncline.jobs.service.queue import JobQueue
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, ConnectionRow

TOGETHER = 50
"""Mailboxes in one job: few enough that a killed worker's share is soon made up for, and jobs cost next to nothing."""
BACKLOG = 20
"""Jobs that may wait: what is due beyond them stays due. Who waited longer in the queue than a claim lasts would be
handed out twice, by workers that fall behind already; so few are worked off in less, and every second there are more.
"""

_FEW = 10
"""Reps in one job about subscriptions, each of which takes a call or two."""
_MEANWHILE = timedelta(seconds=5)
_TENDED = timedelta(minutes=10)
"""After this long a job about subscriptions counts as lost."""


@dataclass(slots=True)
class Service:
    """`chance` answers a number in [0, 1). `pool` works on mailboxes; without one, the caller's thread does."""

    store: Store
    live: Live
    queue: JobQueue
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    chance: Callable[[], float]
    pace: Pace = field(default_factory=Pace)
    pool: Executor | None = None
    stopping: Callable[[], bool] = lambda: False
    environment: Mapping[str, str] = field(default_factory=dict)
    """Where the set-up's named secrets are looked up."""
    sum_up: Callable[[], None] = lambda: None
    """Counts what the pages show of everybody, when it is time to."""

    def look_after(self) -> None:
        """Tell admins what they asked to be told of; one worker at a time does."""
        with self.store.holding(Whose.ORG, "alerts\x00") as mine:
            if mine:
                Alerts(self.store, self.clock, self.environment).run()

    def plan(self) -> None:
        """Give the orgs of the set-up as it is now their turns."""
        with self.live.connections() as connections:
            turn = OrgTurn(self.store, connections, self.clock, self._configurations())
            plan_orgs(self.store, turn.orgs(), self.clock())

    def make_up_for(self, turns: Iterable[tuple[Whose, Sequence[str]]]) -> None:
        """Let come due what a worker had in hand that is dead: its claims would last as long as the slowest pace."""
        try:
            for whose, names in turns:
                self.store.hasten(whose, names, self.clock())
        finally:
            self.store.disconnect()

    def hand_out(self) -> None:
        """Put what is due into the queue: orgs to be read, cycles of reps in batches, first cycles one by one."""
        now = self.clock()
        until = now + timedelta(seconds=self.pace.slowest)
        with self.queue.together():
            for due in self.store.claim_turns(Whose.ORG, now, until, BACKLOG):
                self.queue.read_org(due.name)
            room = max(BACKLOG - self.queue.waiting(), 0) * TOGETHER
            turns = self.store.claim_turns(Whose.REP, now, until, room) if room else []
            for first in (turn.name for turn in turns if not turn.pace):
                self.queue.first_cycle(first)
            daily = [turn.name for turn in turns if turn.pace]
            for start in range(0, len(daily), TOGETHER):
                self.queue.run_cycles(daily[start : start + TOGETHER])

    def hand_out_subscriptions(self) -> None:
        """The same for subscriptions to the web hook that are to be looked after."""
        now = self.clock()
        with self.queue.together():
            turns = self.store.claim_turns(Whose.SUBSCRIPTION, now, now + _TENDED, TOGETHER)
            for start in range(0, len(turns), _FEW):
                self.queue.tend_subscriptions([turn.name for turn in turns[start : start + _FEW]])

    def tend_subscriptions(self, ids: Sequence[str]) -> None:
        """Look after what servers tell our web hook of these reps' mailboxes."""
        with self.live.connections() as connections:
            tending = Tending(self.store, connections, self.clock, self.chance, self._configurations())
            for one in ids:
                if not self.stopping():
                    tending.tend(one)
            self._count(connections, [])

    def read_org(self, org: str) -> None:
        """Read an org's feed, link who is new, and let those be looked at soon for whom there is something."""
        with self.store.holding(Whose.ORG, org) as mine:
            if not mine:
                # Somebody hastened it while it was read: that reading may have been too early.
                self.store.hasten(Whose.ORG, [org], self.clock() + _MEANWHILE)
                return
            began = self.store.turns(Whose.ORG, [org])
            error = self._read(org, self._configurations())
        structlog.get_logger().info("org read", problem=error.code if error else None)
        self._next_reading(org, error, began)
        if error is None:
            self.store.hasten(Whose.REP, self.store.reps_with_inbox(), self.clock())
            forget_old(self.store, self.clock())
            self.hand_out()

    def run_cycles(self, ids: Sequence[str]) -> None:
        """Run the cycles of these reps, and say when each is due again."""
        with self.live.connections() as connections:
            turn = RepTurn(self.store, connections, self.clock, self.new_id, breaking_off(self.stopping))
            batch = Batch(self.store, turn, self.clock, self.chance, self.pace, self._configurations())
            outcomes = batch.run(ids, self.pool, self.stopping)
            self._count(connections, outcomes)
        structlog.get_logger().info("cycles finished", **figures(outcomes))

    def _count(self, connections: Connections, outcomes: Sequence[Outcome]) -> None:
        """Tell the meters what was done and spent."""
        spent = (Count(Counted.CALLS, name, number) for name, number in self.live.spent().items())
        self.store.count([*spent, *counts_of(outcomes)], self.clock())
        for org, usage in connections.usages().items():
            note_usage(self.store, org, usage)

    def _connection(self, name: str) -> ConnectionRow:
        return next(row for row in self.store.connections(secrets=False) if row.name == name)

    def _configurations(self) -> dict[str, ConfigurationRow]:
        return {row.name: row for row in self.store.configurations()}

    def _read(self, org: str, configurations: dict[str, ConfigurationRow]) -> ConnectorError | None:
        with self.live.connections() as connections:
            turn = OrgTurn(self.store, connections, self.clock, configurations)
            try:
                check_budget(self.store, self._connection(org), self.clock())
                ready = turn.read(org)
            except ConnectorError as error:
                stopped = [rep for rep in turn.members(org) if in_force(rep, configurations)]
                RepTurn(self.store, connections, self.clock, self.new_id).stop(stopped, error)
                return error
            finally:
                self._count(connections, [])
            told = tellers(self.store, connections, ready.reps)
        plan_reps(self.store, org, ready.reps, self.clock())
        state = what_decides(self.store, configurations.values())
        plan_subscriptions(self.store, org, [rep for rep in ready.reps if rep.mail in told], state, self.clock())
        for rep in who_left(self.store, [rep for rep in self.store.reps() if rep.org == org]):
            with self.store.holding(Whose.REP, rep.id) as mine:
                if mine:
                    leave(self.store, rep, self.clock())
        return None

    def _next_reading(self, org: str, error: ConnectorError | None, began: Sequence[Turn]) -> None:
        """Who is only busy is asked again soon, or when it said. Where it takes a person, more and more rarely."""
        before = next((turn.pace for turn in began), 0.0)
        pace, wait = self.pace.slowest, 0.0
        if isinstance(error, RetryLaterError):
            pace, wait = self.pace.fastest, error.after or 0.0
        elif error is not None:
            pace = wait = min(max(before, self.pace.slowest) * 2, LONGEST)
        delay = self.pace.delay(pace, self.chance(), wait)
        turn = Turn(Whose.ORG, org, self.clock() + timedelta(seconds=delay), pace)
        self.store.next_turn(turn, next((one.due for one in began), self.clock()))
