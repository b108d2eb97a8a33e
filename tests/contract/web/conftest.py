"""The pages as they are served, on the embedded database: accounts and sessions need one."""

from __future__ import annotations

import html
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpRequest
from werkzeug.test import Client

from syncline.cli.setup_file.desk import SetUpDesk
from syncline.connectors.probing import Seen, Step
from syncline.jobs.key_drawer import KeyDrawer
from syncline.web.asked import Around
from tests.support.cli_machine import Offline
from tests.support.store_database import empty_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from werkzeug.test import TestResponse

    from syncline.store.database import DatabaseStore
    from syncline.web.access.permissions import Permission
    from syncline.web.people.models import Person

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSWORD = "plenty of blue whales"
CODE = "the printed code"
_TAG = re.compile(r"<[^>]+>")
_UNSEEN = re.compile(r"<(script|style|select|svg)\b.*?</\1>", re.DOTALL)
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def text_of(answer: TestResponse) -> str:
    """What a person reads on a page, on one line."""
    page = _UNSEEN.sub(" ", answer.text)
    return " ".join(html.unescape(_TAG.sub(" ", page)).split())


@pytest.fixture
def store(database_url: str) -> DatabaseStore:
    """What the pages look at, with nobody in it."""
    return empty_store("people", "account", "socialaccount", "sessions", "axes")


@dataclass(slots=True)
class Browser:
    """A browser without scripts: keeps cookies, sends forms with the token that the page gave it."""

    client: Client
    seen: str = field(default="", repr=False)

    def get(self, path: str, **more: Any) -> TestResponse:
        """Open a page."""
        answer = self.client.get(path, **more)
        self.seen = answer.text if answer.mimetype == "text/html" else self.seen
        return answer

    def post(self, path: str, fields: dict[str, Any] | None = None, *, page: str | None = None) -> TestResponse:
        """Send the form of `page` (left out: of `path` itself)."""
        return self.client.post(path, data=self.token(page or path) | (fields or {}))

    def token(self, page: str) -> dict[str, str]:
        """Answer what a form of that page sends along."""
        self.get(page)
        found = _TOKEN.search(self.seen)
        return {"csrfmiddlewaretoken": found.group(1)} if found else {}

    def fill_in_sign_in(self, person: Person) -> Browser:
        """Come in as somebody, by the form."""
        answer = self.post("/sign-in", {"username": person.username, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return self

    def sign_in(self, person: Person) -> Browser:
        """Come in as somebody with the session that the form begins: most tests begin here."""
        from django.contrib.auth import login  # noqa: PLC0415 - Django has to be set up before
        from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 - Django has to be set up before

        request = HttpRequest()
        request.META["REMOTE_ADDR"] = "127.0.0.1"
        request.session = SessionStore()
        login(request, person, "django.contrib.auth.backends.ModelBackend")
        request.session.save()
        self.client.set_cookie("syncline_session", request.session.session_key or "")
        return self


@pytest.fixture
def around(store: DatabaseStore, tmp_path: Path) -> Around:
    """What the pages work with."""
    return Around(
        store,
        lambda: NOW,
        lambda subject: {"mail": [Step("impersonation", lambda: Seen(f"opened {subject.rep.username}"))]},
        desk=SetUpDesk(store, tmp_path, lambda: NOW, Offline),
        keys=KeyDrawer(tmp_path / "keys", lambda: NOW, lambda: uuid.uuid4().hex, bits=2048),
        looking=Offline,
        code=CODE,
    )


@pytest.fixture
def browser(around: Around) -> Browser:
    """Somebody who is not signed in."""
    return browser_on(around)


def browser_on(around: Around) -> Browser:
    """Answer a browser of its own."""
    from syncline.web.serve import Pages  # noqa: PLC0415 - Django has to be set up before

    return Browser(Client(Pages(around)))


def person(permissions: Iterable[Permission] = (), *, username: str = "ann@acme.example", rep: str = "") -> Person:
    """Make an account."""
    from syncline.web.people.models import Person  # noqa: PLC0415 - Django has to be set up before

    made = Person(username=username, email=username, permissions=sorted(permissions), rep=rep)
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def admin(browser: Browser) -> Browser:
    """Somebody who may do everything, signed in."""
    from syncline.web.access.permissions import ALL  # noqa: PLC0415 - Django has to be set up before

    return browser.sign_in(person(ALL, username="admin@acme.example"))
