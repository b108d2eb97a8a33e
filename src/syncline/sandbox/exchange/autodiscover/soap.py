"""GetUserSettings: https://learn.microsoft.com/exchange/client-developer/web-service-reference/getusersettings-operation-soap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from syncline.sandbox.exchange.xmltext import SOAP, S, escape, text_of

if TYPE_CHECKING:
    from syncline.sandbox.exchange.autodiscover.service import Autodiscover
    from syncline.sandbox.exchange.direct import OpenMailbox
    from syncline.sandbox.exchange.xmltext import Element

NAMESPACE = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
ADDRESSING = "http://www.w3.org/2005/08/addressing"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_A = f"{{{NAMESPACE}}}"
_OPERATION = f"{_A}GetUserSettingsRequestMessage"
_ACTION = f"{NAMESPACE}/Autodiscover/GetUserSettings"
_MOST_USERS = 100


class NoEnvelopeError(Exception):
    """What came is no SOAP request for this service."""


def answer(service: Autodiscover, body: bytes, base: str) -> str:
    """Answer GetUserSettings for each user asked. Raises `NoEnvelopeError` for anything else."""
    request = _request(body)
    users = [text_of(one).strip() for one in request.iterfind(f"{_A}Users/{_A}User/{_A}Mailbox")]
    wanted = [text_of(one).strip() for one in request.iterfind(f"{_A}RequestedSettings/{_A}Setting")]
    if not users or not wanted:
        return _envelope(service, "InvalidRequest", "The request is invalid.", "")
    if len(users) > _MOST_USERS:
        return _envelope(service, "InvalidRequest", f"At most {_MOST_USERS} users can be asked for.", "")
    inside = "".join(_user(service, user, wanted, base) for user in users)
    return _envelope(service, "NoError", "", f"<UserResponses>{inside}</UserResponses>")


def _request(body: bytes) -> Element:
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise NoEnvelopeError from error
    request = root.find(f"{S}Body/{_OPERATION}/{_A}Request")
    if request is None:
        raise NoEnvelopeError
    return request


def _user(service: Autodiscover, user: str, wanted: list[str], base: str) -> str:
    redirect = service.redirect(user)
    if redirect is not None:
        code = "RedirectAddress" if redirect.address else "RedirectUrl"
        return _user_response(code, "The user is elsewhere.", redirect.address or redirect.url)
    mailbox = service.mailbox(user)
    if mailbox is None:
        return _user_response("InvalidUser", f"The user '{user}' couldn't be found.")
    known = _settings(service, mailbox, base)
    values = "".join(
        f'<UserSetting i:type="StringSetting"><Name>{name}</Name><Value>{escape(known[name])}</Value></UserSetting>'
        for name in wanted
        if name in known
    )
    errors = "".join(
        "<UserSettingError><ErrorCode>SettingIsNotAvailable</ErrorCode>"
        f"<ErrorMessage>The setting is not available.</ErrorMessage><SettingName>{escape(name)}</SettingName>"
        "</UserSettingError>"
        for name in wanted
        if name not in known
    )
    return _user_response("NoError", "No error.", errors=errors, settings=values)


def _user_response(code: str, message: str, target: str = "", *, errors: str = "", settings: str = "") -> str:
    pointed = f"<RedirectTarget>{escape(target)}</RedirectTarget>" if target else '<RedirectTarget i:nil="true"/>'
    return (
        f"<UserResponse><ErrorCode>{code}</ErrorCode><ErrorMessage>{escape(message)}</ErrorMessage>{pointed}"
        f"<UserSettingErrors>{errors}</UserSettingErrors><UserSettings>{settings}</UserSettings></UserResponse>"
    )


def _settings(service: Autodiscover, mailbox: OpenMailbox, base: str) -> dict[str, str]:
    url = service.url(base)
    schemas = ", ".join(one for one in service.version.takes if one.startswith("Exchange"))
    return {
        "UserDisplayName": mailbox.name,
        "UserDN": mailbox.legacy_dn,
        "AutoDiscoverSMTPAddress": mailbox.address,
        "InternalEwsUrl": url,
        "ExternalEwsUrl": url,
        "EwsSupportedSchemas": schemas,
        "CasVersion": str(service.version),
        "GroupingInformation": "Default-First-Site-Name",
        "UserMSOnline": "False",
    }


def _envelope(service: Autodiscover, code: str, message: str, inside: str) -> str:
    version = service.version
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}" xmlns:a="{ADDRESSING}"><s:Header>'
        f'<a:Action s:mustUnderstand="1">{_ACTION}Response</a:Action>'
        f'<h:ServerVersionInfo xmlns:h="{NAMESPACE}" xmlns:i="{_INSTANCE}"><h:MajorVersion>{version.major}'
        f"</h:MajorVersion><h:MinorVersion>{version.minor}</h:MinorVersion><h:MajorBuildNumber>{version.build}"
        f"</h:MajorBuildNumber><h:MinorBuildNumber>{version.revision}</h:MinorBuildNumber>"
        f"<h:Version>{version.schema}</h:Version></h:ServerVersionInfo></s:Header><s:Body>"
        f'<GetUserSettingsResponseMessage xmlns="{NAMESPACE}"><Response xmlns:i="{_INSTANCE}">'
        f"<ErrorCode>{code}</ErrorCode><ErrorMessage>{escape(message)}</ErrorMessage>{inside}</Response>"
        "</GetUserSettingsResponseMessage></s:Body></s:Envelope>"
    )
