"""Pages and calls where the database went away: said in the form of whoever asked, and over with the next request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from django.db import OperationalError, connection

from syncline.jobs.tokens import make_token
from tests.contract.web.conftest import NOW

if TYPE_CHECKING:
    import pytest

    from syncline.store.database import DatabaseStore
    from tests.contract.web.conftest import Browser


def terminate(database_url: str) -> None:
    """End this thread's connection from outside, as a restart does."""
    connection.ensure_connection()
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 60000)", (connection.connection.info.backend_pid,))


def test_whoever_watches_is_not_told_of_a_connection_that_broke_since(browser: Browser, database_url: str) -> None:
    assert browser.get("/readyz").status_code == 200
    terminate(database_url)
    assert browser.get("/readyz").status_code == 200


def test_a_call_is_answered_in_json_where_the_database_goes_away_under_it(
    browser: Browser, store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from syncline.web.lists import errors  # noqa: PLC0415 - Django has to be set up before

    def away(*_: object) -> None:
        raise OperationalError("terminating connection due to administrator command")

    monkeypatch.setattr(errors, "found", away)
    answer = browser.get("/api/errors", headers={"Authorization": f"Bearer {make_token(store, 'one', NOW)}"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "store_unavailable")
