"""One cycle for everybody: the feed once per org, then each rep for itself. One bad rep never stops another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import ConnectorError, SignInAgainError, StopConnectionError
from syncline.engine.cycle import Cycle, Settings
from syncline.engine.feed import read_feed
from syncline.engine.leaving import leave
from syncline.engine.report import stop_row
from syncline.engine.resettings import take_note
from syncline.jobs.connections import Connections
from syncline.jobs.members import profiles_of, read_members
from syncline.jobs.orgs import org_state, pin
from syncline.jobs.people import link, unlinked
from syncline.jobs.report import SyncReport, name_of, report
from syncline.jobs.retention import forget_old
from syncline.planner.from_settings import contact_policy, delete_guard, event_policy
from syncline.planner.policy import ContactPolicy
from syncline.records.words import Side
from syncline.store.changes import Changes
from syncline.store.rows import IN_PROGRESS, MARKED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from syncline.connectors.port import OrgReader
    from syncline.jobs.connections import Connector
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
    _dead: dict[str, ConnectorError] = field(default_factory=dict)
    """Mail connections on which nobody can go on: asking again with a refused password would lock the account."""
    _counts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def run(self, only: str | None = None) -> SyncReport:
        """Run one cycle of every rep in force, or of the one whose id is given."""
        connections = Connections({row.name: row for row in self.store.connections()}, self.connector)
        configurations = {row.name: row for row in self.store.configurations()}
        try:
            for org in self._orgs(configurations, only):
                self._org(connections, configurations, org, only)
            calls = connections.calls()
        finally:
            connections.close()
        for rep in self.store.reps():
            if not rep.configuration:
                leave(self.store, rep, self.clock())
        forget_old(self.store, self.clock())
        wanted = [rep for rep in self.store.reps() if _in_force(rep, configurations) and only in {None, rep.id}]
        wanted = [rep for rep in wanted if not org_state(self.store, rep.org).paused]
        return report(self.store, wanted, self._counts, calls, self.clock())

    def _orgs(self, configurations: dict[str, ConfigurationRow], only: str | None) -> list[str]:
        """The orgs in which somebody syncs, or might once their profile was looked up."""
        orgs = {rep.org for rep in self.store.reps() if _in_force(rep, configurations) and only in {None, rep.id}}
        if only is None:
            orgs |= {row.org for row in configurations.values() if row.active and profiles_of(row)}
        return sorted(org for org in orgs if not org_state(self.store, org).paused)

    def _org(
        self,
        connections: Connections,
        configurations: dict[str, ConfigurationRow],
        org: str,
        only: str | None,
    ) -> None:
        try:
            reader = connections.org(org).reader()
            pin(self.store, org, reader.org_id())
            # Who is paused is told as well: what the feed has passed is not brought again when they go on.
            everybody = self._members(org)
            wide = frozenset(rep.id for rep in everybody if _takes_all(configurations.get(rep.configuration)))
            changed = read_feed(self.store, reader, org, everybody, wide)
            read_members(self.store, reader, org, configurations.values(), now=self.clock(), stale=bool(changed))
            self._link(connections, reader, changed, org, configurations)
        except ConnectorError as error:
            stopped = [rep for rep in self._members(org) if _in_force(rep, configurations)]
            self._stop([rep for rep in stopped if only in {None, rep.id}], error)
            return
        reps = [rep for rep in self._members(org) if _in_force(rep, configurations) and not rep.problem]
        ready = [rep for rep in reps if rep.mailbox and rep.user_id and only in {None, rep.id}]
        settings = {name: self._settings(row) for name, row in configurations.items()}
        org_ids = (reader.org_id(), *org_state(self.store, org).former)

        waiting: SimpleQueue[RepRow] = SimpleQueue()
        for rep in ready:
            waiting.put(rep)

        def work() -> None:
            while not self.stop():
                try:
                    rep = waiting.get_nowait()
                except Empty:
                    return
                self._rep(connections, rep, settings[rep.configuration], org_ids)

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

    def _members(self, org: str) -> list[RepRow]:
        """Everybody in a configuration of the org, whether it is active or not."""
        return [rep for rep in self.store.reps() if rep.org == org and rep.configuration]

    def _link(
        self,
        connections: Connections,
        reader: OrgReader,
        changed: set[str],
        org: str,
        configurations: dict[str, ConfigurationRow],
    ) -> None:
        """Link who is not linked yet, and look again at whose user record changed.

        Who is not in force is linked as well, because their mailbox is theirs; but nothing fails for them.
        """
        everybody = [rep for rep in self.store.reps() if rep.configuration]
        todo = unlinked([rep for rep in everybody if rep.org == org], changed, everybody)
        if not todo:
            return
        ids = {rep.id for rep in todo}
        others = [rep for rep in everybody if rep.mailbox and rep.id not in ids]
        linked, problems = link(todo, reader, others, lambda rep, address: connections.mail(rep.mail).allows(address))
        changes = Changes(reps=[*linked], errors_cleared=[(rep.id, None, None, "") for rep in linked])
        for rep in todo:
            if rep.id in problems:
                changes.reps.append(replace(rep, problem=problems[rep.id].code))
                if _in_force(rep, configurations):
                    changes.errors.append(stop_row(rep.id, None, problems[rep.id], self.clock()))
        self.store.commit(changes)

    def _rep(self, connections: Connections, rep: RepRow, settings: Settings, org_ids: Sequence[str]) -> None:
        if rep.mail in self._dead:
            self._stop([rep], self._dead[rep.mail])
            return
        rep = self._begin_reset(rep)
        take_note(self.store, rep, settings.contacts, settings.events, self.clock())
        try:
            mailbox, org = connections.open(self.store, rep, settings.contacts, settings.events, org_ids)
            cycle = Cycle(rep, settings, self.store, mailbox, org, self.clock, self.new_id)
            cycle.progress = lambda what, done: self.progress(name_of(rep), what, done)
            self._counts[rep.id] = cycle.run()
        except ConnectorError as error:
            if isinstance(error, (StopConnectionError, SignInAgainError)):
                self._dead[rep.mail] = error
            self._stop([rep], error)
            return
        self._clear(rep)

    def _begin_reset(self, rep: RepRow) -> RepRow:
        if rep.reset != MARKED:
            return rep
        self.store.reset(rep.id)
        rep = replace(rep, reset=IN_PROGRESS)
        self.store.commit(Changes(reps=[rep]))
        return rep

    def _clear(self, rep: RepRow) -> None:
        if any(row.collection is None for row in self.store.errors(rep=rep.id)):
            self.store.commit(Changes(errors_cleared=[(rep.id, None, None, "")]))

    def _stop(self, reps: Iterable[RepRow], error: ConnectorError) -> None:
        self.store.commit(Changes(errors=[stop_row(rep.id, None, error, self.clock()) for rep in reps]))

    def _settings(self, row: ConfigurationRow) -> Settings:
        guard = delete_guard(self.store.setting("guards"))
        return Settings(contact_policy(row.settings), event_policy(row.settings), guard)


def _takes_all(row: ConfigurationRow | None) -> bool:
    policy = contact_policy(row.settings) if row is not None else ContactPolicy()
    return policy.which != "selected" and policy.direction.may_write(Side.MAILBOX)


def _in_force(rep: RepRow, configurations: dict[str, ConfigurationRow]) -> bool:
    row = configurations.get(rep.configuration)
    return row is not None and row.active and not rep.paused
