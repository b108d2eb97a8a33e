"""Lists that go on: each row once, forwards and back, however they are sorted and whatever comes meanwhile."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict

from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from tests.contract.web.conftest import NOW
from tests.contract.web.filled import ANN, BOB, CAT, Filled, fill
from tests.contract.web.program import Program

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around
    from tests.contract.web.conftest import Browser

_ROW = re.compile(r'type="checkbox" name="id" value="([^"]+)"')
_WAY = re.compile(r'rel="(prev|next)" href="([^"]+)"')


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens of two rows."""
    from syncline.web.lists import window  # noqa: PLC0415 - Django has to be set up before

    monkeypatch.setattr(window, "SIZE", 2)


def some_errors(store: DatabaseStore) -> Filled:
    """Seven errors, several of one instant, of one rep, of one code, and tried as often."""
    made = fill(store)
    rows = [
        replace(
            made.error, rep=(ANN, BOB, CAT)[number % 3], record_id=f"r{number % 4}", attempts=number % 2,
            code=("A", "B")[number % 2], at=NOW + timedelta(seconds=number // 3),
            side=(Side.MAILBOX, Side.SALESFORCE)[number % 2], collection=tuple(Collection)[number // 4],
        )
        for number in range(6)
    ]  # fmt: skip
    store.commit(Changes(errors=rows))
    return made


def _screen(browser: Browser, address: str) -> tuple[list[str], dict[str, str]]:
    page = browser.get(address).text
    return _ROW.findall(page), {way: unescape(to) for way, to in _WAY.findall(page)}


@pytest.mark.parametrize("sort", ["newest", "oldest", "rep", "code", "attempts"])
def test_every_row_is_on_one_screen_forwards_and_back(admin: Browser, store: DatabaseStore, sort: str) -> None:
    some_errors(store)
    forwards, way = [], {"next": f"?each=1&sort={sort}"}
    screens = []
    while "next" in way:
        screens.append(way["next"])
        rows, way = _screen(admin, f"/errors{way['next']}")
        forwards.append(rows)
    assert [len(rows) for rows in forwards] == [2, 2, 2, 1]
    assert len({row for rows in forwards for row in rows}) == 7
    backwards = [forwards[-1]]
    while "prev" in way:
        rows, way = _screen(admin, f"/errors{way['prev']}")
        backwards.append(rows)
    assert backwards == forwards[::-1]
    assert "7 of 7" in admin.get(f"/errors{screens[-1]}").text


def test_what_comes_meanwhile_moves_no_row(admin: Browser, store: DatabaseStore) -> None:
    made = some_errors(store)
    _, way = _screen(admin, "/errors?each=1")
    second, _ = _screen(admin, f"/errors{way['next']}")
    store.commit(Changes(errors=[replace(made.error, record_id="new", at=NOW + timedelta(days=1))]))
    assert _screen(admin, f"/errors{way['next']}")[0] == second


def _place(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


FORGED = ("x", "é", "W10", _place(), _place(1, 2, 3, 4, 5), _place(None, "", "", "", ""), _place("2026-03-02T09:00:00"),
          _place("2026-03-02T09:00:00", "", "", "", ""), _place("2026-03-02T09:00:00+00:00", "\0", "", "", ""),
          _place("2026-03-02T09:00:00+00:00", "\ud800", "", "", ""), _place("2026-02-30T09:00:00Z", "", "", "", ""),
          _place({}, [], "", "", ""), base64.urlsafe_b64encode(b"[" * 3000).decode())  # fmt: skip


@pytest.mark.parametrize("place", FORGED)
def test_a_place_that_is_none_is_the_beginning(admin: Browser, store: DatabaseStore, place: str) -> None:
    some_errors(store)
    asked = QueryDict(mutable=True)
    asked.update({"each": "1", "after": place})
    assert _screen(admin, f"/errors?{asked.urlencode()}")[0] == _screen(admin, "/errors?each=1")[0]


@pytest.mark.parametrize("place", FORGED)
def test_a_program_is_told_that_a_place_is_none(around: Around, store: DatabaseStore, place: str) -> None:
    asked = QueryDict(mutable=True)
    asked["after"] = place
    status, told = Program(around, store).call("GET", f"/errors?{asked.urlencode()}")
    assert (status, told["error"]["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("what", ["errors", "held", "unresolved", "reps", "status", "people"])
def test_a_program_reads_a_whole_list_by_next(around: Around, store: DatabaseStore, what: str) -> None:
    from syncline.web.people.models import Person  # noqa: PLC0415 - Django has to be set up before

    made = some_errors(store)
    store.commit(
        Changes(
            held=[replace(made.held, rep=one, id=f"h{one}") for one in (ANN, BOB, CAT)],
            unresolved=[replace(made.question, rep=one) for one in (ANN, BOB, CAT)],
        )
    )
    for name in ("a@acme.example", "b@acme.example", "c@acme.example"):
        Person.objects.create(username=name)
    program, key = Program(around, store), {"status": "reps"}.get(what, what)
    whole = program.call("GET", f"/{what}")[1]
    read: list[dict[str, Any]] = []
    after: str | None = ""
    while after is not None:
        _, told = program.call("GET", f"/{what}?limit=1&after={after}")
        assert (told["count"], told["more"]) == (whole["count"] - len(read), False)
        read += told[key]
        after = told["next"]
    assert read == whole[key]
    assert len(read) >= 3


def test_a_count_stops_and_says_so(around: Around, store: DatabaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    from syncline.web.api import paging  # noqa: PLC0415 - Django has to be set up before

    some_errors(store)
    monkeypatch.setattr(paging, "COUNTED_AHEAD", 3)
    program = Program(around, store)
    told = [program.call("GET", f"/errors?limit=2&offset={offset}")[1] for offset in (0, 2, 4, 9)]
    assert [(one["count"], one["more"], len(one["errors"])) for one in told] == [
        (5, True, 2), (7, False, 2), (7, False, 2), (7, False, 0)
    ]  # fmt: skip
