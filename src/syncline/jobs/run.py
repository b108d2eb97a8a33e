"""One cycle for everybody: the feed once per org, then each rep for itself. One bad rep never stops another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import ConnectorError
from syncline.engine.leaving import leave, who_left
from syncline.jobs.connections import Connections
from syncline.jobs.org_turn import OrgTurn, in_force
from syncline.jobs.orgs import org_state
from syncline.jobs.rep_turn import RepTurn, settings_of
from syncline.jobs.report import SyncReport, report
from syncline.jobs.retention import forget_old
from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from syncline.jobs.connections import Connector
    from syncline.jobs.org_turn import Ready
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, RepRow


@dataclass(slots=True)
class Round:
    """One cycle for a set of reps. `workers` reps are worked on at once."""

    store: Store
    connector: Connector
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    workers: int = 4
    progress: Callable[[str, str, int], None] = lambda _rep, _what, _done: None
    stop: Callable[[], bool] = lambda: False
    _counts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def run(self, only: str | None = None) -> SyncReport:
        """Run one cycle of every rep in force, or of the one whose id is given."""
        connections = Connections({row.name: row for row in self.store.connections()}, self.connector)
        configurations = {row.name: row for row in self.store.configurations()}
        org_turn = OrgTurn(self.store, connections, self.clock, configurations)
        rep_turn = RepTurn(self.store, connections, self.clock, self.new_id, self.progress)
        try:
            for org in self._orgs(org_turn, only):
                self._org(org_turn, rep_turn, org, only)
            calls = connections.calls()
        finally:
            connections.close()
        for rep in who_left(self.store, self.store.reps()):
            with self.store.holding(Whose.REP, rep.id, wait=True):
                leave(self.store, rep, self.clock())
        forget_old(self.store, self.clock())
        wanted = [rep for rep in self.store.reps() if in_force(rep, configurations) and only in {None, rep.id}]
        wanted = [rep for rep in wanted if not org_state(self.store, rep.org).paused]
        return report(self.store, wanted, self._counts, calls, self.clock())

    def _orgs(self, turn: OrgTurn, only: str | None) -> list[str]:
        orgs = turn.orgs()
        if only is None:
            return orgs
        wanted = {rep.org for rep in self.store.reps() if rep.id == only and in_force(rep, turn.configurations)}
        return [org for org in orgs if org in wanted]

    def _org(self, org_turn: OrgTurn, rep_turn: RepTurn, org: str, only: str | None) -> None:
        try:
            with self.store.holding(Whose.ORG, org, wait=True):
                ready = org_turn.read(org)
        except ConnectorError as error:
            stopped = [rep for rep in org_turn.members(org) if in_force(rep, org_turn.configurations)]
            rep_turn.stop([rep for rep in stopped if only in {None, rep.id}], error)
            return
        self._cycles(rep_turn, ready, org_turn.configurations, only)

    def _cycles(
        self, turn: RepTurn, ready: Ready, configurations: Mapping[str, ConfigurationRow], only: str | None
    ) -> None:
        settings = {name: settings_of(self.store, row) for name, row in configurations.items()}
        waiting: SimpleQueue[RepRow] = SimpleQueue()
        for rep in ready.reps:
            if only in {None, rep.id}:
                waiting.put(rep)

        def work() -> None:
            while not self.stop():
                try:
                    rep = waiting.get_nowait()
                except Empty:
                    return
                outcome = turn.run(rep, settings[rep.configuration], ready.org_ids)
                if outcome.counts is not None:
                    self._counts[rep.id] = outcome.counts

        if self.workers == 1:
            work()
        else:
            with ThreadPoolExecutor(self.workers, "cycle") as pool:
                workers = [pool.submit(self._leaving, work) for _ in range(self.workers)]
            for worker in workers:
                worker.result()

    def _leaving(self, work: Callable[[], None]) -> None:
        """Do the work of one thread, and leave no connection of that thread behind."""
        try:
            work()
        finally:
            self.store.disconnect()
