"""One org: its address, its app, and everybody who acts through it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from syncline.connectors.salesforce.actor import Actor
from syncline.connectors.salesforce.client import Client
from syncline.connectors.salesforce.counting import count
from syncline.connectors.salesforce.describe import Alike, Describes
from syncline.connectors.salesforce.looking import LookingClient
from syncline.connectors.salesforce.meter import Meter
from syncline.connectors.salesforce.offering import offered
from syncline.connectors.salesforce.org import SalesforceOrg
from syncline.connectors.salesforce.other_tools import captured
from syncline.connectors.salesforce.permissions import missing
from syncline.connectors.salesforce.probe import SalesforceProbe, rep_sign_in
from syncline.connectors.salesforce.reader import SalesforceReader
from syncline.connectors.salesforce.settings_check import complaints
from syncline.connectors.salesforce.sign_in import App, SignIn
from syncline.connectors.salesforce.transport import OrgTransport
from syncline.connectors.transport import pooled_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    import requests

    from syncline.connectors.port import Complaint, OrgFields
    from syncline.connectors.probing import Seen
    from syncline.connectors.salesforce.permissions import Need
    from syncline.connectors.salesforce.person import Person
    from syncline.connectors.salesforce.pubsub.stream import ChangeStreams
    from syncline.planner.policy import ContactPolicy, EventPolicy

TIMEOUT = (10.0, 120.0)
"""Seconds to connect, and to wait for an answer: 200 records with the org's automation take their time."""


class SalesforceConnection:
    """The way into one org. May be used by many threads at once; what it opens belongs to one thread each."""

    def __init__(
        self,
        *,
        login_url: str,
        client_id: str,
        username: str,
        private_key_pem: str,
        clock: Callable[[], datetime],
        audience: str | None = None,
        ca_bundle: str | None = None,
        proxies: Mapping[str, str] | None = None,
        timeout: tuple[float, float] = TIMEOUT,
        session_factory: Callable[[], requests.Session] = pooled_session,
        person_accounts: bool = False,
        only_looking: bool = False,
    ) -> None:
        """`username` is the integration user. `clock` answers the current instant, aware.

        `audience` is what a token request is addressed to if it differs from `login_url`. `proxies` are as in requests;
        those of the environment are obeyed besides. `person_accounts` says that the org has them switched on.
        `only_looking` answers writes as if they had happened, and makes none. Nothing is called here.
        """
        self._kind = LookingClient if only_looking else Client
        login_url = login_url.rstrip("/")
        self._meter = Meter(clock)
        self._transport = OrgTransport(session_factory, timeout=timeout, ca_bundle=ca_bundle, proxies=proxies)
        app = App(login_url, client_id, private_key_pem, audience or login_url)
        self._sign_in = SignIn(app, self._transport, self._meter, clock)
        self._integration = self._client(Actor(username, rep=False))
        self._alike = Alike()
        self._describes = Describes(self._integration, self._alike)
        self._person_accounts = person_accounts
        self._guard = threading.Lock()
        self._by_rep: dict[str, Describes] = {}

    def reader(self) -> SalesforceReader:
        """Answer the integration user's view."""
        return SalesforceReader(self._integration)

    def open(self, user: Person, contacts: ContactPolicy, events: EventPolicy) -> SalesforceOrg:
        """Answer a rep's view for one cycle. Nothing is called before its first operation."""
        client = self._client(Actor(user.username, rep=True))
        seen = self._seen_by(user.username, client)
        return SalesforceOrg(
            client,
            self._integration,
            self._describes,
            seen,
            user,
            contacts,
            events,
            person_accounts=self._person_accounts,
        )

    def changes(self, address: str) -> ChangeStreams:
        """Answer what the org tells of changes by itself, to the integration user, at a Pub/Sub API (HOST:PORT)."""
        from syncline.connectors.salesforce.pubsub.stream import ChangeStreams  # noqa: PLC0415 - loads gRPC

        actor = self._integration.actor
        return ChangeStreams(
            address, lambda: self._sign_in.token(actor), lambda token: self._sign_in.forget(actor, token)
        )

    def check(self, contacts: ContactPolicy, events: EventPolicy, profiles: Sequence[str]) -> list[Complaint]:
        """Hold settings against the org's own description of its fields, as the integration user sees it."""
        return complaints(self._describes, self.reader(), contacts, events, profiles)

    def fields(self) -> OrgFields:
        """Answer what a person may choose from, as the integration user sees it. One request."""
        return offered(self._describes)

    def count(self, contacts: ContactPolicy, user: Person | None = None) -> int:
        """Count what a configuration takes: for a user, as that user; else in the whole org, whoever owns it."""
        if user is None:
            return count(self._integration, self._describes, contacts)
        client = self._client(Actor(user.username, rep=True))
        return count(client, self._describes, contacts, user.id if contacts.which != "all" else "")

    def captured(self) -> list[str] | None:
        """Answer whom Salesforce's own tool syncs, by user name; None where that cannot be seen. Two requests."""
        return captured(self._integration)

    def permissions(self, user: Person, contacts: ContactPolicy, events: EventPolicy) -> list[Need]:
        """Answer what a rep lacks for what a configuration says (SPEC 7.7). One request as the rep."""
        client = self._client(Actor(user.username, rep=True))
        return missing(self._seen_by(user.username, client), contacts, events)

    def probe(self) -> SalesforceProbe:
        """Answer what a connection test looks with."""
        return SalesforceProbe(self._integration, self._meter)

    def probe_rep(self, user: Person) -> Seen:
        """Sign in as a rep, for a connection test."""
        return rep_sign_in(self._client(Actor(user.username, rep=True)))

    def _seen_by(self, username: str, client: Client) -> Describes:
        """Answer what is known of the org's description for one rep: field security makes it differ."""
        with self._guard:
            return self._by_rep.setdefault(username, Describes(client, self._alike))

    def close(self) -> None:
        """Let go of sockets."""
        self._transport.close()

    @property
    def calls(self) -> Mapping[str, int]:
        """API requests so far: `total`, and by kind. Sign-ins are counted apart."""
        return self._meter.calls

    @property
    def sign_ins(self) -> int:
        """Token requests so far."""
        return self._meter.sign_ins

    @property
    def usage(self) -> tuple[int, int] | None:
        """The org's own count of its last 24 hours, (used, allowed), as its last answer told it."""
        return self._meter.usage

    def _client(self, actor: Actor) -> Client:
        return self._kind(actor, self._sign_in, self._transport, self._meter)
