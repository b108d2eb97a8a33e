"""The whole house in one process: sandbox servers, connectors, engine and a store; stepped time, no sockets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import requests

from syncline.cli.connector import LiveOrg
from syncline.cli.mail.live import LiveMail
from syncline.connectors.exchange.connection import ExchangeConnection
from syncline.connectors.exchange.settings import ExchangeSettings
from syncline.connectors.salesforce import SalesforceConnection
from syncline.jobs.preview.run import preview
from syncline.jobs.run import Round
from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.exchange import ExchangeServer
from syncline.sandbox.faults import Faults
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.salesforce import Permissions, SalesforceOrg
from syncline.store.memory import MemoryStore
from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow
from tests.support.memory_sides import counter_ids
from tests.support.sf_connector_world import app_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.records.words import Collection
    from syncline.sandbox.exchange import Folder, Item, OpenMailbox
    from syncline.store.port import Store

EXCHANGE = "http://mail.sandbox.test/EWS/Exchange.asmx"
LOGIN = "http://login.sandbox.test"
INTEGRATION = "sync@acme.example"
REP = "rep@acme.example"
CONTACTS: dict[str, Any] = {"direction": "both", "which": "selected", "owner": "users_records"}
EVENTS: dict[str, Any] = {"direction": "to_salesforce", "remove_deleted": True}


@dataclass
class House:
    """One org, one Exchange server, one configuration."""

    contacts: dict[str, Any] = field(default_factory=lambda: dict(CONTACTS))
    events: dict[str, Any] = field(default_factory=lambda: dict(EVENTS))
    reps: tuple[str, ...] = (REP,)
    clock: SteppedClock = field(default_factory=lambda: SteppedClock(datetime(2026, 3, 2, 9, tzinfo=UTC)))
    store: Store = field(default_factory=MemoryStore)
    domains: frozenset[str] = frozenset()
    """The mail domains that the mail connection serves; empty is any."""
    skews: tuple[timedelta, timedelta] = (timedelta(), timedelta())
    """How far the org's clock and the mail server's are ahead of ours."""
    person_accounts: bool = False

    def __post_init__(self) -> None:
        self.org = SalesforceOrg(clock=self.skewed(self.skews[0]))
        self.org.add_app(app_key())
        self.org.add_user(INTEGRATION, last_name="Integration", permissions=Permissions(view_all=True, view_setup=True))
        self.exchange = ExchangeServer(self.skewed(self.skews[1]))
        for rep in self.reps:
            self.org.add_user(rep, last_name="Rep", time_zone="Europe/Berlin")
            self.exchange.add_mailbox(rep, "secret")
        self.org_faults = Faults(self.org)
        self.mail_faults = Faults(self.exchange)
        self.ids = counter_ids()
        self.installation = "installation-1"
        self.apply()

    def skewed(self, by: timedelta) -> Callable[[], datetime]:
        """Answer a clock that is ahead of ours; ours itself where it is not."""
        return (lambda: self.clock() + by) if by else self.clock

    def apply(self) -> None:
        """Store connections, configuration and reps, as `syncline apply` does."""
        known = {rep.id: rep for rep in self.store.reps()}
        before = {row.name: row.activated_at for row in self.store.configurations()}
        settings = {"contacts": self.contacts, "events": self.events}
        reps = [RepRow(f"acme/{name}", "acme", "mail", name, "Sales") for name in self.reps]
        self.store.save_setup(
            connections=[
                ConnectionRow("acme", "salesforce", {}, {}),
                ConnectionRow("mail", "exchange", {"service_account": "svc@acme.example"}, {}),
            ],
            configurations=[
                ConfigurationRow("Sales", "acme", "mail", True, settings, before.get("Sales") or self.clock())  # noqa: FBT003
            ],
            reps=[known.get(rep.id, rep) for rep in reps],
        )

    # --- connector, as `jobs` wants it --------------------------------------------------------------------------

    def org_connection(self, *, only_looking: bool = False) -> SalesforceConnection:
        return SalesforceConnection(
            login_url=LOGIN,
            client_id=app_key().client_id,
            username=INTEGRATION,
            private_key_pem=app_key().private_key,
            clock=self.clock,
            session_factory=self._session,
            person_accounts=self.person_accounts,
            only_looking=only_looking,
        )

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.mount("http://", InProcessAdapter(self.org_faults))
        return session

    def mail_connection(
        self,
        password: str = "service",  # noqa: S107
        *,
        only_looking: bool = False,
    ) -> ExchangeConnection:
        settings = ExchangeSettings(EXCHANGE, "svc@acme.example", password)
        return ExchangeConnection(
            settings,
            clock=self.clock,
            adapter=lambda: InProcessAdapter(self.mail_faults),
            only_looking=only_looking,
        )

    def connect_org(self, row: ConnectionRow) -> LiveOrg:
        return LiveOrg(self.org_connection())

    def connect_mail(self, row: ConnectionRow) -> LiveMail:
        return LiveMail(self.mail_connection(), self.domains, self.installation)

    # --- running ------------------------------------------------------------------------------------------------

    def sync(self, *, only: str | None = None) -> dict[str, Any]:
        """Run one cycle of everybody and answer the report of `sync --once --json`."""
        one = Round(self.store, Plug(self), self.clock, self.ids, workers=1)
        return one.run(only).as_json()

    def preview(self, configuration: str = "Sales", sample: int = 1000) -> dict[str, Any]:
        """What the configuration would do, as `syncline preview --json` tells it."""
        return preview(self.store, Looking(self), configuration, self.clock, self.ids, sample=sample, workers=1)

    def converge(self, most: int = 5) -> dict[str, Any]:
        """Run cycles until one writes nothing and leaves nothing due; answers that one's report."""
        for _ in range(most):
            report = self.sync()
            if quiet(report) and not self.due():
                return report
            self.clock.advance(timedelta(seconds=30))
        raise AssertionError(f"not quiet after {most} cycles: {report}")

    def due(self, within: timedelta = timedelta(minutes=5)) -> bool:
        """Whether something is to be done within minutes."""
        soon = self.clock() + within
        dues = [self.store.next_due(rep.id) for rep in self.store.reps()]
        return any(due is not None and due <= soon for due in dues)

    def wait(self, **ahead: float) -> None:
        self.clock.advance(timedelta(**ahead))

    # --- what people do -----------------------------------------------------------------------------------------

    def mailbox(self, rep: str = REP) -> OpenMailbox:
        return self.exchange.mailboxes[rep]

    def folder(self, rep: str = REP) -> Folder:
        """The Salesforce_Sync folder, made by the rep if it is not there."""
        mailbox = self.mailbox(rep)
        for folder in mailbox.folders.values():
            if folder.name == "Salesforce_Sync":
                return folder
        return mailbox.make_folder("Salesforce_Sync")

    def items(self, rep: str = REP) -> list[Item]:
        """The contacts in Salesforce_Sync."""
        folder = self.folder(rep)
        return [item for item in self.mailbox(rep).items.values() if item.folder is folder]

    def errors(self) -> list[str]:
        return [row.code for row in self.store.errors()]

    def mails_sent(self) -> int:
        """How many mails the mail servers would have sent."""
        return len(self.exchange.outbox)

    def link_count(self, collection: Collection, rep: str = REP) -> int:
        return self.store.count_links(f"acme/{rep}", collection)


@dataclass
class Plug:
    """Gives jobs the house's connections."""

    house: House

    def org(self, row: ConnectionRow) -> LiveOrg:
        return self.house.connect_org(row)

    def mail(self, row: ConnectionRow) -> LiveMail:
        return self.house.connect_mail(row)


@dataclass
class Looking:
    """Gives jobs the house's connections, as they are when they only look."""

    house: House

    def org(self, row: ConnectionRow) -> LiveOrg:
        return LiveOrg(self.house.org_connection(only_looking=True))

    def mail(self, row: ConnectionRow) -> LiveMail:
        return LiveMail(self.house.mail_connection(only_looking=True), frozenset(), self.house.installation)


def quiet(report: dict[str, Any]) -> bool:
    """Whether a cycle wrote nothing and nothing failed."""
    ways = [way for rep in report["reps"].values() for one in rep.values() for way in one.values()]
    return not any(way[name] for way in ways for name in ("created", "updated", "deleted", "failed"))
