"""Hand-written SOAP: what no client library would send."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from lxml import etree
from werkzeug.test import Client

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from werkzeug.test import TestResponse

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
NAMES = {
    "s": SOAP,
    "m": MESSAGES,
    "t": TYPES,
    "e": "http://schemas.microsoft.com/exchange/services/2006/errors",
}
PATH = "/EWS/Exchange.asmx"


def basic(user: str, password: str) -> str:
    """An Authorization header."""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def envelope(body: str, *, header: str = "", version: str = "Exchange2013") -> bytes:
    """A request around the content of soap:Body."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}" xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">'
        f'<s:Header><t:RequestServerVersion Version="{version}"/>{header}</s:Header>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def impersonate(address: str, kind: str = "PrimarySmtpAddress") -> str:
    """The impersonation header."""
    return (
        f"<t:ExchangeImpersonation><t:ConnectingSID><t:{kind}>{address}</t:{kind}></t:ConnectingSID>"
        "</t:ExchangeImpersonation>"
    )


class Caller:
    """Calls an application as one user."""

    def __init__(self, application: WSGIApplication, user: str, password: str) -> None:
        self._client = Client(application)
        self._authorization = basic(user, password)

    def post(self, data: bytes, *, authorization: str | None = None, path: str = PATH) -> TestResponse:
        """Send raw bytes."""
        given = self._authorization if authorization is None else authorization
        headers = {"Authorization": given} if given else {}
        return self._client.post(path, data=data, content_type="text/xml; charset=utf-8", headers=headers)

    def call(self, body: str, *, header: str = "", version: str = "Exchange2013") -> etree._Element:
        """Send an operation and answer the root of the reply."""
        return etree.fromstring(self.post(envelope(body, header=header, version=version)).data)

    def codes(self, body: str, *, header: str = "") -> list[str]:
        """Send an operation and answer its response codes, a fault's too."""
        return codes(self.call(body, header=header))


def codes(root: etree._Element) -> list[str]:
    """All response codes of a reply."""
    found = root.xpath("//m:ResponseCode/text() | //e:ResponseCode/text()", namespaces=NAMES)
    return [str(code) for code in found] if isinstance(found, list) else []


def texts(root: etree._Element, path: str) -> list[str]:
    """What an XPath finds, as text."""
    found = root.xpath(path, namespaces=NAMES)
    return [str(one) for one in found] if isinstance(found, list) else []
