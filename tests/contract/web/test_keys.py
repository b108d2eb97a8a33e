"""Keys made for the admin (SPEC 1.1): the certificate is downloaded, the private key goes into a connection unseen."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from syncline.jobs.alerts.conditions import Kind, conditions
from syncline.store.rows import ConnectionRow
from tests.contract.web.conftest import NOW, Browser, text_of
from tests.contract.web.filled import ORG, fill
from tests.contract.web.program import Program

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.test import TestResponse

    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

NEW = "/connections/new/salesforce"


def secret_of(store: DatabaseStore, name: str, key: str) -> str:
    return next(row.secrets.get(key, "") for row in store.connections() if row.name == name)


def save(admin: Browser, page: str, fields: dict[str, str]) -> TestResponse:
    """Send the form of a connection as the page shows it."""
    mark = re.search(r'name="mark" value="([^"]*)"', admin.get(page).text)
    assert mark
    return admin.post(page, fields | {"mark": mark[1]})


def made(admin: Browser, page: str) -> str:
    """Answer the id of the key that a page offers."""
    admin.get(page)
    found = re.search(r'href="/keys/([0-9a-f]{32})\.crt"', admin.seen)
    assert found
    return found[1]


def test_from_nothing_to_a_connection_that_signs_in_with_it(
    admin: Browser, store: DatabaseStore, tmp_path: Path
) -> None:
    assert "The private key never leaves this installation." in text_of(admin.get(NEW))
    assert admin.post("/keys/make/salesforce", page=NEW).headers["Location"] == NEW
    key = made(admin, NEW)
    (file,) = (tmp_path / "keys").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    download = admin.get(f"/keys/{key}.crt")
    assert "attachment" in download.headers["Content-Disposition"]
    assert "PRIVATE" not in download.text + admin.seen
    certificate = load_pem_x509_certificate(download.text.encode())
    save(admin, NEW, ORG | {"name": "acme", "made_key": key})
    kept = secret_of(store, "acme", "private_key")
    private = load_pem_private_key(kept.encode(), password=None)
    assert private.public_key() == certificate.public_key()
    assert not list((tmp_path / "keys").iterdir())
    page = text_of(admin.get("/connections/edit/acme"))
    assert "In use: a certificate that ends on 2028-03-01" in page
    assert admin.get("/connections/certificate/acme").text == download.text


def test_an_app_of_microsoft_365_changes_from_a_secret_to_a_certificate(admin: Browser, store: DatabaseStore) -> None:
    settings = {"tenant": "acme.example", "client_id": "app"}
    store.save_setup(connections=[ConnectionRow("cloud", "microsoft365", settings, {"client_secret": "hush"})])
    page = "/connections/edit/cloud"
    assert admin.post("/keys/make/microsoft365", {"connection": "cloud"}, page=page).headers["Location"] == page
    save(admin, page, settings | {"made_key": made(admin, page)})
    assert secret_of(store, "cloud", "client_secret") == ""
    assert "BEGIN CERTIFICATE" in secret_of(store, "cloud", "certificate")


def test_a_certificate_s_end_is_told_of_for_salesforce_too(admin: Browser, store: DatabaseStore) -> None:
    admin.post("/keys/make/salesforce", page=NEW)
    save(admin, NEW, ORG | {"name": "acme", "made_key": made(admin, NEW)})
    kinds = [one.kind for one in conditions(store, NOW + timedelta(days=701))]
    assert kinds == [Kind.KEY_EXPIRES]
    assert not conditions(store, NOW + timedelta(days=690))


def test_what_was_thrown_away_can_not_be_used(admin: Browser, store: DatabaseStore) -> None:
    admin.post("/keys/make/salesforce", page=NEW)
    key = made(admin, NEW)
    admin.post(f"/keys/drop/{key}", page=NEW)
    refused = save(admin, NEW, ORG | {"name": "acme", "made_key": key})
    assert refused.status_code == 422
    assert "is gone. Make another one." in text_of(refused)
    assert store.connections() == []


@pytest.mark.parametrize("key", ["0" * 32, "x", "passwd"])
def test_only_keys_that_were_made_here_are_downloaded(admin: Browser, key: str) -> None:
    assert admin.get(f"/keys/{key}.crt").status_code == 404


def test_a_connection_without_a_certificate_has_none_to_download(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    assert admin.get("/connections/certificate/acme").status_code == 404
    assert "its certificate was not given along" in text_of(admin.get("/connections/edit/acme"))


def test_a_program_makes_a_key_and_lets_a_connection_use_it(around: Around, store: DatabaseStore) -> None:
    fill(store)
    program = Program(around, store)
    _, key = program.call("POST", "/keys")
    assert "PRIVATE" not in str(key)
    assert program.call("GET", "/keys")[1] == [key]
    assert program.call("POST", "/keys/use", {"key": key["id"], "connection": "mail"})[0] == 404
    status, done = program.call("POST", "/keys/use", {"key": key["id"], "connection": "acme"})
    assert (status, done["applied"]) == (200, True)
    _, told = program.call("GET", "/credentials")
    assert [(one["connection"], one["certificate"]) for one in told if one["ends"]] == [("acme", key["certificate"])]
    assert program.call("GET", "/keys")[1] == []
    _, other = program.call("POST", "/keys")
    assert program.call("DELETE", f"/keys/{other['id']}")[0] == 200
    assert program.call("POST", "/keys/use", {"key": other["id"], "connection": "acme"})[0] == 404
