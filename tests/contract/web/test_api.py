"""What the pages do, over HTTP (SPEC 7.8): reps, held, journal and the set-up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import MARKED, ErrorRow, Hold
from tests.contract.web.conftest import NOW, person
from tests.contract.web.filled import ANN, BOB, CAT, SECRET, fill
from tests.contract.web.program import Program

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

ERROR = ErrorRow(ANN, Collection.CONTACTS, Side.SALESFORCE, "a", "DUPLICATE", "Twice.", "Merge them.", NOW)


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


def test_held_of_a_rep_as_a_whole(program: Program, store: DatabaseStore) -> None:
    assert program.call("POST", "/held/refuse", {})[0] == 422
    assert program.call("POST", "/held/refuse", {"rep": ANN}) == (200, {"decided": []})
    assert program.call("POST", "/held/refuse", {"rep": BOB, "collection": "contacts"}) == (200, {"decided": ["h1"]})
    assert store.history(1)[0].changes == {"refused": ("", "1")}


def test_errors_by_what_is_asked_and_tried_again_by_cause(program: Program, store: DatabaseStore) -> None:
    store.commit(Changes(errors=[replace(ERROR, rep=ANN, record_id=one) for one in "ab"]))
    code, told = program.call("GET", "/errors?code=DUPLICATE&limit=1&direction=to_mailbox&since=2026-03-01T00:00:00Z")
    assert (code, told["count"], len(told["errors"])) == (200, 2, 1)
    assert told["errors"][0]["remedy"] == ERROR.remedy
    assert program.call("GET", "/errors?until=2026-03-01T00:00:00Z")[1]["count"] == 0
    assert program.call("GET", f"/errors?rep={BOB}&sort=code")[1]["count"] == 1
    assert len(program.text("/errors.csv?code=DUPLICATE").splitlines()) == 3
    assert len(program.call("POST", "/errors/retry", {"code": "DUPLICATE", "rep": ANN})[1]["retried"]) == 2
    assert program.call("POST", "/errors/retry", {"rep": ANN})[0] == 422


def test_reports_are_saved_by_whom_they_are(rep: Program, around: Around, store: DatabaseStore) -> None:
    said = {"name": "Mine", "filter": {"code": "DUPLICATE", "sort": "rep"}, "shared": True}
    code, told = rep.call("POST", "/errors/reports", said)
    assert (code, told["reports"][0]["filter"], told["reports"][0]["shared"]) == (201, said["filter"], False)
    number = told["reports"][0]["id"]
    other = Program(around, store, person(rep=BOB, username="bob@acme.example").username)
    assert other.call("GET", "/errors/reports")[1] == {"reports": []}
    assert other.call("DELETE", f"/errors/reports/{number}")[0] == 404
    assert rep.call("DELETE", f"/errors/reports/{number}") == (200, {"removed": number})
    assert Program(around, store).call("POST", "/errors/reports", said)[0] == 404
    assert rep.call("POST", "/errors/reports", said | {"filter": {"colour": "red"}})[0] == 422


def test_unresolved_items_in_bulk(program: Program, store: DatabaseStore) -> None:
    _, told = program.call("GET", f"/unresolved?rep={ANN}")
    (item,) = told["unresolved"]
    assert item["question"]
    assert program.call("POST", "/unresolved/ignore", {"kind": item["kind"]}) == (200, {"ignored": [item["id"]]})
    assert program.call("GET", "/unresolved")[1]["count"] == 0
    assert program.call("GET", "/unresolved?state=ignored")[1]["count"] == 1
    assert program.call("POST", "/unresolved/resolve", {"rep": ANN, "to": ["new"]}) == (200, {"resolved": []})


def test_one_rep(program: Program) -> None:
    code, told = program.call("GET", f"/reps/one?rep={BOB}")
    assert (code, told["state"], told["causes"][0]["count"]) == (200, "failing", 1)
    assert told["collections"]["contacts"]["ways"]
    assert program.call("GET", "/reps/one?rep=acme/nobody")[0] == 404


def test_a_rep_pauses_themselves_and_is_matched_anew_once_a_day(rep: Program) -> None:
    assert rep.call("POST", "/reps/pause", {"rep": ANN, "paused": True})[1]["paused"] is True
    assert rep.call("POST", "/reps/reset", {"rep": ANN})[0] == 200
    code, told = rep.call("POST", "/reps/reset", {"rep": ANN})
    assert (code, told["error"]["code"]) == (409, "too_soon")


def test_what_a_program_changes_is_in_the_history(program: Program, store: DatabaseStore) -> None:
    program.call("POST", "/reps/pause", {"rep": ANN, "paused": True})
    (row,) = program.call("GET", f"/history?what=rep&name={ANN}")[1]["history"]
    assert (row["via"], row["who"], row["changes"]) == ("api", "for ", {"paused": ["false", "true"]})


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
    assert rep.call("POST", "/reps/reset", {"rep": BOB})[0] == 404
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
