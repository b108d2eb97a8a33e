"""The page of privacy (SPEC 7.5): how long the journal is kept, and the erasure of one person, counted first."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncline.store.changes import Changes
from tests.contract.web.conftest import Browser, text_of
from tests.contract.web.filled import fill
from tests.contract.web.program import Program

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

JO = "jo@doe.example"


def named(store: DatabaseStore) -> None:
    """Let one row of the journal name somebody."""
    made = fill(store)
    row = replace(made.journal, id="j2", before={"EmailAddress1": JO}, after={"EmailAddress1": "new@doe.example"})
    store.commit(Changes(journal=[row]))


def kept(store: DatabaseStore) -> str:
    return str([(dict(row.before), dict(row.after)) for row in store.journal()])


def test_a_person_is_counted_first_and_erased_on_the_second_word(admin: Browser, store: DatabaseStore) -> None:
    named(store)
    said = text_of(admin.post("/privacy/erase", {"person": JO}, page="/privacy"))
    assert "Would be erased: 2 journal rows, 0 ended pairs." in said
    assert "2 pairs of records still sync: delete the records" in said
    assert JO in kept(store)
    said = text_of(admin.post("/privacy/erase", {"person": JO, "word": "erase"}, page="/privacy"))
    assert "Erased: 2 journal rows, 0 ended pairs." in said
    assert JO not in kept(store)
    history = text_of(admin.get("/history"))
    assert "2 journal rows, 0 ended pairs" in history
    assert JO not in history
    again = text_of(admin.post("/privacy/erase", {"person": JO}, page="/privacy"))
    assert "Nothing that would go is kept of this person." in again


@pytest.mark.parametrize("person", ["", "jo", "     a     ", "@doe.example"])
def test_what_could_be_anybody_erases_nobody(admin: Browser, store: DatabaseStore, person: str) -> None:
    named(store)
    refused = admin.post("/privacy/erase", {"person": person, "word": "erase"}, page="/privacy")
    assert refused.status_code == 422
    assert "This could be anybody" in text_of(refused)
    assert JO in kept(store)


def test_how_long_the_journal_is_kept(admin: Browser, store: DatabaseStore) -> None:
    page = admin.get("/privacy").text
    mark = re.search(r'name="mark" value="([^"]*)"', page)
    assert mark
    assert 'value="180"' in page
    assert admin.post("/privacy", {"mark": mark[1], "retention_days": "30"}).status_code == 302
    assert json.loads(store.setting("journal")) == {"retention_days": 30}
    assert 'value="30"' in admin.get("/privacy").text
    assert admin.post("/privacy", {"mark": mark[1], "retention_days": "60"}).status_code == 409
    mark = re.search(r'name="mark" value="([^"]*)"', admin.seen)
    assert mark
    assert admin.post("/privacy", {"mark": mark[1], "retention_days": "0"}).status_code == 422
    assert json.loads(store.setting("journal")) == {"retention_days": 30}


def test_a_program_counts_unless_it_is_sure(around: Around, store: DatabaseStore) -> None:
    named(store)
    program = Program(around, store)
    counted = {"journal": 2, "links": 0, "still_synced": 2, "dry_run": True}
    assert program.call("POST", "/privacy/erase", {"person": JO}) == (200, counted)
    assert JO in kept(store)
    assert program.call("POST", "/privacy/erase", {"person": JO, "dry_run": False})[1] == counted | {"dry_run": False}
    assert JO not in kept(store)
    assert program.call("POST", "/privacy/erase", {"person": "@doe.example", "dry_run": False})[0] == 422
