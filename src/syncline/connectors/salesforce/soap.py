"""Envelopes of the partner SOAP API, for the few things that the REST API does not offer.

Source: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_header_sessionheader.htm. An access
token is a session id there; the `login` call, which ends in 2027, is not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias
from xml.sax.saxutils import escape

from lxml import etree

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.salesforce.api import API_VERSION

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements

SOAP: Final = f"/services/Soap/u/{API_VERSION}"
PARTNER: Final = "{urn:partner.soap.sforce.com}"
_ENVELOPE: Final = "{http://schemas.xmlsoap.org/soap/envelope/}"
_EXPIRED: Final = "INVALID_SESSION_ID"


@dataclass(frozen=True, slots=True)
class SoapAnswer:
    """What came back: the element inside the body, or the code of a fault."""

    content: Element
    fault: str

    @property
    def expired(self) -> bool:
        """Whether the session ran out."""
        return self.fault == _EXPIRED


def envelope(session: str, call: str) -> bytes:
    """Write a request; `call` is finished XML with the prefix `p`."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:p="urn:partner.soap.sforce.com"><s:Header><p:SessionHeader><p:sessionId>'
        f"{escape(session)}</p:sessionId></p:SessionHeader></s:Header><s:Body>{call}</s:Body></s:Envelope>"
    ).encode()


def read_envelope(body: bytes) -> SoapAnswer:
    """Read an answer. Raises `BadAnswerError` for what is no envelope."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadAnswerError("The org answers a SOAP call with something that is not XML.") from error
    inside = root.find(f"{_ENVELOPE}Body")
    if inside is None or not len(inside):
        raise BadAnswerError("The org answers a SOAP call with XML that is not SOAP.")
    content = inside[0]
    code = (content.findtext("faultcode") or "no code") if content.tag == f"{_ENVELOPE}Fault" else ""
    return SoapAnswer(content, code.rpartition(":")[2])
