"""Signing in with MSAL: a secret or a certificate, tokens that expire, and what each refusal is called."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.wrappers import Response

from syncline.connectors.errors import (
    ConnectorError,
    RetryLaterError,
    SignInAgainError,
    ThrottledError,
    UnavailableError,
)
from syncline.connectors.microsoft365.consent import consent_link, read_return
from syncline.sandbox.faults import Fault, FaultKind, Faults
from syncline.sandbox.microsoft365 import Secret
from tests.contract.mailbox_stage import CONTACTS
from tests.support.app_certificate import app_certificate
from tests.support.microsoft365_stage import HOST, REP, graph_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from tests.support.microsoft365_stage import Microsoft365Stage


def changes(stage: Microsoft365Stage, **settings: Any) -> None:
    connection = stage.connect(**settings)
    connection.open(REP, {}, installation="here", org_id="00D1").changes(CONTACTS, None)


def test_a_token_serves_many_calls(stage: Microsoft365Stage) -> None:
    for _ in range(3):
        stage.open().changes(CONTACTS, None)
    assert stage.server.requests["token"] == 1


def test_an_expired_token_is_renewed_on_the_way(stage: Microsoft365Stage) -> None:
    stage.open().changes(CONTACTS, None)
    stage.clock.advance(timedelta(hours=2))
    stage.open().changes(CONTACTS, None)
    stage.server.expire_tokens()
    stage.open().changes(CONTACTS, None)
    assert stage.server.requests["token"] == 3


def test_a_certificate_signs_in(stage: Microsoft365Stage) -> None:
    stage.clock.advance(datetime.now(UTC) - stage.clock())  # MSAL dates its assertions by the machine
    pem = app_certificate()
    stage.server.app.add_certificate(pem[pem.index("-----BEGIN CERTIFICATE") :])
    changes(stage, client_secret="", certificate=pem)
    assert stage.server.requests["token"] == 1


def _expired(stage: Microsoft365Stage) -> dict[str, Any]:
    stage.server.app.secrets[:] = [Secret("old", stage.clock() - timedelta(days=1))]
    return {"client_secret": "old"}


def _not_installed(stage: Microsoft365Stage) -> dict[str, Any]:
    stage.server.app.installed = False
    return {}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda _: {"tenant": "elsewhere.example"}, "microsoft365_wrong_tenant"),
        (lambda _: {"client_id": "00000000-0000-0000-0000-000000000000"}, "microsoft365_app_unknown"),
        (lambda _: {"client_secret": "no longer"}, "microsoft365_secret_wrong"),
        (_expired, "microsoft365_secret_expired"),
        (lambda _: {"client_secret": "", "certificate": app_certificate()}, "microsoft365_certificate_refused"),
        (_not_installed, "microsoft365_consent_missing"),
    ],
)
def test_a_refusal_says_what_to_do(
    stage: Microsoft365Stage, spoil: Callable[[Microsoft365Stage], dict[str, Any]], code: str
) -> None:
    settings = spoil(stage)
    with pytest.raises(SignInAgainError) as caught:
        changes(stage, **settings)
    assert caught.value.code == code
    assert caught.value.remedy
    assert stage.server.secret not in caught.value.detail


def test_a_token_that_graph_never_takes_is_not_asked_for_again_and_again(stage: Microsoft365Stage) -> None:
    stage.server.tenant.token_life = 0
    with pytest.raises(SignInAgainError) as caught:
        changes(stage)
    assert caught.value.code == "microsoft365_token_refused"
    assert stage.server.requests["token"] == 2


def test_something_else_that_answers_is_no_refusal(stage: Microsoft365Stage) -> None:
    with pytest.raises(ConnectorError) as caught:
        changes(stage, authority=f"{HOST}/nowhere/else/at/all")
    assert caught.value.code == "bad_answer"


def test_consent_leads_there_and_back(stage: Microsoft365Stage) -> None:
    settings = graph_settings(stage.server)
    back = "https://syncline.acme.example/consent"
    with stage.session() as session:
        answer = session.get(consent_link(settings, back, "state-1"), allow_redirects=False, timeout=5)
        stage.server.tenant.admin_agrees = False
        refused = session.get(consent_link(settings, back, "state-2"), allow_redirects=False, timeout=5)
    granted = read_return(_query(answer.headers["Location"]), settings)
    assert (granted.granted, granted.state, granted.tenant) == (True, "state-1", stage.server.tenant.id)
    declined = read_return(_query(refused.headers["Location"]), settings)
    assert (declined.granted, declined.state, declined.code) == (False, "state-2", "microsoft365_consent_missing")
    elsewhere = read_return({"admin_consent": "True", "tenant": "another"}, settings)
    assert (elsewhere.granted, elsewhere.code) == (False, "microsoft365_wrong_tenant")


def _query(location: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(location).query))


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ([7000112], "microsoft365_app_disabled"),
        ([53003], "microsoft365_blocked"),
        ([700024], "microsoft365_clock"),
        ([999, 65001], "microsoft365_consent_missing"),
        ([1], "microsoft365_sign_in_refused"),
        (None, "microsoft365_sign_in_refused"),
    ],
)
def test_a_refusal_is_known_by_its_number(stage: Microsoft365Stage, numbers: list[int] | None, code: str) -> None:
    told = {"error": "invalid_client", "error_description": "AADSTS: app of Ann Lee", "error_codes": numbers}
    stage.faults = Faults(refusing(stage, told))
    with pytest.raises(SignInAgainError) as caught:
        changes(stage)
    assert caught.value.code == code
    assert "Ann" not in caught.value.detail, "descriptions name people and apps"


def refusing(
    stage: Microsoft365Stage, told: dict[str, Any], *, status: int = 400, asked: str = "/token"
) -> WSGIApplication:
    """Stand before the tenant and refuse every token."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].endswith(asked):
            return Response(json.dumps(told), status, content_type="application/json")(environ, start_response)
        return stage.server(environ, start_response)

    return application


@pytest.mark.parametrize(
    ("status", "asked", "error"),
    [
        (400, "/token", "temporarily_unavailable"),
        (500, "/token", "server_error"),
        (500, "/token", "invalid_client"),
        (500, "/openid-configuration", "server_error"),
    ],
)
def test_a_tenant_in_trouble_refuses_nobody(stage: Microsoft365Stage, status: int, asked: str, error: str) -> None:
    stage.faults = Faults(refusing(stage, {"error": error, "error_codes": [90033]}, status=status, asked=asked))
    with pytest.raises(UnavailableError):
        changes(stage)


@pytest.mark.parametrize(("kind", "error"), [("unavailable", UnavailableError), ("too_many", ThrottledError)])
@pytest.mark.parametrize("asked", ["openid-configuration", "token"])
def test_a_tenant_that_is_busy_says_how_long_to_wait(
    stage: Microsoft365Stage, asked: str, kind: str, error: type[RetryLaterError]
) -> None:
    def matches(_body: bytes, environ: WSGIEnvironment) -> bool:
        return str(environ["PATH_INFO"]).endswith(asked)

    stage.faults.arm(Fault(FaultKind(kind), matches, retry_after=7))
    with pytest.raises(error) as caught:
        changes(stage)
    assert caught.value.after == 7
    changes(stage)
