"""Single sign-on by OpenID Connect (SPEC 7.7), with a provider that is played here over real sockets."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.wrappers import Request, Response

from syncline.sandbox.server import SocketServer
from syncline.store.rows import ConnectionRow
from tests.contract.web.conftest import Browser, person, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.store.database import DatabaseStore

ANN = {"sub": "248289761001", "email": "ann@acme.example", "email_verified": True}


@dataclass(slots=True)
class Provider:
    """What a provider answers; `claims` are whom it signs in."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: dict(ANN))
    asked: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        told = {
            "/.well-known/openid-configuration": {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/token": {"access_token": "a-token", "token_type": "Bearer", "expires_in": 300},
            "/userinfo": self.claims,
        }.get(request.path)
        self.asked.append(request.form.to_dict())
        answer = Response(json.dumps(told), content_type="application/json", status=200 if told else 404)
        return answer(environ, start_response)


@pytest.fixture
def provider() -> Iterator[Provider]:
    app = Provider()
    with SocketServer(app, threads=2) as server:
        app.url = server.url
        yield app


def come_back(browser: Browser, store: DatabaseStore, provider: Provider, **changed: str) -> Any:
    """Go to the provider and come back, as a browser does."""
    settings = {"issuer": provider.url, "client_id": "syncline"}
    store.save_setup(connections=[ConnectionRow("work", "openid_connect", settings, {"client_secret": "hush"})])
    assert "Sign in with work" in text_of(browser.get("/sign-in"))
    left = browser.get("/single-sign-on/work/login/")
    assert left.status_code == 302, left.text
    away = left.headers["Location"]
    assert away.startswith(f"{provider.url}/authorize?")
    state = parse_qs(urlsplit(away).query)["state"][0]
    return browser.get("/single-sign-on/work/login/callback/", query_string={"code": "x", "state": state} | changed)


def test_an_account_with_the_confirmed_address_comes_in(
    browser: Browser, store: DatabaseStore, provider: Provider
) -> None:
    person(("view_setup_and_configuration",), username="ann@acme.example")  # type: ignore[arg-type]
    assert come_back(browser, store, provider).headers["Location"] == "/"
    assert browser.get("/status").status_code == 200
    assert any(form.get("client_secret") == "hush" for form in provider.asked)


def test_the_subject_stays_joined_when_the_address_changes(
    browser: Browser, store: DatabaseStore, provider: Provider
) -> None:
    person(("view_setup_and_configuration",), username="ann@acme.example")  # type: ignore[arg-type]
    come_back(browser, store, provider)
    browser.post("/sign-out", page="/status")
    provider.claims["email"] = "ann.married@acme.example"
    come_back(browser, store, provider)
    assert browser.get("/status").status_code == 200


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email": "eve@acme.example"}, {"email": ""}])
def test_nobody_comes_in_without_an_account_or_a_confirmed_address(
    browser: Browser, store: DatabaseStore, provider: Provider, claims: dict[str, Any]
) -> None:
    person(("view_setup_and_configuration",), username="ann@acme.example")  # type: ignore[arg-type]
    provider.claims |= claims
    answer = come_back(browser, store, provider)
    assert answer.status_code == 403
    assert "No account" in text_of(answer)
    assert browser.get("/status").status_code == 302


def test_a_closed_account_stays_out(browser: Browser, store: DatabaseStore, provider: Provider) -> None:
    ann = person(("view_setup_and_configuration",), username="ann@acme.example")  # type: ignore[arg-type]
    ann.is_active = False
    ann.save()
    come_back(browser, store, provider)
    assert browser.get("/status").status_code == 302


@pytest.mark.parametrize("changed", [{"state": "another"}, {"error": "access_denied"}])
def test_an_answer_that_was_not_asked_for_is_refused(
    browser: Browser, store: DatabaseStore, provider: Provider, changed: dict[str, str]
) -> None:
    person(("view_setup_and_configuration",), username="ann@acme.example")  # type: ignore[arg-type]
    answer = come_back(browser, store, provider, **changed)
    assert answer.status_code == 403
    assert "Not signed in" in text_of(answer)
