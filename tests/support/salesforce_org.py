"""An org with a few people in it, and hand-written clients that know nothing but HTTP and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import jwt
import requests
from requests.adapters import HTTPAdapter

from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.salesforce import AppKey, Permissions, SalesforceOrg
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Mapping

START = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ORIGIN = "http://acme.my.sandbox.test"
VERSION = "v60.0"
REP = "marianne@acme.example"
OTHER = "jules@acme.example"
SYNC = "sync@acme.example"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass
class World:
    """An org, its app's key, and the clock that moves both."""

    org: SalesforceOrg
    key: AppKey
    clock: SteppedClock

    def rest(self, username: str = REP) -> Rest:
        """A signed-in client in this process."""
        session = requests.Session()
        session.mount(ORIGIN, InProcessAdapter(self.org))
        return Rest(session, ORIGIN, self.org.sessions.start(self.org.user_id(username)))


def make_world(key: AppKey) -> World:
    """Two reps in Berlin and New York who do not see each other's records, and an integration user."""
    clock = SteppedClock(START)
    org = SalesforceOrg(clock=clock, seed=7)
    org.add_app(key)
    org.add_user(REP, first_name="Marianne", last_name="Vogel", password="Geheim1", security_token="tok")
    org.add_user(OTHER, first_name="Jules", last_name="Petit", time_zone="America/New_York")
    org.add_user(SYNC, last_name="Sync", permissions=Permissions(view_all=True, view_setup=True), profile="Integration")
    return World(org, key, clock)


def assertion(key: AppKey, now: datetime, **changes: object) -> str:
    """A signed JWT for the rep, with claims changed or, when None, left out."""
    claims: dict[str, object] = {
        "iss": key.client_id,
        "sub": REP,
        "aud": "https://login.salesforce.com",
        "exp": int((now + timedelta(minutes=3)).timestamp()),
    }
    claims |= changes
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key.private_key, algorithm="RS256")


class Rest:
    """A client written by hand: one token, plain JSON."""

    def __init__(self, session: requests.Session, origin: str, token: str) -> None:
        self.session = session
        self.origin = origin
        self.token = token

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send a request to a path under the version, or to one that names a version itself."""
        address = path if path.startswith(("/services", "/id")) else f"/services/data/{VERSION}{path}"
        return self.session.request(
            method,
            self.origin + address,
            json=body,
            params=params,
            headers={"Authorization": f"Bearer {self.token}", **(headers or {})},
            timeout=GUARD,
        )

    def get(self, path: str, **params: str) -> Any:
        """The JSON of a GET that must succeed."""
        answer = self.send("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def query(self, soql: str) -> list[dict[str, Any]]:
        """All records of a query, page by page."""
        page = self.get("/query", q=soql)
        records: list[dict[str, Any]] = page["records"]
        while not page["done"]:
            page = self.get(page["nextRecordsUrl"])
            records += page["records"]
        return records

    def ids(self, soql: str) -> list[str]:
        """The ids of all records of a query."""
        return [record["Id"] for record in self.query(soql)]

    def refusal(self, method: str, path: str, body: object = None, **params: str) -> tuple[int, dict[str, Any]]:
        """The status and the only error of a request that must be refused."""
        answer = self.send(method, path, body, params=params)
        errors = answer.json()
        assert answer.status_code >= 400, answer.text
        assert len(errors) == 1
        return answer.status_code, errors[0]

    def create(self, sobject: str, **values: object) -> str:
        """Make a record and answer its id."""
        answer = self.send("POST", f"/sobjects/{sobject}", values)
        assert answer.status_code == 201, answer.text
        record_id: str = answer.json()["id"]
        return record_id


class PlainHttp(HTTPAdapter):
    """For clients that insist on https: the same address over plain http."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = origin

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send to the sandbox whatever host the client asked for."""
        path = (request.url or "").split("/", 3)[3]
        request.url = f"{self._origin}/{path}"
        return super().send(request, *args, **kwargs)
