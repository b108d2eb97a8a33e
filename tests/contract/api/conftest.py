"""The HTTP API as it is served, on a store in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import Client

from syncline.connectors.probing import Seen, Step
from syncline.jobs.tokens import make_token
from syncline.store.memory import MemoryStore
from syncline.web.asked import Around
from tests.support.django_pages import set_up_django

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from syncline.jobs.subject import Subject

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def _set_up() -> None:
    set_up_django()


@pytest.fixture
def store() -> MemoryStore:
    """What the API looks at."""
    return MemoryStore()


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls the API, with a token or without one."""

    client: Client
    token: str = ""

    def get(self, path: str, **headers: str) -> TestResponse:
        """Ask."""
        return self.client.get(path, headers=self._headers(headers))

    def post(self, path: str, body: Any) -> TestResponse:
        """Ask with a JSON body."""
        return self.client.post(path, json=body, headers=self._headers({}))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} | more if self.token else more


def steps(subject: Subject) -> dict[str, list[Step]]:
    """A connection test that sees what it was asked to look at."""
    return {"mail": [Step("impersonation", lambda: Seen(f"{subject.org.name} {subject.mail.name} {subject.rep.id}"))]}


@pytest.fixture
def stranger(store: MemoryStore) -> Caller:
    """A caller without a token."""
    from syncline.web.serve import Pages  # noqa: PLC0415 - Django has to be set up before

    return Caller(Client(Pages(Around(store, lambda: NOW, steps))))


@pytest.fixture
def caller(store: MemoryStore, stranger: Caller) -> Caller:
    """A caller with a token."""
    return Caller(stranger.client, make_token(store, "tests", NOW))
