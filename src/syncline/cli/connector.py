"""Live connections out of the rows of the store, for `jobs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.cli.mail.kinds import MailKinds
from syncline.cli.mail.live import LiveMail
from syncline.connectors.port import OrgUser
from syncline.connectors.salesforce.connection import TIMEOUT, SalesforceConnection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from syncline.connectors.notices import ChangeFeed
    from syncline.connectors.port import Complaint, Org, OrgFields, OrgReader
    from syncline.planner.policy import ContactPolicy, EventPolicy
    from syncline.store.rows import ConnectionRow, RepRow

PUBSUB = "api.pubsub.salesforce.com:7443"
"""https://developer.salesforce.com/docs/platform/pub-sub-api/guide/pub-sub-endpoints.html"""


class RealConnector:
    """Connects to real servers. `installation` is stamped into what Syncline makes.

    `only_looking` makes connections that answer writes as if they had happened, and make none.
    """

    def __init__(self, installation: str, clock: Callable[[], datetime], *, only_looking: bool = False) -> None:
        self._only_looking = only_looking
        self._installation = installation
        self._clock = clock
        self._kinds = MailKinds(clock)
        """What was learned about servers outlives the connections of one round."""

    def org(self, row: ConnectionRow) -> LiveOrg:
        """Connect to a Salesforce org."""
        return LiveOrg(salesforce(row, self._clock, only_looking=self._only_looking), pubsub_of(row))

    def mail(self, row: ConnectionRow) -> LiveMail:
        """Connect to a mail system of any kind."""
        kind = self._kinds.kind(row.kind)
        connection = kind.connect(row, only_looking=self._only_looking)
        return LiveMail(connection, kind.domains(row), self._installation)


def pubsub_of(row: ConnectionRow) -> str:
    """Answer where an org tells of changes; nowhere for an org on this machine that does not say where."""
    default = PUBSUB if row.settings["login_url"].startswith("https:") else ""
    return str(row.settings.get("pubsub", default))


class LiveOrg:
    """One Salesforce org, as `jobs` wants it."""

    def __init__(self, connection: SalesforceConnection, pubsub: str = "") -> None:
        """`pubsub` is where the org tells of changes, as HOST:PORT; empty: nowhere."""
        self._connection = connection
        self._pubsub = pubsub

    def reader(self) -> OrgReader:
        """Answer the integration user's view."""
        return self._connection.reader()

    def check(self, contacts: ContactPolicy, events: EventPolicy, profiles: Sequence[str]) -> list[Complaint]:
        """Hold settings against what the org says."""
        return self._connection.check(contacts, events, profiles)

    def fields(self) -> OrgFields:
        """Answer what a person may map and filter by."""
        return self._connection.fields()

    def count(self, contacts: ContactPolicy, rep: RepRow | None) -> int:
        """Count what settings take."""
        return self._connection.count(contacts, person_of(rep) if rep is not None else None)

    def open(self, rep: RepRow, contacts: ContactPolicy, events: EventPolicy) -> Org:
        """Open one rep's view for one cycle."""
        return self._connection.open(person_of(rep), contacts, events)

    def captured(self) -> list[str] | None:
        """Answer whom Einstein Activity Capture syncs."""
        return self._connection.captured()

    def changes(self) -> ChangeFeed | None:
        """Answer what the org tells of changes by itself."""
        return self._connection.changes(self._pubsub) if self._pubsub else None

    def requests(self) -> int:
        """Answer how many API requests were made."""
        return self._connection.calls["total"]

    def usage(self) -> tuple[int, int] | None:
        """Answer what everybody together used of the day's requests, as the org told last."""
        return self._connection.usage

    def close(self) -> None:
        """Let go of sockets."""
        self._connection.close()


def person_of(rep: RepRow) -> OrgUser:
    """Answer a linked rep's user."""
    return OrgUser(rep.user_id, rep.username, rep.mailbox, active=True, zone=rep.zone, profile="")


def salesforce(
    row: ConnectionRow,
    clock: Callable[[], datetime],
    timeout: tuple[float, float] = TIMEOUT,
    *,
    only_looking: bool = False,
) -> SalesforceConnection:
    """Make the connection that a row describes; `timeout` is (connect, read) in seconds."""
    return SalesforceConnection(
        login_url=row.settings["login_url"],
        client_id=row.settings["client_id"],
        username=row.settings["username"],
        private_key_pem=row.secrets["private_key"],
        clock=clock,
        timeout=timeout,
        person_accounts=bool(row.settings.get("person_accounts", False)),
        only_looking=only_looking,
    )
