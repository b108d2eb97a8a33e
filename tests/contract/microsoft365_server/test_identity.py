"""Tokens: discovery, secrets, certificates, consent, and what Entra says when there is none."""

from __future__ import annotations

import base64
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from syncline.sandbox.microsoft365 import Secret
from tests.support.graph_raw import ORIGIN, Caller, refusal, sign_in

from .conftest import ANN, START

if TYPE_CHECKING:
    import requests

    from syncline.sandbox.clock import SteppedClock
    from syncline.sandbox.microsoft365 import Microsoft365Server


def codes(answer: requests.Response) -> tuple[int, str, list[int]]:
    body = answer.json()
    assert body["error_description"].startswith(f"AADSTS{body['error_codes'][0]}: ")
    return answer.status_code, body["error"], body["error_codes"]


def test_discovery_names_the_token_endpoint(session: requests.Session, server: Microsoft365Server) -> None:
    for tenant in (server.tenant.id, "acme.example", f"{server.tenant.id}/{server.tenant.id}"):
        known = session.get(f"{ORIGIN}/{tenant}/v2.0/.well-known/openid-configuration").json()
        assert known["token_endpoint"].endswith("/oauth2/v2.0/token")
        assert known["issuer"] == f"{ORIGIN}/{server.tenant.id}/v2.0"


def test_a_secret_earns_a_token_for_an_hour(session: requests.Session, server: Microsoft365Server) -> None:
    answer = sign_in(session, server)
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in ("token_type", "expires_in")} == {
        "token_type": "Bearer",
        "expires_in": 3599,
    }


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"client_secret": "wrong"}, (401, "invalid_client", [7000215])),
        ({"client_id": str(uuid.UUID(int=1))}, (400, "unauthorized_client", [700016])),
        ({"grant_type": "password"}, (400, "unsupported_grant_type", [70003])),
        ({"scope": "https://graph.microsoft.com/Contacts.Read"}, (400, "invalid_scope", [1002012])),
        ({"scope": "https://vault.azure.net/.default"}, (400, "invalid_resource", [500011])),
        ({"client_secret": ""}, (400, "invalid_request", [7000216])),
        ({"scope": ""}, (400, "invalid_request", [900144])),
    ],
)
def test_what_is_wrong_is_said(
    session: requests.Session, server: Microsoft365Server, form: dict[str, str], told: tuple[int, str, list[int]]
) -> None:
    assert codes(sign_in(session, server, **form)) == told


def test_a_wrong_tenant_is_told_by_discovery_and_by_the_token_endpoint(session: requests.Session) -> None:
    other = f"{ORIGIN}/{uuid.UUID(int=7)}"
    told = (400, "invalid_request", [90002])
    assert codes(session.get(f"{other}/v2.0/.well-known/openid-configuration")) == told
    assert codes(session.post(f"{other}/oauth2/v2.0/token", data={})) == told


def test_a_secret_expires(session: requests.Session, server: Microsoft365Server, clock: SteppedClock) -> None:
    server.app.secrets.append(Secret("short", START + timedelta(days=1)))
    assert sign_in(session, server, client_secret="short").status_code == 200
    clock.advance(timedelta(days=1))
    assert codes(sign_in(session, server, client_secret="short")) == (401, "invalid_client", [7000222])


def test_a_token_expires_by_the_servers_clock(call: Caller, server: Microsoft365Server, clock: SteppedClock) -> None:
    assert call("GET", "contacts").status_code == 200
    clock.advance(timedelta(hours=1))
    assert refusal(call("GET", "contacts")) == (401, "InvalidAuthenticationToken")
    call.token = sign_in(call.session, server).json()["access_token"]
    assert call("GET", "contacts").status_code == 200
    server.expire_tokens()
    assert refusal(call("GET", "contacts")) == (401, "InvalidAuthenticationToken")


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_what_is_no_token_is_refused(call: Caller, token: str) -> None:
    call.token = token
    assert refusal(call("GET", "contacts")) == (401, "InvalidAuthenticationToken")


def test_an_app_without_a_service_principal_needs_consent_first(
    session: requests.Session, server: Microsoft365Server
) -> None:
    server.app.installed = False
    assert codes(sign_in(session, server)) == (400, "unauthorized_client", [7000229])
    page = f"{ORIGIN}/{server.tenant.id}/v2.0/adminconsent"
    asked = {"client_id": server.client_id, "redirect_uri": "https://sync.example/back", "state": "12 3"}
    server.tenant.admin_agrees = False
    assert _returned(session, page, asked)["error"] == ["access_denied"]
    server.tenant.admin_agrees = True
    back = _returned(session, page, asked)
    assert (back["admin_consent"], back["tenant"], back["state"]) == (["True"], [server.tenant.id], ["12 3"])
    assert sign_in(session, server).status_code == 200


def _returned(session: requests.Session, page: str, asked: dict[str, str]) -> dict[str, list[str]]:
    answer = session.get(page, params=asked, allow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("https://sync.example/back?")
    return parse_qs(urlsplit(answer.headers["Location"]).query)


class _Credential:
    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "syncline")])
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(START - timedelta(days=1))
            .not_valid_after(START + timedelta(days=90))
            .sign(self.key, hashes.SHA256())
        )

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def assertion(self, server: Microsoft365Server, algorithm: str = "PS256", **claims: Any) -> str:
        whole = {
            "aud": f"{ORIGIN}/{server.tenant.id}/oauth2/v2.0/token",
            "iss": server.client_id,
            "sub": server.client_id,
            "jti": "1",
            "nbf": START.timestamp(),
            "exp": START.timestamp() + 600,
        }
        print_ = self.certificate.fingerprint(hashes.SHA256())
        header = {"x5t#S256": base64.urlsafe_b64encode(print_).decode().rstrip("=")}
        return jwt.encode(whole | claims, self.key, algorithm=algorithm, headers=header)


@pytest.fixture(scope="module")
def credential() -> _Credential:
    return _Credential()


def _with(session: requests.Session, server: Microsoft365Server, assertion: str) -> requests.Response:
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    return sign_in(session, server, client_secret="", client_assertion=assertion, client_assertion_type=kind)


def test_a_certificate_earns_a_token(
    session: requests.Session, server: Microsoft365Server, credential: _Credential
) -> None:
    server.app.add_certificate(credential.pem)
    for algorithm in ("PS256", "RS256"):
        assert _with(session, server, credential.assertion(server, algorithm)).status_code == 200


def test_an_assertion_has_to_be_signed_by_a_registered_key(
    session: requests.Session, server: Microsoft365Server, credential: _Credential
) -> None:
    told = (401, "invalid_client", [700027])
    assert codes(_with(session, server, credential.assertion(server))) == told
    server.app.add_certificate(credential.pem)
    head = credential.assertion(server).rpartition(".")[0]
    forged = f"{head}.{_Credential().assertion(server).rpartition('.')[2]}"
    assert codes(_with(session, server, forged)) == told


def test_an_assertion_has_its_time_and_its_audience(
    session: requests.Session, server: Microsoft365Server, credential: _Credential
) -> None:
    server.app.add_certificate(credential.pem)
    late = credential.assertion(server, exp=START.timestamp() - 1)
    assert codes(_with(session, server, late)) == (401, "invalid_client", [700024])
    elsewhere = credential.assertion(server, aud="https://elsewhere.example/token")
    assert codes(_with(session, server, elsewhere)) == (401, "invalid_client", [50027])


def test_permissions_are_needed_and_scopes_hold(call: Caller, server: Microsoft365Server) -> None:
    server.denied.add("bob@acme.example")
    bob = Caller(call.session, call.token, "bob@acme.example")
    assert refusal(bob("GET", "contacts")) == (403, "ErrorAccessDenied")
    assert refusal(bob("GET", "calendarView/delta?startDateTime=2026-01-01&endDateTime=2026-02-01"))[0] == 403
    # What is consented to in Entra reaches all mailboxes, whatever scope Exchange knows.
    server.app.roles.add("Contacts.Read")
    assert bob("GET", "contacts").status_code == 200
    assert refusal(bob("POST", "contacts", {"givenName": "Ada"})) == (403, "ErrorAccessDenied")
    server.app.exchange_roles.clear()
    assert refusal(call("GET", "events")) == (403, "ErrorAccessDenied")
    server.app.roles.clear()
    assert refusal(call("GET", "/users")) == (403, "Authorization_RequestDenied")


def test_people_without_a_mailbox_are_told_apart(call: Caller, server: Microsoft365Server) -> None:
    nobody = Caller(call.session, call.token, "nobody@acme.example")
    assert refusal(nobody("GET", "contacts")) == (404, "ErrorInvalidUser")
    assert refusal(call("GET", "/users/nobody@acme.example")) == (404, "Request_ResourceNotFound")
    server.user(ANN).licensed = False
    assert refusal(call("GET", "contacts")) == (404, "MailboxNotEnabledForRESTAPI")
    assert call.get(f"/users/{ANN}?$select=mail,assignedPlans")["assignedPlans"][0]["capabilityStatus"] == "Deleted"


@pytest.mark.parametrize(("decision", "said"), [("accept", "admin_consent"), ("cancel", "error")])
def test_a_person_is_asked_before_anything_is_granted(
    session: requests.Session, server: Microsoft365Server, decision: str, said: str
) -> None:
    server.app.installed = False
    page = f"{ORIGIN}/{server.tenant.id}/v2.0/adminconsent"
    asked = {"client_id": server.client_id, "redirect_uri": "https://sync.example/back", "state": "1"}
    shown = session.get(page, params=asked, headers={"Accept": "text/html"}, allow_redirects=False)
    assert "Permissions requested" in shown.text
    assert not server.app.installed
    sent = session.post(page, params=asked, data={"decision": decision}, allow_redirects=False)
    assert said in parse_qs(urlsplit(sent.headers["Location"]).query)
    assert server.app.installed is (decision == "accept")
