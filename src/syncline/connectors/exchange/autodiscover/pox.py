"""Autodiscover in plain XML: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxdscli."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from syncline.connectors.errors import StopRepError
from syncline.connectors.exchange.autodiscover.outcomes import Elsewhere, NoServiceError, OtherAddress, Services
from syncline.connectors.exchange.soap import Element, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_REQUEST = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
_RESPONSE = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
_NOBODY = "500"


def question(address: str) -> bytes:
    """Write the request for an address."""
    root = etree.Element(f"{{{_REQUEST}}}Autodiscover", nsmap={None: _REQUEST})  # type: ignore[dict-item] # None is the default namespace
    request = etree.SubElement(root, f"{{{_REQUEST}}}Request")
    etree.SubElement(request, f"{{{_REQUEST}}}EMailAddress").text = address
    etree.SubElement(request, f"{{{_REQUEST}}}AcceptableResponseSchema").text = _RESPONSE
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def read(document: bytes, host: str) -> Services | Elsewhere | OtherAddress:
    """Read an answer. Raises `StopRepError` if the server knows no such mailbox, else `NoServiceError`."""
    try:
        root = parse(document)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoServiceError(f"{host} answers something else") from error
    if etree.QName(root).localname != "Autodiscover":
        raise NoServiceError(f"{host} answers something else")
    code = _first(root, "ErrorCode")
    if code == _NOBODY:
        raise StopRepError(f"Autodiscover on {host} knows no such mailbox", code="mailbox_not_found")
    if code:
        raise NoServiceError(f"{host} answers error {code}", passing=True)
    action = _first(root, "Action").lower()
    if action == "redirecturl":
        return Elsewhere(_first(root, "RedirectUrl"))
    if action == "redirectaddr":
        return OtherAddress(_first(root, "RedirectAddr"))
    return _services(root, host)


def _services(root: Element, host: str) -> Services:
    by_type: dict[str, str] = {}
    for protocol in _all(root, "Protocol"):
        url = _first(protocol, "EwsUrl") or _first(protocol, "ASUrl")
        kind = protocol.get("Type") or _first(protocol, "Type")
        if url and kind:
            by_type.setdefault(kind.upper(), url)
    urls = tuple(dict.fromkeys(by_type[kind] for kind in ("EXPR", "EXHTTP", "EXCH") if kind in by_type))
    if not urls:
        raise NoServiceError(f"{host} names no web services")
    return Services(urls)


def _all(element: Element, name: str) -> Iterator[Element]:
    return element.iter(f"{{*}}{name}")


def _first(element: Element, name: str) -> str:
    found = next(_all(element, name), None)
    return (found.text or "").strip() if found is not None else ""
