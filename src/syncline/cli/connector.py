"""Live connections out of the rows of the store: the one place that knows which kind is which connector."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from syncline.connectors.exchange.connection import ExchangeConnection
from syncline.connectors.exchange.memory import Memory
from syncline.connectors.exchange.settings import ExchangeSettings
from syncline.connectors.port import OrgUser
from syncline.connectors.salesforce.connection import TIMEOUT, SalesforceConnection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from syncline.connectors.port import Complaint, Mailbox, Org, OrgReader
    from syncline.planner.policy import ContactPolicy, EventPolicy
    from syncline.records.words import Collection
    from syncline.store.rows import ConnectionRow, RepRow


class RealConnector:
    """Connects to real servers. `installation` is stamped into what Syncline makes.

    `only_looking` makes connections that answer writes as if they had happened, and make none.
    """

    def __init__(self, installation: str, clock: Callable[[], datetime], *, only_looking: bool = False) -> None:
        self._only_looking = only_looking
        self._installation = installation
        self._clock = clock
        self._memories: dict[tuple[str, frozenset[str], str | None], Memory] = {}
        """What was learned about servers, by connection: it outlives the connections of one round."""

    def org(self, row: ConnectionRow) -> LiveOrg:
        """Connect to a Salesforce org."""
        return LiveOrg(salesforce(row, self._clock, only_looking=self._only_looking))

    def mail(self, row: ConnectionRow) -> LiveMail:
        """Connect to an Exchange server."""
        settings = exchange_settings(row)
        found_by = (row.name, settings.domains, settings.autodiscover_url)
        memory = self._memories.setdefault(found_by, Memory(self._clock))
        connection = ExchangeConnection(settings, clock=self._clock, memory=memory, only_looking=self._only_looking)
        return LiveMail(connection, settings.domains, self._installation)


def exchange_settings(row: ConnectionRow) -> ExchangeSettings:
    """Answer what a connection to Exchange is made of."""
    bundle = row.settings.get("ca_bundle")
    return ExchangeSettings(
        ews_url=row.settings.get("ews_url"),
        service_account=row.settings["service_account"],
        password=row.secrets["password"],
        auth=row.settings.get("auth", "auto"),
        ca_bundle=Path(bundle) if bundle else None,
        proxy=row.settings.get("proxy"),
        additional_domains=frozenset(row.settings.get("additional_domains", ())),
        autodiscover_url=row.settings.get("autodiscover_url"),
    )


class LiveOrg:
    """One Salesforce org, as `jobs` wants it."""

    def __init__(self, connection: SalesforceConnection) -> None:
        self._connection = connection

    def reader(self) -> OrgReader:
        """Answer the integration user's view."""
        return self._connection.reader()

    def check(self, contacts: ContactPolicy, events: EventPolicy, profiles: Sequence[str]) -> list[Complaint]:
        """Hold settings against what the org says."""
        return self._connection.check(contacts, events, profiles)

    def open(self, rep: RepRow, contacts: ContactPolicy, events: EventPolicy) -> Org:
        """Open one rep's view for one cycle."""
        return self._connection.open(person_of(rep), contacts, events)

    def requests(self) -> int:
        """Answer how many API requests were made."""
        return self._connection.calls["total"]

    def close(self) -> None:
        """Let go of sockets."""
        self._connection.close()


class LiveMail:
    """One Exchange server, as `jobs` wants it."""

    def __init__(self, connection: ExchangeConnection, domains: frozenset[str], installation: str) -> None:
        """`domains` are those that the connection serves; empty serves all."""
        self._connection = connection
        self._domains = domains
        self._installation = installation

    def open(self, rep: RepRow, cursors: Mapping[Collection, str | None], org_ids: Sequence[str]) -> Mailbox:
        """Open one rep's mailbox for one cycle."""
        return self._connection.open(
            rep.mailbox,
            cursors,
            installation=self._installation,
            org_id=org_ids[0],
            former_orgs=frozenset(org_ids[1:]),
            take_over=bool(rep.reset),
            zone=rep.zone,
        )

    def allows(self, address: str) -> bool:
        """Tell whether the address is in a domain of this connection."""
        return serves(self._domains, address)

    def requests(self) -> int:
        """Answer how many EWS calls were made."""
        return sum(self._connection.calls.values())

    def close(self) -> None:
        """Let go of sockets."""
        self._connection.close()


def serves(domains: frozenset[str], address: str) -> bool:
    """Tell whether an address is in one of the domains; no domains serve all."""
    return not domains or address.rpartition("@")[2].lower() in domains


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
