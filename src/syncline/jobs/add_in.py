"""What an Outlook add-in shows and does about one event of its rep's calendar (SPEC 5.6).

A choice is kept in the store and never written into the mailbox (ADR 0018): nobody can be told of it by mail. The
rep's next cycle, which is brought forward, carries it out. Here both sides are only read, as the rep.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from syncline.connectors.errors import ConnectorError
from syncline.connectors.port import ItemError, Missing
from syncline.jobs.connections import Connections
from syncline.jobs.orgs import org_state, out_of_requests
from syncline.planner.from_settings import contact_policy, event_policy
from syncline.planner.scope import private
from syncline.records.words import Collection, Side
from syncline.store.schedule import Whose
from syncline.store.selections import SelectionRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from syncline.connectors.port import Acquaintance, Mailbox, Org
    from syncline.jobs.connections import Connector
    from syncline.planner.policy import EventPolicy
    from syncline.records.record import Record
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, RepRow

_SELECTED = "selected"


class NotOfferedError(Exception):
    """Nothing can be chosen for this rep: `reason` is `not_syncing`, `not_linked` or `every_event_syncs`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoSuchEventError(Exception):
    """The rep's calendar has no event of that id."""


class UnreadableError(ConnectorError):
    """The event is there, and could not be read."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event stands. `event` is the id by which it is known here, perhaps another than was asked for."""

    event: str
    marked: bool
    """It bears the category, or the label, of the name Salesforce in the mailbox."""
    chosen: bool
    """A person chose it by an add-in."""
    salesforce_id: str
    """Its copy, if it is in step."""

    @property
    def selected(self) -> bool:
        """Whether it goes to Salesforce, as far as being selected decides that."""
        return self.marked or self.chosen


@dataclass(frozen=True, slots=True)
class AddIn:
    """One rep's add-in. `connector` makes connections that only look."""

    store: Store
    connector: Connector
    rep: RepRow
    now: datetime

    def standing(self, event: str) -> Standing:
        """Answer how an event stands. Raises `NotOfferedError`, `NoSuchEventError`, `ConnectorError`."""
        with self._open() as (mailbox, _org):
            return self._standing(_read(mailbox, event))

    def choose(self, event: str, *, selected: bool) -> Standing:
        """Select an event for Salesforce, or take that back. Raises as `standing` does.

        A category that the event bears is not taken off: that is done in the calendar.
        """
        if self._policy().which != _SELECTED:
            raise NotOfferedError("every_event_syncs")
        with self._open() as (mailbox, _org):
            record = _read(mailbox, event)
        if self._standing(record).chosen is not selected:
            row = SelectionRow(self.rep.id, record.id, record.uid or "", selected, self.now)
            # What was said of it under an id that it had before counts no more.
            old = [replace(one, selected=False) for one in self._rows(record) if one.selected]
            self.store.save_selections([*old, row])
            self.store.hasten(Whose.REP, [self.rep.id], self.now)
        return self._standing(record)

    def acquainted(self, event: str) -> list[Acquaintance]:
        """Answer who the event's people are in Salesforce, as the rep sees it; of a private event nobody."""
        with self._open() as (mailbox, org):
            record = _read(mailbox, event)
            return org.acquainted(record.people) if record.people and not private(record) else []

    def _standing(self, record: Record) -> Standing:
        links = self.store.links(self.rep.id, Collection.EVENTS, Side.MAILBOX, [record.id])
        copy = next((link.salesforce_id for link in links if link.live), "")
        return Standing(record.id, record.selected, any(row.selected for row in self._rows(record)), copy)

    def _rows(self, record: Record) -> list[SelectionRow]:
        rows = self.store.selections(self.rep.id)
        return [row for row in rows if row.record_id == record.id or (record.uid and row.uid == record.uid)]

    def _configuration(self) -> ConfigurationRow:
        rows = {row.name: row for row in self.store.configurations()}
        row = rows.get(self.rep.configuration)
        if row is None or not row.active or org_state(self.store, self.rep.org).paused:
            raise NotOfferedError("not_syncing")
        return row

    def _policy(self) -> EventPolicy:
        policy = event_policy(self._configuration().settings)
        if not any(policy.direction.may_write(side) for side in Side):
            raise NotOfferedError("not_syncing")
        return policy

    @contextmanager
    def _open(self) -> Iterator[tuple[Mailbox, Org]]:
        policy, rows = self._policy(), {row.name: row for row in self.store.connections()}
        if not self.rep.linked:
            raise NotOfferedError("not_linked")
        waiting = out_of_requests(self.store, self.rep.org, self.now)
        if waiting is not None:
            raise waiting
        connections = Connections(rows, self.connector)
        try:
            contacts = contact_policy(self._configuration().settings)
            yield connections.open(self.store, self.rep, contacts, policy, (rows[self.rep.org].org_id,))
        finally:
            connections.close()


def _read(mailbox: Mailbox, event: str) -> Record:
    (found,) = mailbox.read(Collection.EVENTS, [event])
    if isinstance(found, Missing):
        raise NoSuchEventError
    if isinstance(found, ItemError):
        raise UnreadableError(found.message, code=found.code)
    return found
