"""Errors, unresolved items, held deletions and the journal, as pages (SPEC 6.4, 7.2, 7.4, 7.5)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from syncline.engine.undo.outcome import UndoOutcome, Verdict
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import Asked, Hold
from syncline.store.short_ids import spot_id
from tests.contract.web.conftest import NOW, Browser, browser_on, person, text_of
from tests.contract.web.filled import ANN, BOB, fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.store.database import DatabaseStore
    from syncline.store.rows import JournalRow
    from syncline.web.asked import Around

ACCOUNT = "001000000000001AAA"


@pytest.mark.parametrize("page", ["/errors", "/unresolved", "/held", "/journal"])
def test_empty_lists_say_so(admin: Browser, page: str) -> None:
    said = text_of(admin.get(page))
    assert any(
        word in said for word in ("Nothing fails.", "Nothing is unresolved", "Nothing is held.", "Nothing is in")
    )


def test_errors_by_cause_with_the_remedy_and_one_by_one(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    assert "1 error 1 rep STRING_TOO_LONG What to do:" in text_of(admin.get("/errors"))
    each = text_of(admin.get("/errors?code=STRING_TOO_LONG"))
    assert "bob@acme.example contacts to Salesforce" in each
    assert "Too long. Shorten it." in each


@pytest.mark.parametrize(
    ("query", "count"),
    [("rep=bob", 1), ("rep=ann", 0), ("collection=events", 0), ("direction=to_salesforce", 1),
     ("direction=to_mailbox", 0), ("since=2026-03-02", 1), ("since=2026-03-03", 0), ("until=2026-03-01", 0),
     ("since=2026-02-30", 1), ("start=9", 0)],
)  # fmt: skip
def test_errors_are_filtered(admin: Browser, store: DatabaseStore, query: str, count: int) -> None:
    fill(store)
    assert text_of(admin.get(f"/errors?each=1&{query}")).count("Shorten it.") == count


def test_errors_as_csv_that_no_spreadsheet_runs(admin: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    store.commit(Changes(errors=[replace(made.error, message="=1+1")]))
    (row,) = csv.DictReader(io.StringIO(admin.get("/errors.csv").text))
    assert (row["rep"], row["code"], row["message"]) == (BOB, "STRING_TOO_LONG", "'=1+1")


def test_a_download_is_sent_as_it_is_read(store: DatabaseStore) -> None:
    from django.db import connection  # noqa: PLC0415 - Django has to be set up before

    from syncline.web.lists.errors import found  # noqa: PLC0415 - as above
    from syncline.web.pages.errors import lines  # noqa: PLC0415 - as above

    fill(store)
    sent = lines(found({}, None))
    assert next(sent).startswith("id,rep,")
    assert "Too long." in next(sent)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE is_holdable")
        assert cursor.fetchone() == (1,)
    assert list(sent) == []


def test_trying_again(admin: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    admin.post("/errors/retry", {"id": spot_id(made.error)}, page="/errors?each=1")
    assert due(store) == NOW


def test_trying_all_of_a_cause_again(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    admin.post(
        "/errors/retry", {"code": "STRING_TOO_LONG", "back": "/errors?code=STRING_TOO_LONG"}, page="/errors?each=1"
    )
    assert due(store) == NOW


def due(store: DatabaseStore) -> Any:
    (seen,) = store.sightings(BOB, Collection.CONTACTS, Side.MAILBOX, ["m1"])
    return seen.due


def test_an_answer(admin: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    assert "Acme Ltd" in text_of(admin.get("/unresolved"))
    admin.post("/unresolved/decide", {"id": spot_id(made.question), "to": ACCOUNT}, page="/unresolved")
    assert (store.unresolved()[0].state, store.unresolved()[0].answers) == (Asked.ANSWERED, (ACCOUNT,))


def test_another_record_and_a_wrong_one(admin: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    admin.post("/unresolved/decide", {"id": spot_id(made.question), "other": "003000000000009AAA"}, page="/unresolved")
    assert store.unresolved()[0].state is Asked.OPEN
    assert "is not the id of the account" in text_of(admin.get("/unresolved"))
    admin.post("/unresolved/decide", {"id": spot_id(made.question), "other": ACCOUNT}, page="/unresolved")
    assert store.unresolved()[0].answers == (ACCOUNT,)


def test_ignoring_several(admin: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    admin.post("/unresolved/decide", {"id": spot_id(made.question), "to": "ignore"}, page="/unresolved")
    assert store.unresolved()[0].state is Asked.IGNORED
    assert "Nothing is unresolved" in text_of(admin.get("/unresolved"))
    assert "Jo Doe" in text_of(admin.get("/unresolved?state=ignored"))


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"id": "h1", "word": "let_go"}, Hold.ALLOWED),
        ({"id": "h1", "word": "refuse"}, Hold.REFUSED),
        ({"rep": BOB, "collection": "contacts", "word": "refuse"}, Hold.REFUSED),
        ({"rep": BOB, "collection": "events", "word": "refuse"}, Hold.HELD),
        ({"id": "h1", "word": "nonsense"}, Hold.HELD),
        ({"word": "let_go"}, Hold.HELD),
    ],
)
def test_what_is_held(admin: Browser, store: DatabaseStore, fields: dict[str, str], state: Hold) -> None:
    fill(store)
    assert "1 to delete" in text_of(admin.get("/held"))
    assert "Jo Doe, Acme" in text_of(admin.get("/held"))
    admin.post("/held/decide", fields, page="/held")
    assert store.held()[0].state is state


def test_the_journal_before_and_after(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    assert "Job Title Buyer → Head of buying" in text_of(admin.get("/journal"))
    assert "Head of buying" not in text_of(admin.get("/journal?side=mailbox"))
    assert "Head of buying" not in text_of(admin.get("/journal?since=2026-03-03T00:00"))


def test_private_events_are_for_their_own_rep(admin: Browser, store: DatabaseStore, around: Around) -> None:
    made = fill(store)
    store.commit(Changes(journal=[replace(made.journal, private=True)]))
    assert "Buyer" not in text_of(admin.get("/journal"))
    own = browser_on(around).sign_in(person(rep=ANN))
    assert "Buyer" in text_of(own.get("/journal"))


def test_the_journal_goes_on_where_it_stopped(admin: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    store.commit(Changes(journal=[replace(made.journal, id=f"k{number}") for number in range(60)]))
    first = admin.get("/journal").text
    assert first.count('name="id"') == 50
    older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert admin.get(f"/journal{older}").text.count('name="id"') == 11


def test_taking_back_in_ones_own_name(store: DatabaseStore, around: Around) -> None:
    from syncline.web.access.permissions import ALL  # noqa: PLC0415 - Django has to be set up before

    asked: list[tuple[list[str], str, bool]] = []

    def undo(rows: Sequence[JournalRow], who: str, force: bool) -> list[UndoOutcome]:  # noqa: FBT001 - `Around` has it so
        asked.append(([row.id for row in rows], who, force))
        return [UndoOutcome(row.id, Verdict.CHANGED_SINCE) for row in rows]

    fill(store)
    browser = browser_on(replace(around, undo=undo)).sign_in(person(ALL))
    browser.post("/journal/undo", {"id": "j1"}, page="/journal")
    assert "1 changed by somebody since" in text_of(browser.get("/journal"))
    browser.post("/journal/undo", {"id": "j1", "force": "yes"}, page="/journal")
    browser.post("/journal/undo", {"id": "gone"}, page="/journal")
    assert asked == [(["j1"], "ann@acme.example", False), (["j1"], "ann@acme.example", True)]


def test_a_rep_sees_and_decides_only_their_own(browser: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    browser.sign_in(person(rep=ANN))
    assert "Too long." not in browser.get("/errors?each=1").text
    assert "Too long." not in browser.get("/errors.csv").text
    assert "Nothing is held." in text_of(browser.get("/held"))
    assert "Jo Doe" in text_of(browser.get("/unresolved"))
    assert "Buyer" in text_of(browser.get(f"/journal?rep={BOB}"))
    browser.post("/held/decide", {"id": "h1", "word": "let_go"}, page="/held")
    browser.post("/errors/retry", {"id": spot_id(made.error)}, page="/errors?each=1")
    assert store.held()[0].state is Hold.HELD
    assert due(store) is None
