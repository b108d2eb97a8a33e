"""A connection whose org answers what a test says, for answers that the sandbox org never gives."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import requests

from syncline.connectors.port import OrgUser
from syncline.connectors.salesforce import SalesforceConnection
from syncline.sandbox.inprocess import InProcessAdapter
from tests.support.sf_connector_world import BOTH, EVENTS, INTEGRATION, REP, app_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from syncline.connectors.salesforce.org import SalesforceOrg

LOGIN = "https://login.script.test"
TOKEN = {"access_token": "a token", "instance_url": "https://acme.script.test", "id": f"{LOGIN}/id/00D1/0051"}


class Script:
    """Calls `answer(path, body)` for every API request; it answers status and JSON. `asked` keeps the bodies."""

    def __init__(self, answer: Callable[[str, Any], tuple[int, Any]], token: tuple[int, Any] = (200, TOKEN)) -> None:
        self._answer = answer
        self._token = token
        self.asked: list[Any] = []
        self.connection = SalesforceConnection(
            login_url=LOGIN,
            client_id="client",
            username=INTEGRATION,
            private_key_pem=app_key().private_key,
            clock=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC),
            session_factory=self._session,
        )

    def open(self) -> SalesforceOrg:
        user = OrgUser("005000000000001AAA", REP, REP, active=True, zone="Europe/Berlin", profile="Sales User")
        return self.connection.open(user, BOTH, EVENTS)

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.mount("https://", InProcessAdapter(self._application))
        return session

    def _application(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/services/oauth2/token":
            status, answer = self._token
        else:
            data = environ["wsgi.input"].read()
            body = json.loads(data) if data else None
            self.asked.append(body)
            status, answer = self._answer(path, body)
        start_response(f"{status} Told", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]


def composite(**parts: tuple[int, Any]) -> tuple[int, Any]:
    """The answer to a Composite request."""
    told = [{"referenceId": name, "httpStatusCode": code, "body": body} for name, (code, body) in parts.items()]
    return 200, {"compositeResponse": told}


def error(code: str, message: str = "said", *fields: str) -> list[dict[str, Any]]:
    """The body of a refused request."""
    return [{"errorCode": code, "message": message, "fields": list(fields)}]


def failed(code: str, message: str = "said", *fields: str) -> dict[str, Any]:
    """The result of one record that failed."""
    return {"success": False, "errors": [{"statusCode": code, "message": message, "fields": list(fields)}]}


def saved(record_id: str) -> dict[str, Any]:
    """The result of one record that was saved."""
    return {"id": record_id, "success": True, "errors": []}


def rows(*records: dict[str, Any]) -> dict[str, Any]:
    """The answer to a query."""
    return {"totalSize": len(records), "done": True, "records": list(records)}
