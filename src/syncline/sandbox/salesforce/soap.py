"""SOAP login, which clients with a user name and password use to get a session; nothing else of the SOAP API.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_login.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from lxml import etree

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.service import Service

_PARTNER: Final = "urn:partner.soap.sforce.com"
_FAULT: Final = """<?xml version="1.0" encoding="UTF-8"?>\
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" \
xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>sf:{code}</faultcode>\
<faultstring>{code}: {message}</faultstring><detail><sf:LoginFault xsi:type="sf:LoginFault">\
<sf:exceptionCode>{code}</sf:exceptionCode><sf:exceptionMessage>{message}</sf:exceptionMessage></sf:LoginFault></detail>\
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


def login(service: Service, body: bytes, version: str) -> tuple[int, str]:
    """Answer a login envelope with status and XML."""
    service.requests.tokens += 1
    names = _credentials(body)
    if names is None:
        return 500, _FAULT.format(code="UNKNOWN_EXCEPTION", message="Only login is offered over SOAP")
    username, password = names
    user_id = service.user_named(username)
    row = service.state.tables["User"].rows.get(user_id or "")
    if user_id is None or row is None or not row["IsActive"] or service.passwords.get(user_id) != password:
        return 500, _FAULT.format(code=_REFUSED[0], message=_REFUSED[1])
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


def _credentials(body: bytes) -> tuple[str, str] | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None
    login_call = root.find(f".//{{{_PARTNER}}}login")
    if login_call is None:
        return None
    values = [login_call.findtext(f"{{{_PARTNER}}}{name}") or "" for name in ("username", "password")]
    return values[0], values[1]
