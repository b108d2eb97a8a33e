"""Addresses that are nearly right: with a slash too many, as people and other tools type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.web.filled import fill
from tests.contract.web.test_every_route import pages

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from tests.contract.web.conftest import Browser

METHOD_NOT_ALLOWED = 405


def test_a_slash_at_the_end_leads_to_the_page(admin: Browser) -> None:
    tried = 0
    for address, _ in pages():
        takes_only_forms = admin.get(address).status_code == METHOD_NOT_ALLOWED
        if address != "/" and not takes_only_forms:
            answer = admin.get(f"{address}/?page=2")
            assert (answer.status_code, answer.headers.get("Location")) == (302, f"{address}?page=2"), address
            tried += 1
    assert tried > 30


def test_a_name_keeps_its_signs(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    address = "/reps/acme/what%3F%20else@acme.example"
    assert admin.get(f"{address}/").headers["Location"] == address


@pytest.mark.parametrize("path", ["/nowhere/", "//other.example/", "//other.example/status/", "/other.example//"])
def test_no_other_way_is_shown(admin: Browser, path: str) -> None:
    answer = admin.client.get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code == 404
    assert "Location" not in answer.headers


def test_a_form_is_not_sent_on(admin: Browser) -> None:
    answer = admin.client.post("/errors/retry/", data=admin.token("/errors"))
    assert answer.status_code == 404


def test_a_call_that_is_not_there_is_refused_as_calls_are(admin: Browser) -> None:
    answer = admin.get("/api/nowhere")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"]["code"] == "not_there"
    assert admin.get("/api/status/").headers["Location"] == "/api/status"
