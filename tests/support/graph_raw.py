"""Calls to a Graph server by hand, without a socket and without a library that knows Graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests

from syncline.sandbox.inprocess import InProcessAdapter

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from syncline.sandbox.microsoft365 import Microsoft365Server

ORIGIN = "https://sandbox.example"
ROOT = f"{ORIGIN}/v1.0"
SCOPE = "https://graph.microsoft.com/.default"


def session_to(application: WSGIApplication) -> requests.Session:
    """Make a session whose requests go to an application."""
    session = requests.Session()
    session.mount(ORIGIN, InProcessAdapter(application))
    return session


def sign_in(session: requests.Session, server: Microsoft365Server, **form: str) -> requests.Response:
    """Ask for a token, by the secret unless `form` says otherwise."""
    asked = {
        "grant_type": "client_credentials",
        "client_id": server.client_id,
        "client_secret": server.secret,
        "scope": SCOPE,
    }
    return session.post(f"{ORIGIN}/{server.tenant.id}/oauth2/v2.0/token", data=asked | form)


@dataclass(slots=True)
class Caller:
    """Asks with a token; `prefer` is sent with every request."""

    session: requests.Session
    token: str
    user: str = ""
    prefer: list[str] = field(default_factory=list)

    def __call__(
        self, method: str, path: str, body: Any = None, *, prefer: str = "", headers: dict[str, str] | None = None
    ) -> requests.Response:
        """Ask for a path below the user, or below the root if it begins with a slash; links are taken as they are."""
        wishes = [*self.prefer, *([prefer] if prefer else [])]
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        if wishes:
            sent["Prefer"] = ", ".join(wishes)
        return self.session.request(method, self.url(path), json=body, headers=sent)

    def url(self, path: str) -> str:
        """Answer the whole address."""
        if path.startswith("https://"):
            return path
        return f"{ROOT}{path}" if path.startswith("/") else f"{ROOT}/users/{self.user}/{path}"

    def get(self, path: str, *, prefer: str = "") -> Any:
        """Ask for JSON that has to be there."""
        answer = self("GET", path, prefer=prefer)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any, *, prefer: str = "", status: int = 201) -> Any:
        """Make something; answers what was made."""
        answer = self("POST", path, body, prefer=prefer)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def patch(self, path: str, body: Any, *, prefer: str = "") -> Any:
        """Change something that can be changed."""
        answer = self("PATCH", path, body, prefer=prefer)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def round(self, address: str, *, prefer: str = "") -> tuple[list[dict[str, Any]], str]:
        """Follow a delta to its end; answers all rows and the link for the next round."""
        rows: list[dict[str, Any]] = []
        while True:
            page = self.get(address, prefer=prefer)
            rows += page["value"]
            if "@odata.deltaLink" in page:
                return rows, str(page["@odata.deltaLink"])
            address = page["@odata.nextLink"]


def refusal(answer: requests.Response) -> tuple[int, str]:
    """Answer the status and the code of an error."""
    return answer.status_code, answer.json()["error"]["code"]
