"""A Workspace domain with two users, and a hand-written client that knows nothing but HTTP and JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import jwt
import requests

from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.google import GoogleServer, OpenAccount, ServiceKey
from syncline.sandbox.inprocess import InProcessAdapter
from tests.support.google_discovery import Judged

if TYPE_CHECKING:
    from collections.abc import Mapping

START = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ORIGIN = "http://google.sandbox.test"
REP = "marianne@acme.example"
OTHER = "jules@acme.example"
SCOPES = "https://www.googleapis.com/auth/calendar https://www.googleapis.com/auth/contacts"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SOME_FIELDS = "names,emailAddresses,memberships,metadata"


@dataclass
class World:
    """The server, its clock, and the user whom clients act for."""

    server: GoogleServer
    clock: SteppedClock
    rep: OpenAccount
    other: OpenAccount

    def session(self, *, judged: bool = True) -> requests.Session:
        """Reach the server without a socket; what passes is judged by Google's discovery documents, if wished."""
        session = requests.Session()
        session.mount(ORIGIN, InProcessAdapter(Judged(self.server) if judged else self.server))
        return session

    def token(self, **changes: object) -> requests.Response:
        """Ask for a token with an assertion whose claims are changed or, when None, left out."""
        form = {"grant_type": GRANT, "assertion": assertion(self.server.key, self.clock(), **changes)}
        return self.session().post(f"{ORIGIN}/token", data=form)

    def rest(self, user: str = REP) -> Rest:
        """Answer a client with a token for a user; that one can be had is the business of `test_sign_in`."""
        return Rest(self.session(), self.server.tokens.issue(user, frozenset(SCOPES.split())))


@dataclass
class Rest:
    """Requests to both APIs; answers are checked to have the status that is expected."""

    session: requests.Session
    token: str

    def call(
        self, verb: str, path: str, body: object = None, headers: Mapping[str, str] | None = None, **query: Any
    ) -> requests.Response:
        """Send a request; `path` is that of the API without its version."""
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **(headers or {})}
        data = json.dumps(body) if body is not None else None
        prefix = "/v1" if path.startswith(("/people", "/contactGroups", "/otherContacts")) else "/calendar/v3"
        return self.session.request(verb, ORIGIN + prefix + path, params=query, data=data, headers=sent)

    def ok(self, verb: str, path: str, body: object = None, **query: Any) -> dict[str, Any]:
        """Send a request that has to succeed; answers the body."""
        answer = self.call(verb, path, body, **query)
        assert answer.ok, answer.text
        made: dict[str, Any] = answer.json() if answer.content else {}
        return made

    def refused(self, code: int, verb: str, path: str, body: object = None, **query: Any) -> dict[str, Any]:
        """Send a request that has to be refused with this status; answers the error."""
        answer = self.call(verb, path, body, **query)
        assert answer.status_code == code, answer.text
        error: dict[str, Any] = answer.json()["error"]
        return error

    def events(self, **query: Any) -> dict[str, Any]:
        """List the primary calendar."""
        return self.ok("GET", "/calendars/primary/events", **query)

    def insert(self, body: Mapping[str, Any] | None = None, **query: Any) -> dict[str, Any]:
        """Insert an event into the primary calendar, an hour on 1 April 2026 unless the body says otherwise."""
        return self.ok("POST", "/calendars/primary/events", event(**(body or {})), **query)

    def connections(self, **query: Any) -> dict[str, Any]:
        """List contacts."""
        given = {"personFields": SOME_FIELDS, "requestSyncToken": "true", **query}
        return self.ok("GET", "/people/me/connections", **given)


def make_world(key: ServiceKey) -> World:
    """Two users in Berlin and New York with nothing in their calendars and address books."""
    clock = SteppedClock(START)
    server = GoogleServer(clock, seed=7, key=key)
    rep = server.add_account(REP, aliases=["m.vogel@acme.example"])
    return World(server, clock, rep, server.add_account(OTHER, time_zone="America/New_York"))


def event(**changes: Any) -> dict[str, Any]:
    """An event's body: an hour on 1 April 2026 in Berlin, unless changed."""
    return {"summary": "Visit", "start": at("2026-04-01T10:00:00"), "end": at("2026-04-01T11:00:00"), **changes}


def at(wall: str, zone: str = "Europe/Berlin") -> dict[str, str]:
    """A wall time and its zone."""
    return {"dateTime": wall, "timeZone": zone}


def assertion(key: ServiceKey, now: datetime, **changes: object) -> str:
    """A signed JWT for the rep, with claims changed or, when None, left out."""
    issued = int(now.timestamp())
    claims: dict[str, object] = {
        "iss": "syncline@syncline-sandbox.iam.gserviceaccount.com",
        "sub": REP,
        "aud": "https://oauth2.googleapis.com/token",
        "scope": SCOPES,
        "iat": issued,
        "exp": issued + 3600,
        **changes,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key.private_key, algorithm="RS256", headers={"kid": key.id})
