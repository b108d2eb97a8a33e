"""Plain old XML: https://learn.microsoft.com/exchange/client-developer/web-service-reference/pox-autodiscover-web-service-reference-for-exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from syncline.sandbox.exchange.autodiscover.service import Asked
from syncline.sandbox.exchange.xmltext import escape, text_of

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.sandbox.exchange.autodiscover.service import Autodiscover, Redirect
    from syncline.sandbox.exchange.direct import OpenMailbox

REQUEST = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
RESPONSE = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
OUTER = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
_R = f"{{{REQUEST}}}"
_DEPLOYMENT = "5e1f3c0a-6d4f-4c8e-9a53-1f0c7c2b9d41"


def answer(service: Autodiscover, body: bytes, base: str, now: datetime) -> str:
    """Answer a request; what is wrong with it comes as an Error element, with HTTP 200 like everything."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return _error(600, "Invalid Request", now)
    address = text_of(root.find(f"{_R}Request/{_R}EMailAddress")).strip()
    schema = text_of(root.find(f"{_R}Request/{_R}AcceptableResponseSchema")).strip()
    if root.tag != f"{_R}Autodiscover" or not address:
        return _error(600, "Invalid Request", now)
    if schema != RESPONSE:
        return _error(601, "Provider is not available", now)
    redirect = service.redirect(address)
    if redirect is not None:
        return _redirected(redirect)
    mailbox = service.mailbox(address)
    if mailbox is None:
        return _error(500, "The email address can't be found.", now)
    return _settings(service, mailbox, Asked(address, base))


def invalid(now: datetime) -> str:
    """Answer what is no POST."""
    return _error(600, "Invalid Request", now)


def _settings(service: Autodiscover, mailbox: OpenMailbox, asked: Asked) -> str:
    name = escape(mailbox.name)
    url = escape(service.url(asked.base))
    server = f"{mailbox.guid}@{mailbox.address.rpartition('@')[2]}"
    common = f"<ASUrl>{url}</ASUrl><EwsUrl>{url}</EwsUrl><OOFUrl>{url}</OOFUrl>"
    inside = (
        f"<Protocol><Type>EXCH</Type><Server>{escape(server)}</Server>"
        f"<ServerVersion>{service.version.packed}</ServerVersion>{common}</Protocol>"
        f"<Protocol><Type>EXPR</Type><Server>{escape(asked.base.partition('//')[2])}</Server><SSL>On</SSL>"
        f"<AuthPackage>Ntlm</AuthPackage>{common}</Protocol>"
    )
    return _envelope(
        f'<Response xmlns="{RESPONSE}"><User><DisplayName>{name}</DisplayName><LegacyDN>{mailbox.legacy_dn}</LegacyDN>'
        f"<AutoDiscoverSMTPAddress>{escape(mailbox.address)}</AutoDiscoverSMTPAddress>"
        f"<DeploymentId>{_DEPLOYMENT}</DeploymentId></User><Account><AccountType>email</AccountType>"
        f"<Action>settings</Action><MicrosoftOnline>False</MicrosoftOnline>{inside}</Account></Response>"
    )


def _redirected(redirect: Redirect) -> str:
    action, name, value = (
        ("redirectAddr", "RedirectAddr", redirect.address)
        if redirect.address
        else ("redirectUrl", "RedirectUrl", redirect.url)
    )
    return _envelope(
        f'<Response xmlns="{RESPONSE}"><Account><Action>{action}</Action>'
        f"<{name}>{escape(value)}</{name}></Account></Response>"
    )


def _error(code: int, message: str, now: datetime) -> str:
    return _envelope(
        f'<Response><Error Time="{now:%H:%M:%S.%f}" Id="2477272013"><ErrorCode>{code}</ErrorCode>'
        f"<Message>{escape(message)}</Message><DebugData/></Error></Response>"
    )


def _envelope(inside: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="{OUTER}">{inside}</Autodiscover>'
