"""Saved error reports: of a person, by name; and those that somebody saved for everybody (SPEC 7.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.records.words import Side
from syncline.store.changes import Changes
from tests.contract.web.conftest import Browser, browser_on, person, text_of
from tests.contract.web.filled import ANN, BOB, fill

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

ASKED = {"rep": "bob", "collection": "contacts", "each": "1", "until": "2026-03-05"}
QUERY = "rep=bob&collection=contacts&until=2026-03-05&each=1"


def save(browser: Browser, name: str, **more: str) -> None:
    assert browser.post("/errors/reports/save", {"name": name, **more}, page="/errors").status_code == 302


def test_a_report_is_saved_opened_replaced_and_taken_out(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    save(admin, "Bob's contacts", **ASKED, mark="is no filter")
    page = admin.get("/errors").text
    assert f'href="/errors?{QUERY.replace("&", "&amp;")}"' in page
    opened = admin.get(f"/errors?{QUERY}")
    assert "Shorten it." in text_of(opened)
    assert 'aria-current="true"' in opened.text
    save(admin, "Bob's contacts", code="STRING_TOO_LONG")
    page = admin.get("/errors").text
    assert page.count("errors/reports/remove") == 1
    assert 'href="/errors?code=STRING_TOO_LONG"' in page
    report = page.partition('name="id" value="')[2].partition('"')[0]
    admin.post("/errors/reports/remove", {"id": report}, page="/errors")
    assert "Saved reports" not in text_of(admin.get("/errors"))


def test_a_report_belongs_to_a_person_unless_it_is_for_everybody(admin: Browser, around: Around) -> None:
    from syncline.web.access.permissions import Permission  # noqa: PLC0415 - Django has to be set up before

    analyst = browser_on(around).sign_in(person([Permission.REPORTS], username="una"))
    save(admin, "Mine")
    save(admin, "Everybody's", shared="yes")
    save(analyst, "Una's", shared="yes")
    theirs, mine = analyst.get("/errors").text, admin.get("/errors").text
    assert "Everybody" in theirs
    assert "Mine" not in text_of(analyst.get("/errors"))
    assert "Una's" not in text_of(admin.get("/errors")), "who may not save for everybody saves for themselves"
    report = mine.partition('name="id" value="')[2].partition('"')[0]
    answer = analyst.post("/errors/reports/remove", {"id": report}, page="/errors")
    assert answer.status_code == 302
    assert admin.get("/errors").text.count("errors/reports/remove") == 2
    assert "There is no such report of yours." in text_of(analyst.get("/errors"))


def test_nonsense_is_refused(admin: Browser) -> None:
    for name in ("", " ", "x" * 121):
        save(admin, name)
    for asked in ("", "x", "9" * 30, "0"):
        admin.post("/errors/reports/remove", {"id": asked}, page="/errors")
    assert "Saved reports" not in text_of(admin.get("/errors")).partition("Errors")[2]


def test_errors_link_to_both_records_and_to_why(admin: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    row = replace(made.error, record_id="A+/=", other_id="003000000000002AAA", side=Side.MAILBOX)
    store.commit(Changes(errors=[row]))
    page = admin.get("/errors?each=1").text
    assert "startURL=%2Flightning%2Fr%2FContact%2F003000000000002AAA%2Fview" in page
    assert "/owa/?ItemID=A%2B%2F%3D&amp;exvsurl=1" in page
    assert f"/why/{BOB}?q=A%2B/%3D" in page
    assert ANN not in page.partition("<tbody")[2]


def test_a_cause_keeps_the_rest_of_the_filter(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    page = admin.get("/errors?collection=contacts&since=2026-03-02").text
    assert 'href="?collection=contacts&amp;since=2026-03-02&amp;code=STRING_TOO_LONG"' in page
