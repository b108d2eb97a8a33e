"""The partner SOAP API, as far as it is offered: login, and what REST lacks (undelete).

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_login.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias
from xml.sax.saxutils import escape

from lxml import etree

from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.soap_undelete import undelete

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.service import Service

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements

_PARTNER: Final = "urn:partner.soap.sforce.com"
_FAULT: Final = """<?xml version="1.0" encoding="UTF-8"?>\
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" \
xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>sf:{code}</faultcode>\
<faultstring>{code}: {message}</faultstring><detail><sf:{kind} xsi:type="sf:{kind}">\
<sf:exceptionCode>{code}</sf:exceptionCode><sf:exceptionMessage>{message}</sf:exceptionMessage></sf:{kind}></detail>\
</soapenv:Fault></soapenv:Body></soapenv:Envelope>"""
_LOGGED_IN: Final = """<?xml version="1.0" encoding="UTF-8"?>\
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><loginResponse><result>\
<metadataServerUrl>{origin}/services/Soap/m/{version}/{org}</metadataServerUrl><passwordExpired>false</passwordExpired>\
<sandbox>false</sandbox><serverUrl>{origin}/services/Soap/u/{version}/{org}</serverUrl><sessionId>{session}</sessionId>\
<userId>{user}</userId><userInfo><organizationId>{org_id}</organizationId><userEmail>{email}</userEmail>\
<userFullName>{name}</userFullName><userId>{user}</userId><userName>{username}</userName>\
<userTimeZone>{zone}</userTimeZone></userInfo></result></loginResponse></soapenv:Body></soapenv:Envelope>"""
_REFUSED: Final = (
    "INVALID_LOGIN",
    "Invalid username, password, security token; or user locked out.",
)


def answer(service: Service, body: bytes, version: str) -> tuple[int, str]:
    """Answer an envelope with status and XML."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        root = etree.Element("none")
    call = root.find(f".//{{{_PARTNER}}}login")
    if call is not None:
        return _login(service, call, version)
    call = root.find(f".//{{{_PARTNER}}}undelete")
    if call is not None:
        return _undelete(service, root, call)
    return 500, _fault("UNKNOWN_EXCEPTION", "Only login and undelete are offered over SOAP")


def _undelete(service: Service, root: Element, call: Element) -> tuple[int, str]:
    session = root.findtext(f".//{{{_PARTNER}}}sessionId") or ""
    ids = [one.text or "" for one in call.findall(f"{{{_PARTNER}}}ids")]
    try:
        return 200, undelete(service, session.strip(), ids)
    except RefusedError as error:
        return 500, _fault(error.code, error.message, kind="UnexpectedErrorFault")


def _fault(code: str, message: str, kind: str = "LoginFault") -> str:
    return _FAULT.format(code=code, message=escape(message), kind=kind)


def _login(service: Service, call: Element, version: str) -> tuple[int, str]:
    service.requests.tokens += 1
    username, password = (call.findtext(f"{{{_PARTNER}}}{name}") or "" for name in ("username", "password"))
    user_id = service.user_named(username)
    row = service.state.tables["User"].rows.get(user_id or "")
    if user_id is None or row is None or not row["IsActive"] or service.passwords.get(user_id) != password:
        return 500, _fault(*_REFUSED)
    return 200, _LOGGED_IN.format(
        origin=service.origin,
        version=version,
        org=service.org_id[:15],
        org_id=service.org_id,
        session=service.sessions.start(user_id),
        user=user_id,
        email=escape(row["Email"]),
        name=escape(row["Name"]),
        username=escape(row["Username"]),
        zone=escape(row.get("TimeZoneSidKey", "")),
    )
