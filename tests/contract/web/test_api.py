"""What the pages do, over HTTP (SPEC 7.8): reps, held, journal and the set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.jobs.tokens import make_token
from syncline.store.rows import MARKED, Hold
from tests.contract.web.conftest import NOW, browser_on, person
from tests.contract.web.filled import ANN, BOB, CAT, SECRET, fill

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around


class Program:
    """Calls with a token; without a person's name, as whoever has the data folder."""

    def __init__(self, around: Around, store: DatabaseStore, username: str = "") -> None:
        self._client = browser_on(around).client
        self._headers = {"Authorization": f"Bearer {make_token(store, f'for {username}', NOW, person=username)}"}

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        answer = self._client.open(f"/api{path}", method=method, json=body, headers=self._headers, **more)
        return answer.status_code, answer.json


@pytest.fixture
def program(around: Around, store: DatabaseStore) -> Program:
    fill(store)
    return Program(around, store)


@pytest.fixture
def rep(around: Around, store: DatabaseStore) -> Program:
    fill(store)
    return Program(around, store, person(rep=ANN).username)


def test_reps_by_name_and_state(program: Program) -> None:
    _, found = program.call("GET", "/reps?state=failing")
    assert [(one["id"], one["errors"]) for one in found["reps"]] == [(BOB, 1)]
    _, found = program.call("GET", "/reps?q=acme.example&limit=2&offset=1")
    assert (found["count"], [one["id"] for one in found["reps"]]) == (3, [BOB, CAT])


def test_pause_and_reset(program: Program, store: DatabaseStore) -> None:
    assert program.call("POST", "/reps/pause", {"rep": ANN, "paused": True})[1]["paused"] is True
    assert program.call("POST", "/reps/reset", {"rep": ANN})[1]["reset"] == MARKED
    assert program.call("POST", "/reps/reset", {"rep": "acme/nobody"})[0] == 404


@pytest.mark.parametrize(("word", "state"), [("let-go", Hold.ALLOWED), ("refuse", Hold.REFUSED)])
def test_held(program: Program, store: DatabaseStore, word: str, state: Hold) -> None:
    assert program.call("POST", f"/held/{word}", {"ids": ["h1", "h2"]})[0] == 404
    assert program.call("GET", "/held")[1]["count"] == 1
    assert program.call("POST", f"/held/{word}", {"ids": ["h1"]}) == (200, {"decided": ["h1"]})
    assert store.held()[0].state is state


def test_the_journal(program: Program) -> None:
    _, told = program.call("GET", "/journal?since=2026-03-01T00:00:00Z")
    assert told["journal"][0]["before"] == {"JobTitle": "Buyer"}
    assert program.call("GET", "/journal?since=2026-03-01T00:00:00")[0] == 422
    assert program.call("POST", "/journal/undo", {"ids": ["gone"]})[0] == 404


def test_a_reps_token_reaches_what_is_their_own(rep: Program, store: DatabaseStore) -> None:
    assert [one["id"] for one in rep.call("GET", "/reps")[1]["reps"]] == [ANN]
    assert rep.call("GET", "/held")[1]["count"] == 0
    assert rep.call("POST", "/held/let-go", {"ids": ["h1"]})[0] == 404
    assert rep.call("GET", f"/journal?rep={BOB}")[1]["journal"][0]["rep"] == ANN
    assert rep.call("GET", f"/errors?rep={BOB}")[1]["count"] == 0
    assert rep.call("GET", "/setup")[0] == 403
    assert rep.call("POST", "/reps/reset", {"rep": BOB})[0] == 403
    assert store.held()[0].state is Hold.HELD


def test_the_set_up_is_read_tried_and_applied(program: Program, store: DatabaseStore) -> None:
    _, told = program.call("GET", "/setup")
    assert SECRET not in str(told)
    told["setup"]["configurations"]["Sales"]["contacts"]["direction"] = "none"
    code, tried = program.call("PUT", "/setup", told | {"dry_run": True, "offline": True})
    assert (code, tried["applied"], tried["changes"][0]["details"]) == (
        200,
        False,
        ["contacts.direction: both -> none"],
    )
    assert program.call("PUT", "/setup", told | {"offline": True})[1]["applied"] is True
    assert store.configurations()[0].settings["contacts"]["direction"] == "none"
    assert program.call("PUT", "/setup", told | {"offline": True})[0] == 409


def test_a_set_up_that_cannot_work_is_refused(program: Program) -> None:
    _, told = program.call("GET", "/setup")
    told["setup"]["configurations"]["Sales"]["org"] = "nowhere"
    code, refused = program.call("PUT", "/setup", told)
    assert code == 422
    assert refused["problems"][0]["remedy"]
