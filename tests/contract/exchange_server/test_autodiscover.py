"""Autodiscover against Microsoft's schemas (POX) and exchangelib, unmodified, over a real socket (SOAP)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from exchangelib import Configuration, Credentials
from exchangelib.autodiscover.protocol import AutodiscoverProtocol
from exchangelib.errors import ErrorNonExistentMailbox, UnauthorizedError
from exchangelib.protocol import FailFast
from lxml import etree
from werkzeug.test import Client

from syncline.sandbox.exchange import BUILDS, Redirect
from syncline.sandbox.server import SocketServer
from tests.contract.exchange_server.conftest import ANN, SERVICE
from tests.support.ews_raw import basic
from tests.support.ews_schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.exchange import ExchangeServer

OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook/"
SCHEMA = f"{OUTLOOK}responseschema/2006a"
RESPONSE = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
POX = "/autodiscover/autodiscover.xml"
REQUEST = (
    f'<?xml version="1.0"?><Autodiscover xmlns="{OUTLOOK}requestschema/2006"><Request><EMailAddress>{{0}}'
    f"</EMailAddress><AcceptableResponseSchema>{SCHEMA}</AcceptableResponseSchema></Request></Autodiscover>"
)


def schema(name: str) -> etree.XMLSchema:
    if not SCHEMAS.exists():
        pytest.skip("the referees' schemas are not downloaded (make setup)")
    return etree.XMLSchema(etree.parse(str(SCHEMAS / name)))


def ask(server: ExchangeServer, body: str, *, method: str = "POST", host: str = "autodiscover.acme.example") -> Any:
    headers = {"Authorization": basic(SERVICE, "service"), "Host": host}
    return Client(server).open(POX.title(), method=method, data=body, content_type="text/xml", headers=headers)


def text(answer: bytes, name: str) -> list[str | None]:
    return [one.text for one in etree.fromstring(answer).iter(f"{{*}}{name}")]


def outer(answer: bytes) -> etree._Element:
    """Microsoft's schema files put everything into the outer namespace; servers put Response into its own."""
    return etree.fromstring(answer.replace(SCHEMA.encode(), RESPONSE.encode()))


class TestPox:
    def test_settings_are_valid_and_name_the_web_services(self, server: ExchangeServer) -> None:
        schema("autodiscover.request.xsd").assertValid(etree.fromstring(REQUEST.format(ANN).encode()))
        answer = ask(server, REQUEST.format("A.Meyer@acme.example"))
        schema("autodiscover.response.xsd").assertValid(outer(answer.data))
        assert set(text(answer.data, "EwsUrl")) == {"http://autodiscover.acme.example/EWS/Exchange.asmx"}
        assert text(answer.data, "AutoDiscoverSMTPAddress") == [ANN]
        assert text(answer.data, "ServerVersion") == ["73C189CB"]

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (REQUEST.format("nobody@acme.example"), "500"),
            (REQUEST.format(""), "600"),
            ("<a/>", "600"),
            ("not xml", "600"),
            (REQUEST.format(ANN).replace("2006a", "2099"), "601"),
        ],
    )
    def test_errors_are_valid(self, server: ExchangeServer, body: str, code: str) -> None:
        answer = ask(server, body)
        assert answer.status_code == 200
        schema("autodiscover.response.error.xsd").assertValid(outer(answer.data))
        assert text(answer.data, "ErrorCode") == [code]

    def test_a_get_is_an_invalid_request(self, server: ExchangeServer) -> None:
        assert text(ask(server, "", method="GET").data, "ErrorCode") == ["600"]

    def test_redirects(self, server: ExchangeServer) -> None:
        redirects = server.autodiscover.redirects
        redirects[ANN] = Redirect(address="ann@hosted.example")
        redirects["far.example"] = Redirect(url="https://far.example/autodiscover/autodiscover.xml")
        answer = ask(server, REQUEST.format(ANN)).data
        assert (text(answer, "Action"), text(answer, "RedirectAddr")) == (["redirectAddr"], ["ann@hosted.example"])
        answer = ask(server, REQUEST.format("x@far.example")).data
        assert text(answer, "Action") == ["redirectUrl"]
        assert text(answer, "RedirectUrl") == ["https://far.example/autodiscover/autodiscover.xml"]

    def test_a_host_that_only_points_elsewhere_asks_for_no_sign_in(self, server: ExchangeServer) -> None:
        server.autodiscover.moved["acme.example"] = "https://autodiscover.acme.example/autodiscover/autodiscover.xml"
        answer = Client(server).get(POX, headers={"Host": "acme.example"})
        assert (answer.status_code, answer.headers["Location"]) == (302, server.autodiscover.moved["acme.example"])
        assert Client(server).get(POX).status_code == 401


@pytest.fixture(scope="module")
def hosts() -> dict[str, Any]:
    return {}


@pytest.fixture(scope="module")
def url(hosts: dict[str, Any]) -> Iterator[str]:
    def application(environ: Any, start: Any) -> Any:
        return hosts["server"](environ, start)

    with SocketServer(application, threads=2) as socket:
        yield f"{socket.url}/autodiscover/autodiscover.svc"


@pytest.fixture
def address(server: ExchangeServer, hosts: dict[str, Any], url: str) -> str:
    hosts["server"] = server
    return url


def settings(address: str, user: str = ANN, *, password: str = "service", auth: str | None = None) -> Any:  # noqa: S107
    configuration = Configuration(
        service_endpoint=address,
        credentials=Credentials(SERVICE, password),
        auth_type=auth,
        retry_policy=FailFast(),
    )
    return AutodiscoverProtocol(configuration).get_user_settings(user=user)


class TestSoap:
    @pytest.mark.parametrize("auth", ["NTLM", "basic", None])
    def test_settings(self, address: str, auth: str | None) -> None:
        found = settings(address, "a.meyer@acme.example", auth=auth)
        found.raise_errors()
        assert found.autodiscover_smtp_address == ANN
        assert found.ews_url == address.replace("autodiscover/autodiscover.svc", "EWS/Exchange.asmx")
        assert found.version.api_version == "Exchange2016"

    @pytest.mark.parametrize(("build", "newest"), [("2010 SP3", "Exchange2010_SP2"), ("2013 SP1", "Exchange2013_SP1")])
    def test_the_build_decides_which_schemas_there_are(
        self, server: ExchangeServer, address: str, build: str, newest: str
    ) -> None:
        server.version = BUILDS[build]
        assert settings(address).version.api_version == newest

    def test_nobody(self, address: str) -> None:
        with pytest.raises(ErrorNonExistentMailbox):
            settings(address, "nobody@acme.example").raise_errors()

    def test_a_wrong_password(self, address: str) -> None:
        with pytest.raises(UnauthorizedError):
            settings(address, password="wrong")

    def test_redirects(self, server: ExchangeServer, address: str) -> None:
        server.autodiscover.redirects[ANN] = Redirect(address="ann@hosted.example")
        assert settings(address).redirect_address == "ann@hosted.example"
        server.autodiscover.redirects[ANN] = Redirect(url="https://far.example/autodiscover/autodiscover.svc")
        assert settings(address).redirect_url == "https://far.example/autodiscover/autodiscover.svc"

    def test_what_is_no_request_of_this_service(self, server: ExchangeServer) -> None:
        headers = {"Authorization": basic(SERVICE, "service")}
        answer = Client(server).post("/autodiscover/autodiscover.svc", data=b"<a/>", headers=headers)
        assert answer.status_code == 400
