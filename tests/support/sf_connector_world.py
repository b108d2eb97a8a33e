"""A sandbox org with two reps, and the connector that speaks to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import requests

from syncline.connectors.port import OrgUser
from syncline.connectors.salesforce import SalesforceConnection
from syncline.planner.policy import ContactPolicy, EventPolicy
from syncline.records.words import Direction
from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.faults import Faults
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.salesforce import AppKey, Permissions, SalesforceOrg, make_app_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.connectors.salesforce.org import SalesforceOrg as Endpoint

LOGIN = "http://login.sandbox.test"
INTEGRATION = "sync@acme.example"
REP = "rep@acme.example"
COLLEAGUE = "colleague@acme.example"
BOTH = ContactPolicy(direction=Direction.BOTH)
EVENTS = EventPolicy(direction=Direction.TO_SALESFORCE)


@cache
def app_key() -> AppKey:
    """Making a key takes long; all tests share one."""
    return make_app_key()


@dataclass
class World:
    """One org, its clock, its faults, and a connection to it without a socket."""

    clock: SteppedClock = field(default_factory=lambda: SteppedClock(datetime(2026, 3, 2, 9, tzinfo=UTC)))

    def __post_init__(self) -> None:
        self.org = SalesforceOrg(clock=self.clock)
        self.org.add_app(app_key())
        self.org.add_user(INTEGRATION, last_name="Integration", permissions=Permissions(view_all=True, view_setup=True))
        self.rep_id = self.org.add_user(REP, last_name="Rep", time_zone="Europe/Berlin")
        self.colleague_id = self.org.add_user(COLLEAGUE, last_name="Colleague", time_zone="America/New_York")
        self.faults = Faults(self.org)
        self.connection = self.connect()

    def connect(
        self,
        *,
        key: str | None = None,
        session_factory: Callable[[], requests.Session] | None = None,
    ) -> SalesforceConnection:
        """Make another connection to the same org."""
        return SalesforceConnection(
            login_url=LOGIN,
            client_id=app_key().client_id,
            username=INTEGRATION,
            private_key_pem=key or app_key().private_key,
            clock=self.clock,
            session_factory=session_factory or self._session,
        )

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.mount("http://", InProcessAdapter(self.faults))
        return session

    def open(self, contacts: ContactPolicy = BOTH, events: EventPolicy = EVENTS, *, username: str = REP) -> Endpoint:
        user_id = self.org.user_id(username)
        zone = "America/New_York" if username == COLLEAGUE else "Europe/Berlin"
        user = OrgUser(user_id, username, username, active=True, zone=zone, profile="Sales User")
        return self.connection.open(user, contacts, events)
