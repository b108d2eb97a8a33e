"""Errors and unresolved items over HTTP: what `syncline errors`, `retry` and `unresolved` do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.engine.asking import COMPANY
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import Asked, ErrorRow, Sighting, UnresolvedRow
from syncline.store.short_ids import spot_id
from tests.contract.api.conftest import NOW

if TYPE_CHECKING:
    from syncline.store.memory import MemoryStore
    from tests.contract.api.conftest import Caller

REP = "acme/marianne@acme.example"
ACCOUNT = "001000000000001AAA"


def error(record: str, code: str = "STRING_TOO_LONG") -> ErrorRow:
    return ErrorRow(REP, Collection.CONTACTS, Side.MAILBOX, record, code, "Too long.", "Shorten it.", NOW)


def question(record: str = "003000000000001AAA") -> UnresolvedRow:
    return UnresolvedRow(REP, Collection.CONTACTS, Side.SALESFORCE, record, COMPANY, NOW)


def test_retry_takes_the_record_up_at_once(caller: Caller, store: MemoryStore) -> None:
    row = error("A")
    store.commit(Changes(errors=[row], sightings=[Sighting(REP, Collection.CONTACTS, Side.MAILBOX, "A", attempts=3)]))
    assert caller.post("/api/errors/retry", {"ids": [spot_id(row)]}).json == {"retried": [spot_id(row)]}
    (seen,) = store.sightings(REP, Collection.CONTACTS, Side.MAILBOX, ["A"])
    assert (seen.due, seen.attempts) == (NOW, 0)


@pytest.mark.parametrize("path", ["/api/errors/retry", "/api/unresolved/ignore", "/api/unresolved/resolve"])
def test_an_unknown_id_does_nothing(caller: Caller, store: MemoryStore, path: str) -> None:
    store.commit(Changes(unresolved=[question()], errors=[error("A")]))
    answer = caller.post(path, {"ids": [spot_id(question()), "nonsense"]})
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"]["code"] == "unknown_id"
    assert store.unresolved()[0].state is Asked.OPEN


def test_an_answer_is_noted_for_the_next_cycle(caller: Caller, store: MemoryStore) -> None:
    store.commit(Changes(unresolved=[question()]))
    assert caller.post("/api/unresolved/resolve", {"ids": [spot_id(question())], "to": [ACCOUNT]}).status_code == 200
    (row,) = store.unresolved()
    assert (row.state, row.answers) == (Asked.ANSWERED, (ACCOUNT,))


def test_an_answer_that_cannot_be_meant_is_refused(caller: Caller, store: MemoryStore) -> None:
    store.commit(Changes(unresolved=[question()]))
    answer = caller.post("/api/unresolved/resolve", {"ids": [spot_id(question())], "to": ["003000000000002AAA"]})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["error"]["code"] == "wrong_answer"
    assert store.unresolved()[0].state is Asked.OPEN


@pytest.mark.parametrize("body", [None, {}, {"ids": []}, {"ids": "x"}, {"ids": [1]}, []])
def test_a_body_that_says_nothing_is_refused(caller: Caller, body: object) -> None:
    answer = caller.post("/api/errors/retry", body)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["error"]["code"] in {"invalid_request", "nothing_meant"}


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "offset=-1", "collection=tasks"])
def test_a_window_that_cannot_be_is_refused(caller: Caller, query: str) -> None:
    assert caller.get(f"/api/errors?{query}").status_code == 422
