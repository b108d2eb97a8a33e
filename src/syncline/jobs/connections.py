"""Live connections of a set-up: made once from the rows of the store, shared by all reps, closed at the end."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Protocol

from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from syncline.connectors.notices import ChangeFeed, Deaf, Heard, Notifier
    from syncline.connectors.port import Complaint, Mailbox, Org, OrgFields, OrgReader
    from syncline.planner.policy import ContactPolicy, EventPolicy
    from syncline.store.port import Store
    from syncline.store.rows import ConnectionRow, RepRow


class OrgConnection(Protocol):
    """One Salesforce org."""

    def check(self, contacts: ContactPolicy, events: EventPolicy, profiles: Sequence[str]) -> list[Complaint]:
        """Hold settings against what the org says of its fields and profiles."""

    def fields(self) -> OrgFields:
        """What a person may map and filter by, as the integration user sees it. Raises `ConnectorError`."""

    def count(self, contacts: ContactPolicy, rep: RepRow | None) -> int:
        """How many contacts the settings take: as a linked rep; without one, of the whole org, whoever owns them.

        Raises `ConnectorError`.
        """

    def reader(self) -> OrgReader:
        """The integration user's view."""

    def open(self, rep: RepRow, contacts: ContactPolicy, events: EventPolicy) -> Org:
        """Open one rep's view for one cycle."""

    def captured(self) -> list[str] | None:
        """Answer the user names of whom Einstein Activity Capture syncs; None where that cannot be seen."""

    def changes(self) -> ChangeFeed | None:
        """What the org tells of changes by itself; None where nothing is known to tell it."""

    def requests(self) -> int:
        """How many API requests were made so far; sign-ins do not count."""

    def usage(self) -> tuple[int, int] | None:
        """How many requests everybody together made in 24 hours, and how many are allowed, as the org told last."""

    def close(self) -> None:
        """Let go of sockets."""


class MailConnection(Protocol):
    """One mail system."""

    def open(
        self, rep: RepRow, cursors: Mapping[Collection, str | None], org_ids: Sequence[str], events: EventPolicy
    ) -> Mailbox:
        """Open one rep's mailbox for one cycle. `org_ids` are the org's own id, then those it had before."""

    def listen(
        self, cursors: Mapping[str, Mapping[Collection, str | None]], minutes: int, stop: Callable[[], bool]
    ) -> Iterator[Heard | Deaf] | None:
        """Hear of changes; None where the kind of server tells nothing over an open line."""

    def notifier(self) -> Notifier | None:
        """Who is asked to tell our web hook of changes; None where the kind of server posts nothing."""

    def allows(self, address: str) -> bool:
        """Whether the address is in a domain of this connection."""

    def requests(self) -> int:
        """How many calls were made so far."""

    def close(self) -> None:
        """Let go of sockets."""


class Connector(Protocol):
    """Makes live connections of rows."""

    def org(self, row: ConnectionRow) -> OrgConnection:
        """Connect to an org; nothing is sent yet."""

    def mail(self, row: ConnectionRow) -> MailConnection:
        """Connect to a mail system; nothing is sent yet."""


class Connections:
    """The connections of one set-up, made when first asked for."""

    def __init__(self, rows: Mapping[str, ConnectionRow], connector: Connector) -> None:
        self._rows = rows
        self._connector = connector
        self._orgs: dict[str, OrgConnection] = {}
        self._mails: dict[str, MailConnection] = {}
        self._making = Lock()
        """Reps' threads ask at once: two connections of one name would share neither their pauses nor their end."""

    def org(self, name: str) -> OrgConnection:
        """The org of that name."""
        with self._making:
            if name not in self._orgs:
                self._orgs[name] = self._connector.org(self._rows[name])
            return self._orgs[name]

    def mail(self, name: str) -> MailConnection:
        """The mail system of that name."""
        with self._making:
            if name not in self._mails:
                self._mails[name] = self._connector.mail(self._rows[name])
            return self._mails[name]

    def open(
        self, store: Store, rep: RepRow, contacts: ContactPolicy, events: EventPolicy, org_ids: Sequence[str]
    ) -> tuple[Mailbox, Org]:
        """Open both ends of a linked rep, the mailbox where reading of it stopped. Raises `ConnectorError`."""
        cursors = {row.collection: row.cursor or None for row in store.cursors(rep.id) if row.side is Side.MAILBOX}
        mailbox = self.mail(rep.mail).open(rep, {one: cursors.get(one) for one in Collection}, org_ids, events)
        return mailbox, self.org(rep.org).open(rep, contacts, events)

    def requests(self) -> dict[str, int]:
        """Calls made so far, by name of connection."""
        with self._making:
            live: list[tuple[str, OrgConnection | MailConnection]] = [*self._orgs.items(), *self._mails.items()]
        return {name: connection.requests() for name, connection in live}

    def usages(self) -> dict[str, tuple[int, int]]:
        """What orgs told of the day's requests: used, allowed; by name of connection."""
        with self._making:
            told = {name: org.usage() for name, org in self._orgs.items()}
        return {name: usage for name, usage in told.items() if usage is not None}

    def calls(self) -> dict[str, int]:
        """Calls made so far, by kind of connection."""
        counts: dict[str, int] = {}
        for name, number in self.requests().items():
            kind = self._rows[name].kind
            counts[kind] = counts.get(kind, 0) + number
        return counts

    def close(self) -> None:
        """Let go of all sockets."""
        for org in self._orgs.values():
            org.close()
        for mail in self._mails.values():
            mail.close()
