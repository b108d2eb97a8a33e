"""A rep's token reaches nothing of another rep, by whatever call and id (SPEC 7.6): every call is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connections

from syncline.store.short_ids import spot_id
from tests.contract.web.conftest import person
from tests.contract.web.filled import ANN, BOB, CAT, Filled, fill
from tests.contract.web.program import Program
from tests.contract.web.test_every_route import calls

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.access.needs import Need
    from syncline.web.asked import Around

REFUSED = {403, 404}


def attempts(made: Filled) -> dict[str, list[tuple[str, Any]]]:
    """What a rep could ask about what is another's: by call, the query and the body."""
    error, question = {"ids": [spot_id(made.error)]}, {"ids": [spot_id(made.question)]}
    of_bob, of_ann, of_code = {"rep": BOB}, {"rep": ANN}, {"code": made.error.code}
    return {
        "GET /reps": [("?q=bob", None), ("?configuration=Sales&state=failing", None), ("", None)],
        "GET /reps/one": [(f"?rep={BOB}", None)],
        "POST /reps/pause": [("", of_bob | {"paused": True})],
        "POST /reps/reset": [("", of_bob)],
        "GET /why": [(f"?rep={BOB}&record=m1", None), (f"?rep={BOB}&record=m1&look=true", None)],
        "GET /errors": [(f"?rep={BOB}", None), ("", None)],
        "GET /errors.csv": [(f"?rep={BOB}", None), ("", None)],
        "GET /errors/reports": [("", None)],
        "POST /errors/reports": [],
        "DELETE /errors/reports/{report}": [("errors/reports/1", None)],
        "POST /errors/retry": [("", error), ("", of_code | of_bob), ("", of_code)],
        "GET /unresolved": [(f"?rep={ANN}", None), ("", None)],
        "POST /unresolved/resolve": [("", question | {"to": ["new"]}), ("", of_ann | {"to": ["new"]})],
        "POST /unresolved/ignore": [("", question), ("", of_ann), ("", {"kind": made.question.kind})],
        "GET /held": [(f"?rep={BOB}", None), ("", None)],
        "POST /held/let-go": [("", {"ids": ["h1"]}), ("", of_bob)],
        "POST /held/refuse": [("", {"ids": ["h1"]}), ("", of_bob)],
        "GET /journal": [(f"?rep={ANN}", None), ("?q=Buyer", None), ("", None)],
        "POST /journal/undo": [("", {"ids": ["j1"], "force": True})],
        "DELETE /tokens/{path:name}": [("tokens/for ", None)],
        "GET /add-in/event": [("?event=m1", None)],
        "GET /add-in/related": [("?event=m1", None)],
        "POST /add-in/select": [("", {"event": "m1"})],
        "POST /add-in/deselect": [("", {"event": "m1"})],
    }


ABOUT_ONESELF = {"GET /me", "POST /me/password", "GET /tokens", "POST /tokens", "GET /catalogue"}
"""Calls that take no id of anything that could be another's."""


def rows(store: DatabaseStore) -> dict[str, list[Any]]:
    """Everything in the store, but who changed what."""
    tables = [model._meta.db_table for model in apps.get_app_config("store").get_models()]
    with connections["default"].cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2')  # noqa: S608 - our own names
            found[table] = cursor.fetchall()
    return found


@pytest.fixture
def made(store: DatabaseStore) -> Filled:
    return fill(store)


def test_no_call_reaches_what_is_anothers(around: Around, store: DatabaseStore, made: Filled) -> None:
    Program(around, store)  # a token of the command line's, to be taken back by somebody else
    rep = Program(around, store, person(rep=CAT).username)
    before, tried = rows(store), attempts(made)
    for method, path, need in calls():
        name = f"{method} {path.removeprefix('/api')}"
        if not may_come(need):
            assert rep.call(method, path.removeprefix("/api"), {})[0] == 403, name
        elif name not in ABOUT_ONESELF:
            assert name in tried, f"say in {__name__} how {name} could be asked about another rep"
            for query, body in tried.pop(name):
                ask(rep, name, query, body)
    assert tried == {}, "there are no such calls any more"
    assert rows(store) == before


def may_come(need: Need) -> bool:
    return need.own or not need.every


def ask(rep: Program, name: str, query: str, body: Any) -> None:
    """Ask; what is answered tells nothing of the others, and nothing was done."""
    method, path = name.split(" ", 1)
    address = f"/{query}" if "{" in path else f"{path}{query}"
    code, told, text = rep.whole(method, address, body)
    assert code in REFUSED or code in {200, 409, 502, 503}, f"{name}{query}: {code} {text}"
    if code not in REFUSED:
        assert not any(one in text for one in ("ann@", "bob@", "Jo Doe", "Buyer")), f"{name}{query}: {text}"
    if method != "GET" and code == 200:
        assert all(done == [] for done in told.values()), f"{name}: {text}"
