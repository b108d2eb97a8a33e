"""What a preview told, as files; and who is in force where, on the list of configurations (SPEC 3.1, 3.8)."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from syncline.store.rows import ConfigurationRow
from tests.contract.web.conftest import Browser, text_of
from tests.contract.web.filled import ANN, fill, rep

if TYPE_CHECKING:
    from django.http import HttpResponse

    from syncline.store.database import DatabaseStore

WORDS = ("create", "update", "overwritten", "delete", "match", "held", "unresolved", "unrepresentable", "failed")
NOTHING: dict[str, dict[str, int]] = {word: {} for word in WORDS}
TOLD: dict[str, Any] = {
    "configuration": "Sales",
    "reps": {"ann": {"contacts": NOTHING | {"create": {"to_mailbox": 2}}, "events": NOTHING}},
    "items": [
        {"rep": "ann", "collection": "contacts", "direction": "to_mailbox", "action": "create", "record": "003",
         "name": "=HYPERLINK(1)"},
        {"rep": "ann", "collection": "contacts", "direction": "to_salesforce", "action": "update", "record": "m1",
         "name": "Jo Doe", "fields": {"JobTitle": {"before": None, "after": "Buyer"},
                                       "Body": {"before": "a", "after": ""}}},
    ],
}  # fmt: skip


def as_file(kind: str) -> HttpResponse:
    from syncline.web.pages.preview_files import as_file as made  # noqa: PLC0415 - Django has to be set up before

    return made(TOLD, kind)


def table(answer: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


@pytest.mark.usefixtures("store")
def test_counts_and_sample_as_tables_that_no_spreadsheet_runs() -> None:
    (row,) = table(as_file("counts"))
    assert (row["rep"], row["direction"], row["create"], row["update"]) == ("ann", "to_mailbox", "2", "0")
    rows = table(as_file("sample"))
    assert [(one["action"], one["record"], one["field"], one["before"], one["after"]) for one in rows] == [
        ("create", "'=HYPERLINK(1)", "", "", ""),
        ("update", "Jo Doe", "JobTitle", "", "Buyer"),
        ("update", "Jo Doe", "Body", "a", ""),
    ]
    assert as_file("sample").headers["Content-Disposition"] == 'attachment; filename="syncline-preview-sample.csv"'
    assert json.loads(as_file("json").content) == TOLD


def test_a_file_of_a_preview_that_nobody_remembers_is_looked_at_anew(admin: Browser, store: DatabaseStore) -> None:
    cache.clear()
    fill(store)
    answer = admin.post("/configurations/preview/Sales", {"as": "json"}, page="/configurations/edit/Sales")
    assert answer.status_code in {200, 302}
    if answer.status_code == 200:
        assert json.loads(answer.text)["configuration"] == "Sales"


def test_the_list_says_who_is_in_force_where(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    many = [replace(rep(f"acme/rep{number}@acme.example"), profile="Sales User") for number in range(4)]
    store.save_setup(
        reps=many, configurations=[ConfigurationRow("Empty", "acme", "mail", active=False, settings={"contacts": {}})]
    )
    said = text_of(admin.get("/configurations"))
    assert "7 reps In force for ann@acme.example , bob@acme.example , cat@acme.example" in said.replace("Between", "")
    assert "and others (4 by profile)" in said
    assert "0 reps In force for nobody yet" in said
    assert f"/reps/{ANN}" in admin.get("/configurations").text
    assert "Contacts both ways Events to Salesforce" in said
