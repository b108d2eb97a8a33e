"""What an org is read for at the start of a round: its feed, who is in which configuration, who is linked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from syncline.connectors.errors import OutOfRequestsError
from syncline.engine.feed import read_feed
from syncline.engine.report import stop_row
from syncline.jobs.members import profiles_of, read_members
from syncline.jobs.orgs import has_requests, org_state, out_of_requests, pin, wait_for_requests
from syncline.jobs.people import link, unlinked
from syncline.planner.from_settings import contact_policy, event_policy
from syncline.planner.policy import ContactPolicy, event_rules
from syncline.records.words import Side
from syncline.store.changes import Changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from syncline.connectors.errors import ConnectorError
    from syncline.connectors.port import OrgReader
    from syncline.jobs.connections import Connections
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, RepRow


@dataclass(frozen=True, slots=True)
class Ready:
    """The reps of an org whose cycles may run. `org_ids` are the org's own id, then those it had before."""

    reps: tuple[RepRow, ...]
    org_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrgTurn:
    """Reads orgs, once for everybody in them."""

    store: Store
    connections: Connections
    clock: Callable[[], datetime]
    configurations: Mapping[str, ConfigurationRow]

    def orgs(self) -> list[str]:
        """Answer the orgs in which somebody syncs, or might once their profile was looked up; not those switched off.

        By name.
        """
        orgs = {rep.org for rep in self.store.reps() if in_force(rep, self.configurations)}
        orgs |= {row.org for row in self.configurations.values() if row.active and profiles_of(row)}
        return sorted(org for org in orgs if not org_state(self.store, org).paused)

    def read(self, org: str) -> Ready:
        """Take in what changed in an org, and link who is not linked. Raises `ConnectorError`.

        An org that is out of requests is not asked before its pause is over.
        """
        waiting = out_of_requests(self.store, org, self.clock())
        if waiting is not None:
            raise waiting
        try:
            ready = self._read(org)
        except OutOfRequestsError as error:
            wait_for_requests(self.store, org, self.clock())
            raise out_of_requests(self.store, org, self.clock()) or error from error
        has_requests(self.store, org)
        return ready

    def _read(self, org: str) -> Ready:
        reader = self.connections.org(org).reader()
        pin(self.store, org, reader.org_id())
        # Who is paused is told as well: what the feed has passed is not brought again when they go on.
        everybody = self.members(org)
        wide = frozenset(rep.id for rep in everybody if _takes_all(self.configurations.get(rep.configuration)))
        inviting = frozenset(rep.id for rep in everybody if _invites(self.configurations.get(rep.configuration)))
        changed = read_feed(self.store, reader, org, everybody, wide, inviting)
        configurations = self.configurations.values()
        read_members(self.store, reader, org, configurations, now=self.clock(), stale=bool(changed))
        self._link(reader, changed, org)
        return Ready(tuple(self.ready(org)), (reader.org_id(), *org_state(self.store, org).former))

    def ready(self, org: str) -> list[RepRow]:
        """Answer the reps of an org whose cycles may run, as far as is known without asking the org."""
        return [rep for rep in self.members(org) if rep.linked and in_force(rep, self.configurations)]

    def members(self, org: str) -> list[RepRow]:
        """Answer everybody in a configuration of the org, whether it is active or not."""
        return [rep for rep in self.store.reps() if rep.org == org and rep.configuration]

    def _link(self, reader: OrgReader, changed: set[str], org: str) -> None:
        """Link who is not linked yet, and look again at whose user record changed.

        Who is not in force is linked as well, because their mailbox is theirs; but nothing fails for them.
        """
        everybody = [rep for rep in self.store.reps() if rep.configuration]
        todo = unlinked([rep for rep in everybody if rep.org == org], changed, everybody)
        if not todo:
            return
        asked = {rep.id: rep for rep in todo}
        others = [rep for rep in everybody if rep.mailbox and rep.id not in asked]
        linked, problems = link(todo, reader, others, self._allows)
        # Of whom a person said something else while the org was asked, that stands: they are looked up the next time.
        same = {rep.id for rep in self.store.reps(sorted(asked)) if rep == asked[rep.id]}
        self._keep(
            [rep for rep in linked if rep.id in same],
            [(rep, problems[rep.id]) for rep in todo if rep.id in same and rep.id in problems],
        )

    def _keep(self, linked: Sequence[RepRow], problems: Iterable[tuple[RepRow, ConnectorError]]) -> None:
        changes = Changes(reps=[*linked], errors_cleared=[(rep.id, None, None, "") for rep in linked])
        for rep, error in problems:
            changes.reps.append(replace(rep, problem=error.code))
            if in_force(rep, self.configurations):
                changes.errors.append(stop_row(rep.id, None, error, self.clock()))
        self.store.commit(changes)

    def _allows(self, rep: RepRow, address: str) -> bool:
        return self.connections.mail(rep.mail).allows(address)


def in_force(rep: RepRow, configurations: Mapping[str, ConfigurationRow]) -> bool:
    """Tell whether a rep's configuration is active and nobody paused the rep."""
    row = configurations.get(rep.configuration)
    return row is not None and row.active and not rep.paused


def _takes_all(row: ConfigurationRow | None) -> bool:
    policy = contact_policy(row.settings) if row is not None else ContactPolicy()
    return policy.which != "selected" and policy.direction.may_write(Side.MAILBOX)


def _invites(row: ConfigurationRow | None) -> bool:
    """Whether calendars follow who is invited in Salesforce; the feed costs a request more then."""
    rules = event_rules(event_policy(row.settings)) if row is not None else None
    return rules is not None and rules.invites and rules.direction.may_write(Side.MAILBOX)
