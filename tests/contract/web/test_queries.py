"""How often each page and each list of the HTTP API asks the database: a reviewed baseline.

A list that has more than a screen counts once more. `UPDATE_QUERY_COUNTS=1` writes the baseline anew; what changed is
then reviewed like any other change.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from syncline.jobs.tokens import make_token
from syncline.store.changes import Changes
from tests.contract.web.conftest import NOW
from tests.contract.web.filled import ANN, cycle, fill, link, rep

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from tests.contract.web.conftest import Browser

BASELINE = Path(__file__).with_name("queries.json")
PAGES = ("/status", f"/reps/{ANN}", f"/why/{ANN}?q=doe",
         "/errors", "/errors?each=1", "/unresolved", "/held", "/journal", "/configurations",
         "/connections", "/people", "/history", "/start", "/account", "/alerts", "/privacy",
         "/coming-from", "/api/status", "/api/reps", "/api/errors",
         "/api/unresolved", "/api/held", "/api/journal", "/api/history", "/api/people", "/api/connections",
         "/api/configurations", "/metrics")  # fmt: skip
BY_TOKEN = ("/api/", "/metrics")
MANY = 60
"""More than one screen of everything."""


def fill_many(store: DatabaseStore) -> None:
    made = fill(store)
    ids = [f"acme/rep{number:02}@acme.example" for number in range(MANY)]
    store.save_setup(reps=[rep(one) for one in ids])
    store.commit(
        Changes(
            links=[link(f"x{number}", one) for number, one in enumerate(ids)],
            errors=[replace(made.error, rep=one) for one in ids],
            unresolved=[replace(made.question, rep=one) for one in ids],
            held=[replace(made.held, rep=one, id=f"h{one}") for one in ids],
            journal=[replace(made.journal, rep=one, id=f"j{one}") for one in ids],
            cycles=[cycle(one, 1) for one in ids],
        )
    )


def count(browser: Browser, token: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Answer how many statements each page sends."""
    sent: list[object] = []
    execute = psycopg.Cursor.execute

    def counted(self: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        sent.append(query)
        return execute(self, query, *arguments, **options)

    counts = {}
    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", counted)
        for page in PAGES:
            sent.clear()
            bearer = {"headers": {"Authorization": f"Bearer {token}"}} if page.startswith(BY_TOKEN) else {}
            assert browser.get(page, **bearer).status_code == 200, page
            counts[page] = len(sent)
    return counts


@pytest.mark.parametrize(("place", "fill_it"), [("three_reps", fill), ("sixty_reps", fill_many)])
def test_queries_are_those_of_the_baseline(
    admin: Browser, store: DatabaseStore, monkeypatch: pytest.MonkeyPatch, place: str, fill_it: Any
) -> None:
    fill_it(store)
    counted = count(admin, make_token(store, "counting", NOW), monkeypatch)
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    if os.environ.get("UPDATE_QUERY_COUNTS") == "1":
        baseline[place] = counted
        BASELINE.write_text(json.dumps(baseline, indent=2) + "\n", encoding="utf-8")
    assert counted == baseline[place], "more wants a reason, fewer a new baseline"
