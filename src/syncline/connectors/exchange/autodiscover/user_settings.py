"""Autodiscover over SOAP, GetUserSettings: https://learn.microsoft.com/openspecs/exchange_web_services/ms-oxwsadisc."""

from __future__ import annotations

from lxml import etree

from syncline.connectors.errors import StopRepError
from syncline.connectors.exchange.autodiscover.outcomes import Elsewhere, NoServiceError, OtherAddress, Services
from syncline.connectors.exchange.soap import SOAP, Element, S, parse

_NAMESPACE = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
_ADDRESSING = "http://www.w3.org/2005/08/addressing"
_A = f"{{{_NAMESPACE}}}"
_W = f"{{{_ADDRESSING}}}"
_WANTED = ("ExternalEwsUrl", "InternalEwsUrl")
_NOBODY = frozenset({"InvalidUser", "InvalidDomain"})
_PASSING = frozenset({"ServerBusy", "InternalServerError"})


def question(address: str, url: str) -> bytes:
    """Write the request for an address; `url` is where it goes."""
    envelope = etree.Element(f"{S}Envelope", nsmap={"s": SOAP, "a": _NAMESPACE, "wsa": _ADDRESSING})
    header = etree.SubElement(envelope, f"{S}Header")
    etree.SubElement(header, f"{_A}RequestedServerVersion").text = "Exchange2013_SP1"
    etree.SubElement(header, f"{_W}Action").text = f"{_NAMESPACE}/Autodiscover/GetUserSettings"
    etree.SubElement(header, f"{_W}To").text = url
    message = etree.SubElement(etree.SubElement(envelope, f"{S}Body"), f"{_A}GetUserSettingsRequestMessage")
    request = etree.SubElement(message, f"{_A}Request")
    user = etree.SubElement(etree.SubElement(request, f"{_A}Users"), f"{_A}User")
    etree.SubElement(user, f"{_A}Mailbox").text = address
    settings = etree.SubElement(request, f"{_A}RequestedSettings")
    for name in _WANTED:
        etree.SubElement(settings, f"{_A}Setting").text = name
    return etree.tostring(envelope, xml_declaration=True, encoding="utf-8")


def read(document: bytes, host: str) -> Services | Elsewhere | OtherAddress:
    """Read an answer. Raises `StopRepError` if the server knows no such mailbox, else `NoServiceError`."""
    try:
        root = parse(document)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoServiceError(f"{host} answers something else") from error
    response = root.find(f"{S}Body/{_A}GetUserSettingsResponseMessage/{_A}Response")
    if response is None:
        raise NoServiceError(f"{host} answers something else")
    user = response.find(f"{_A}UserResponses/{_A}UserResponse")
    code = _text(response, "ErrorCode")
    if user is not None:
        code = _text(user, "ErrorCode")
        target = _text(user, "RedirectTarget")
        if code == "RedirectUrl":
            return Elsewhere(target)
        if code == "RedirectAddress":
            return OtherAddress(target)
    if code in _NOBODY:
        raise StopRepError(f"Autodiscover on {host} knows no such mailbox", code="mailbox_not_found")
    if user is None or code != "NoError":
        raise NoServiceError(f"{host} answers error {code or 'without a code'}", passing=code in _PASSING)
    return _services(user, root, host)


def _services(user: Element, root: Element, host: str) -> Services:
    settings = {_text(one, "Name"): _text(one, "Value") for one in user.iter(f"{_A}UserSetting")}
    urls = tuple(dict.fromkeys(settings[name] for name in _WANTED if settings.get(name)))
    if not urls:
        raise NoServiceError(f"{host} names no web services")
    version = root.find(f"{S}Header/{_A}ServerVersionInfo")
    parts = ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
    return Services(urls, "" if version is None else ".".join(_text(version, part) for part in parts))


def _text(element: Element, name: str) -> str:
    return (element.findtext(f"{_A}{name}") or "").strip()
