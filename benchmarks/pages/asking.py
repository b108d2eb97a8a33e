"""A house of one size, asked for pages by whoever started this: `python -m benchmarks.pages.asking FOLDER REPS ...`.

It says when it is ready; then every address on standard input is answered by one JSON line with milliseconds and
queries. Requests go through the WSGI application in this process: from the request to the last byte of the answer,
without a socket.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import structlog
from django.conf import settings
from tests.support.cli_machine import Offline
from tests.support.django_pages import set_up_django
from werkzeug.test import Client

from benchmarks.pages.seed import Size, seed
from syncline.cli.setup_file.desk import SetUpDesk
from syncline.jobs.key_drawer import KeyDrawer
from syncline.jobs.tokens import make_token
from syncline.store.embedded import EmbeddedServer
from syncline.store.opening import open_store
from syncline.web.access.permissions import ALL
from syncline.web.asked import Around

_REP = "{rep}"
"""Stands in an address for a rep of this house."""
_ADMIN = "admin@acme.example"
_BY_TOKEN = ("/api/", "/metrics")


class House:
    """A seeded folder; made where it is not there yet, and left there."""

    def __init__(self, folder: Path, size: Size) -> None:
        filled = folder / "filled"
        server, self._folder = EmbeddedServer(folder), folder
        self.store = open_store(folder)
        if not filled.exists():
            seed(server.start(), self.store, size)
            filled.touch()
        self._sent = _count_statements()
        self._cookies = Client(self._pages())
        self._cookies.set_cookie(settings.SESSION_COOKIE_NAME, _session())
        self._bearer = Client(self._pages())
        self._token = {"Authorization": f"Bearer {make_token(self.store, str(time.time_ns()), _now())}"}
        self._rep = _somebody()

    def ask(self, address: str) -> dict[str, Any]:
        """Open a page as an admin."""
        path = address.replace(_REP, self._rep)
        self._as_a_worker()
        del self._sent[:]
        began = time.perf_counter()
        by_token = path.startswith(_BY_TOKEN)
        answer = self._bearer.get(path, headers=self._token) if by_token else self._cookies.get(path)
        size = len(answer.get_data())
        took = time.perf_counter() - began
        return {"ms": took * 1000, "queries": len(self._sent), "status": answer.status_code, "bytes": size}

    def _as_a_worker(self) -> None:
        """Count what a worker counts in the background, before the clock starts."""
        from syncline.web.lists.summary import sum_up  # noqa: PLC0415 - Django has to be set up before

        sum_up(self.store, _now)

    def _pages(self) -> Any:
        from syncline.web.serve import Pages  # noqa: PLC0415 - Django has to be set up before

        desk = SetUpDesk(self.store, self._folder, _now, Offline)
        keys = KeyDrawer(self._folder / "keys", _now, partial(secrets.token_hex, 16))
        return Pages(Around(self.store, _now, lambda _: {}, desk=desk, keys=keys, looking=Offline))


def _now() -> datetime:
    return datetime.now(UTC)


def _count_statements() -> list[Any]:
    sent: list[Any] = []
    execute = psycopg.Cursor.execute

    def counted(self: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        sent.append(query)
        return execute(self, query, *arguments, **options)

    psycopg.Cursor.execute = counted  # type: ignore[method-assign]
    return sent


def _session() -> str:
    """Answer the key of a session in which an administrator is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415 - as above
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from syncline.web.people.models import Person  # noqa: PLC0415

    admin, _ = Person.objects.get_or_create(username=_ADMIN, defaults={"permissions": sorted(ALL), "password": "!"})
    session = SessionStore()
    session[SESSION_KEY] = str(admin.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = admin.get_session_auth_hash()
    session.create()
    return session.session_key or ""


def _somebody() -> str:
    """Answer a rep who has everything that a page of a rep shows."""
    from syncline.store.models import Error  # noqa: PLC0415 - as above

    return Error.objects.order_by("rep").values_list("rep", flat=True)[0]


def main() -> None:
    """Serve until the input ends."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    set_up_django()
    house = House(Path(sys.argv[1]), Size(*map(int, sys.argv[2:])))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(house.ask(line.strip())), flush=True)
    house.store.close()


if __name__ == "__main__":
    main()
