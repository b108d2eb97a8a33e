"""What the HTTP side of an org knows beyond its data: apps, sessions, cursors, counters and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.sandbox.salesforce.bulk.job import Jobs
from syncline.sandbox.salesforce.rest.query import Cursors
from syncline.sandbox.salesforce.rest.versions import LAST
from syncline.sandbox.salesforce.sessions import Requests, Sessions

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from syncline.sandbox.salesforce.state import OrgState

DAILY_REQUESTS = 100_000


@dataclass(frozen=True, slots=True)
class App:
    """A connected app: its public key for JWT bearer, its secret and run-as user for the other flows."""

    client_id: str
    public_key: str | None = None
    secret: str | None = None
    run_as: str | None = None
    """The id of the user that client credentials stand for."""


class Service:
    """The state of an org's service. Callers hold the org's lock."""

    def __init__(self, state: OrgState, org_id: str, random: Random) -> None:
        self.state = state
        self.org_id = org_id
        self.sessions = Sessions(state.clock, random, org_id)
        self.requests = Requests(DAILY_REQUESTS)
        self.cursors = Cursors()
        self.jobs = Jobs(state)
        self.apps: dict[str, App] = {}
        self.passwords: dict[str, str] = {}
        """By user id: password and security token, one after the other."""
        self.audiences = {"https://login.salesforce.com", "https://test.salesforce.com"}
        self.api_enabled = True
        """False in editions without API: every data request is refused."""
        self.described: dict[tuple[str, str], tuple[bytes, datetime]] = {}
        """By user and address: what stands for the last description, and since when it is so."""
        self.newest = LAST
        """The newest version of the API that the org's release speaks."""
        self.locked = False
        """True while the org is locked, closed or suspended."""
        self.caller = "127.0.0.1"
        """The address that the present request came from."""
        self.origin = ""
        """Scheme, host and port that the present request was addressed to."""

    def identity_url(self, user_id: str) -> str:
        """Answer the address that stands for a user."""
        return f"{self.origin}/id/{self.org_id}/{user_id}"

    def user_named(self, username: str) -> str | None:
        """Find a user's id by username, without regard to case."""
        return next(iter(self.state.tables["User"].ids("Username", username)), None)
