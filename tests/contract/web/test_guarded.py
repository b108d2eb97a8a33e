"""What stands between the pages and the API and whoever means ill: forms of other sites, other hosts, missing TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from syncline.jobs.tokens import PREFIX, make_token
from tests.contract.web.conftest import NOW, Browser, person
from tests.contract.web.filled import ANN, fill

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around


def test_a_session_opens_no_call(admin: Browser) -> None:
    """Else a form on another site could call in the name of whoever is signed in."""
    assert admin.get("/api/status").status_code == 401
    assert admin.client.post("/api/reps/pause", json={"rep": ANN, "paused": True}).status_code == 401


def test_a_token_opens_no_page(around: Around, store: DatabaseStore) -> None:
    from syncline.web.serve import Pages  # noqa: PLC0415 - Django has to be set up before

    person()
    headers = {"Authorization": f"Bearer {make_token(store, 'program', NOW)}"}
    answer = Client(Pages(around)).get("/status", headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=/status")


def test_every_form_of_the_pages_wants_its_token(admin: Browser, store: DatabaseStore) -> None:
    from django.urls import URLPattern, get_resolver, reverse  # noqa: PLC0415 - Django has to be set up before

    fill(store)
    hooks = {"hook-google", "hook-microsoft365"}
    tried = 0
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLPattern) and entry.name and entry.name not in hooks:
            known = {"rep": ANN, "pk": 1, "mark": "x", "kind": "exchange", "name": "acme", "key": "k"}
            address = reverse(entry.name, kwargs={name: known[name] for name in entry.pattern.converters})
            answer = admin.client.post(address, data={"paused": "yes"})
            # Django looks at the token before the view says whether it takes forms at all.
            assert answer.status_code == 403, f"{address}: {answer.status}"
            tried += 1
    assert tried > 30
    assert not store.reps([ANN])[0].paused


def test_a_token_cannot_be_guessed(store: DatabaseStore) -> None:
    """256 bits: no lock is needed, which would only let strangers lock programs out."""
    asked: list[int] = []
    token = make_token(store, "program", NOW, lambda size: asked.append(size) or "x")  # type: ignore[func-returns-value]
    assert asked == [32]
    assert token.startswith(PREFIX)


@pytest.mark.parametrize("path", ["/api/status", "/api/openapi.json", "/sign-in", "/nowhere"])
def test_everything_is_kept_to_itself(browser: Browser, path: str) -> None:
    person()
    headers = browser.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_another_host_is_answered_nothing(browser: Browser, host: str) -> None:
    """A name that an attacker points at this machine is not ours (DNS rebinding)."""
    answer = browser.client.get("/api/openapi.json", headers={"Host": host})
    assert answer.status_code == 400


def test_behind_tls_cookies_travel_by_tls_alone_and_browsers_remember(around: Around) -> None:
    from django.conf import settings  # noqa: PLC0415 - Django has to be set up before
    from django.test.utils import override_settings  # noqa: PLC0415 - as above

    from syncline.web.serve import Front, Pages, set_up  # noqa: PLC0415 - as above

    person()
    names = ("SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SECURE_PROXY_SSL_HEADER", "SESSION_COOKIE_SECURE",
             "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "ACCOUNT_DEFAULT_HTTP_PROTOCOL")  # fmt: skip
    with override_settings(**{name: getattr(settings, name, None) for name in names}):
        set_up(Front("127.0.0.1", 0, "a key for this test", "https://sync.acme.example/"))
        client = Client(Pages(around))
        ours = {"Host": "sync.acme.example", "X-Forwarded-Proto": "https"}
        answer = client.get("/sign-in", headers=ours)
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert "Secure" in answer.headers["Set-Cookie"]
        assert client.get("/sign-in", headers=ours | {"Host": "other.example"}).status_code == 400
        assert "Strict-Transport-Security" not in client.get("/sign-in", headers={"Host": "sync.acme.example"}).headers
