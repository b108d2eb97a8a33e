"""SPEC 1.2: Basic and NTLM, bound to the TLS channel where Extended Protection is on; what is off is named."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import requests
from requests_ntlm import HttpNtlmAuth
from werkzeug.wrappers import Response

from syncline.connectors.errors import BadAnswerError, SignInAgainError, UnavailableError
from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.sandbox.certificates import Authority
from syncline.sandbox.exchange import ExtendedProtection
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.server import SocketServer
from tests.contract.mailbox_stage import ANN, CONTACTS, EVENTS, make
from tests.support.exchange_stage import PASSWORD, REP, URL, ExchangeStage
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from syncline.connectors.exchange.mailbox import ExchangeMailbox

NAMES = ["svc@acme.example", "ACME\\svc", "acme.example\\svc"]


class Wire(NamedTuple):
    """A server behind TLS, under a certificate of a private authority."""

    stage: ExchangeStage
    url: str
    bundle: Path

    def connect(self, **settings: Any) -> ExchangeConnection:
        given: dict[str, Any] = {"ews_url": self.url, "service_account": NAMES[0], "password": PASSWORD}
        complete = given | {"ca_bundle": self.bundle} | settings
        return ExchangeConnection(ExchangeSettings(**complete), clock=self.stage.now)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    stage = ExchangeStage()
    authority = Authority(tmp_path_factory.mktemp("ca"), datetime.now(UTC))
    with SocketServer(stage.server, certificate=authority.issue(["localhost"]), host="localhost") as server:
        yield Wire(stage, f"{server.url}/EWS/Exchange.asmx", authority.bundle)


@pytest.fixture
def wire(served: Wire) -> Iterator[Wire]:
    yield served
    policy = served.stage.server.sign_in
    policy.schemes, policy.extended_protection = ("NTLM", "Basic"), ExtendedProtection.NONE


def opened(connection: ExchangeConnection) -> ExchangeMailbox:
    return connection.open(REP, {}, installation="here", org_id="00D1")


@pytest.mark.parametrize("protection", list(ExtendedProtection))
@pytest.mark.parametrize("name", NAMES)
def test_ntlm_signs_in_whatever_extended_protection_asks_for(
    wire: Wire, name: str, protection: ExtendedProtection
) -> None:
    wire.stage.server.sign_in.schemes = ("NTLM",)
    wire.stage.server.sign_in.extended_protection = protection
    with wire.connect(auth="ntlm", service_account=name) as connection:
        assert opened(connection).changes(EVENTS, None).mentions == ()


def test_a_connection_that_is_signed_in_needs_no_more_handshakes(stage: ExchangeStage) -> None:
    seen: list[str] = []

    def application(environ: Any, start: Any) -> Any:
        seen.append(str(environ.get("HTTP_AUTHORIZATION", "none"))[:4])
        return stage.server(environ, start)

    adapter = InProcessAdapter(application)
    settings = ExchangeSettings(URL, NAMES[0], PASSWORD, auth="ntlm")
    connection = ExchangeConnection(settings, clock=stage.now, adapter=lambda: adapter)
    mailbox = opened(connection)
    make(mailbox, CONTACTS, ANN)
    assert seen[:3] == ["none", "NTLM", "NTLM"]
    assert set(seen[3:]) == {"none"}
    assert len(seen) - 2 == sum(connection.calls.values())


def test_an_ntlm_sign_in_that_is_not_bound_to_the_channel_is_refused_by_extended_protection(wire: Wire) -> None:
    """The sandbox can tell: a client without bindings does not get in where they are required."""
    wire.stage.server.sign_in.extended_protection = ExtendedProtection.REQUIRE
    statuses = []
    for send_cbt in (True, False):
        with requests.Session() as session:
            session.trust_env, session.verify = False, str(wire.bundle)
            auth = HttpNtlmAuth("ACME\\svc", PASSWORD, send_cbt=send_cbt)
            statuses.append(session.get(wire.url, auth=auth, timeout=GUARD).status_code)
    assert statuses == [200, 401]


@pytest.mark.parametrize(
    ("schemes", "protection", "tried"),
    [
        (("Negotiate", "NTLM", "Basic"), ExtendedProtection.REQUIRE, "NTLM"),
        (("Negotiate",), ExtendedProtection.ALLOW, "Nego"),
        (("Basic",), ExtendedProtection.REQUIRE, "Basi"),
    ],
)
def test_auto_takes_what_is_offered(
    wire: Wire, schemes: tuple[str, ...], protection: ExtendedProtection, tried: str
) -> None:
    wire.stage.server.sign_in.schemes, wire.stage.server.sign_in.extended_protection = schemes, protection
    with wire.connect(auth="auto") as connection:
        assert opened(connection).changes(EVENTS, None).more is False
        session = connection._lines.line(REP).get_session()
        answer = session.get(wire.url, timeout=GUARD)
        assert str(answer.request.headers.get("Authorization", tried))[:4] == tried


@pytest.mark.parametrize(
    ("auth", "schemes", "code", "hint"),
    [
        ("basic", ("NTLM",), "exchange_basic_off", "auth: ntlm"),
        ("ntlm", ("Basic",), "exchange_ntlm_off", "-WindowsAuthentication $true"),
        ("auto", (), "exchange_no_sign_in", "NTLM or Basic"),
    ],
)
def test_a_way_that_is_off_is_named_with_what_to_do(
    stage: ExchangeStage, auth: str, schemes: tuple[str, ...], code: str, hint: str
) -> None:
    stage.server.sign_in.schemes = schemes
    with pytest.raises(SignInAgainError) as caught:
        opened(stage.connect(auth=auth)).changes(EVENTS, None)
    assert caught.value.code == code
    assert hint in caught.value.remedy
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("auth", ["basic", "ntlm", "auto"])
def test_web_services_that_are_switched_off_for_the_account(stage: ExchangeStage, auth: str) -> None:
    stage.server.sign_in.blocked = True
    with pytest.raises(SignInAgainError) as caught:
        opened(stage.connect(auth=auth)).changes(EVENTS, None)
    assert caught.value.code == "exchange_not_allowed"
    assert "EwsEnabled" in caught.value.remedy


@pytest.mark.parametrize("auth", ["basic", "ntlm", "auto"])
@pytest.mark.parametrize(("name", "password"), [(NAMES[0], "wrong"), ("nobody@acme.example", PASSWORD)])
def test_a_wrong_password_is_tried_once(stage: ExchangeStage, auth: str, name: str, password: str) -> None:
    proofs: list[str] = []

    def application(environ: Any, start: Any) -> Any:
        proofs.append(str(environ.get("HTTP_AUTHORIZATION", "")))
        return stage.server(environ, start)

    settings = ExchangeSettings(URL, name, password, auth=auth)  # type: ignore[arg-type]
    connection = ExchangeConnection(settings, clock=stage.now, adapter=lambda: InProcessAdapter(application))
    with pytest.raises(SignInAgainError) as caught:
        opened(connection).changes(EVENTS, None)
    assert caught.value.code == "exchange_sign_in_refused"
    assert len(proofs) == (1 if auth == "basic" else 3)


def test_extended_protection_behind_something_that_ends_tls_says_so(wire: Wire, tmp_path: Path) -> None:
    """A balancer with a certificate of its own stands between: bound to that, no sign-in holds on the server."""
    authority = Authority(tmp_path, datetime.now(UTC))
    inner = authority.issue(["exchange.acme.example"]).certificate.read_text()

    def behind(environ: Any, start: Any) -> Any:
        return wire.stage.server(environ | {"SSL_SERVER_CERT": inner}, start)

    wire.stage.server.sign_in.extended_protection = ExtendedProtection.REQUIRE
    with SocketServer(behind, certificate=authority.issue(["localhost"]), host="localhost") as balancer:
        url = f"{balancer.url}/EWS/Exchange.asmx"
        with (
            wire.connect(ews_url=url, ca_bundle=authority.bundle, auth="ntlm") as connection,
            pytest.raises(SignInAgainError) as caught,
        ):
            opened(connection).changes(EVENTS, None)
    assert caught.value.code == "exchange_sign_in_refused"
    assert "Extended Protection" in caught.value.remedy


@pytest.mark.parametrize("challenge", ["NTLM", "NTLM AAAA", "NTLM TlRMTVNTUAACAAAA"])
def test_a_challenge_that_is_none(stage: ExchangeStage, challenge: str) -> None:
    def application(environ: Any, start: Any) -> Any:
        return Response("no", 401, {"WWW-Authenticate": challenge})(environ, start)

    settings = ExchangeSettings(URL, NAMES[0], PASSWORD, auth="ntlm")
    connection = ExchangeConnection(settings, clock=stage.now, adapter=lambda: InProcessAdapter(application))
    with pytest.raises((BadAnswerError, SignInAgainError)):
        opened(connection).changes(EVENTS, None)


def test_a_sign_in_by_ntlm_that_is_cut_short_by_a_busy_server(stage: ExchangeStage) -> None:
    def application(environ: Any, start: Any) -> Any:
        if "HTTP_AUTHORIZATION" in environ:
            return Response("busy", 503, {"Retry-After": "7"})(environ, start)
        return Response("no", 401, {"WWW-Authenticate": "NTLM"})(environ, start)

    settings = ExchangeSettings(URL, NAMES[0], PASSWORD, auth="ntlm")
    connection = ExchangeConnection(settings, clock=stage.now, adapter=lambda: InProcessAdapter(application))
    with pytest.raises(Exception, match="HTTP 503") as caught:
        opened(connection).changes(EVENTS, None)
    assert getattr(caught.value, "after", None) == 7


class Closing:
    """Closes the connection after a challenge, as a proxy or a full server does, a number of times."""

    def __init__(self, application: WSGIApplication, times: int) -> None:
        self._application, self._left = application, times

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            challenges = any(name == "WWW-Authenticate" and value.startswith("NTLM ") for name, value in headers)
            if challenges and self._left:
                self._left -= 1
                headers = [*headers, ("Connection", "close")]
            return start_response(status, headers, *more)

        return self._application(environ, start)


@contextmanager
def closing(stage: ExchangeStage, times: int) -> Iterator[ExchangeConnection]:
    with SocketServer(Closing(stage.server, times)) as served:
        settings = ExchangeSettings(f"{served.url}/EWS/Exchange.asmx", NAMES[0], PASSWORD, auth="ntlm")
        with ExchangeConnection(settings, clock=stage.now) as connection:
            yield connection


def test_a_sign_in_that_is_cut_in_two_is_begun_again(stage: ExchangeStage) -> None:
    with closing(stage, times=1) as connection:
        assert opened(connection).changes(CONTACTS, None).cursor


def test_a_sign_in_that_is_always_cut_in_two_is_no_refused_password(stage: ExchangeStage) -> None:
    with closing(stage, times=9) as connection, pytest.raises(UnavailableError):
        opened(connection).changes(CONTACTS, None)
