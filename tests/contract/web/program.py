"""A program that calls the HTTP API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.jobs.tokens import make_token
from tests.contract.web.conftest import NOW, browser_on

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around


class Program:
    """Calls with a token; without a person's name, as whoever has the data folder."""

    def __init__(self, around: Around, store: DatabaseStore, username: str = "") -> None:
        self.tag = ""
        self.allowed = ""
        """The origin whose pages may read the last answer."""
        self._client = browser_on(around).client
        self._headers = {"Authorization": f"Bearer {make_token(store, f'for {username}', NOW, person=username)}"}

    def text(self, path: str) -> str:
        answer = self._client.get(f"/api{path}", headers=self._headers)
        assert answer.status_code == 200, answer.text
        return answer.text

    def call(self, method: str, path: str, body: Any = None, headers: Any = None, **more: Any) -> tuple[int, Any]:
        """Answer status and document; `tag` is the answer's ETag afterwards."""
        return self.whole(method, path, body, headers, **more)[:2]

    def whole(self, method: str, path: str, body: Any, headers: Any = None, **more: Any) -> tuple[int, Any, str]:
        """The same, with the whole text."""
        shown = self._headers | (headers or {})
        answer = self._client.open(f"/api{path}", method=method, json=body, headers=shown, **more)
        self.tag = answer.headers.get("ETag", "")
        self.allowed = answer.headers.get("Access-Control-Allow-Origin", "")
        return answer.status_code, answer.json if answer.is_json else None, answer.text
