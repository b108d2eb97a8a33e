"""SOAP around the operations: envelopes read and written, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from .errors import ExchangeError, SchemaFault, SoapFault
from .xmltext import ERRORS, MESSAGES, SOAP, TYPES, S, T, children, escape, local

if TYPE_CHECKING:
    from .builds import Version
    from .xmltext import Element

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'


class Envelope(NamedTuple):
    """A request: its operation's element, and its headers by local name."""

    operation: Element
    headers: dict[str, Element]


def parse(body: bytes) -> Envelope:
    """Read a request. Raises SchemaFault for what is not XML or not SOAP."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise SchemaFault(str(error.msg).split(", line")[0], line, column) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SchemaFault("For security reasons DTD is prohibited in this XML document.", 1, 1)
    soap_body = root.find(f"{S}Body") if root.tag == f"{S}Envelope" else None
    inside = children(soap_body) if soap_body is not None else []
    if len(inside) != 1:
        raise SchemaFault("The SOAP body must contain one operation.")
    header = root.find(f"{S}Header")
    headers = {local(one): one for one in children(header) if one.tag.startswith(T)} if header is not None else {}
    return Envelope(inside[0], headers)


def check_version(envelope: Envelope, version: Version) -> None:
    """Refuse a RequestServerVersion that this build does not know."""
    header = envelope.headers.get("RequestServerVersion")
    if header is not None and header.get("Version") not in version.takes:
        raise SoapFault("ErrorInvalidServerVersion")


def answer(operation: str, messages: str, version: Version) -> bytes:
    """Write the envelope of an answer around its finished content."""
    return (
        f'{_DECLARATION}<s:Envelope xmlns:s="{SOAP}"><s:Header>{_version(version)}</s:Header><s:Body>'
        f'<m:{operation}Response xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">{messages}</m:{operation}Response>'
        "</s:Body></s:Envelope>"
    ).encode()


def _version(version: Version) -> str:
    return (
        f'<h:ServerVersionInfo xmlns:h="{TYPES}" MajorVersion="{version.major}" MinorVersion="{version.minor}" '
        f'MajorBuildNumber="{version.build}" MinorBuildNumber="{version.revision}" Version="{version.schema}"/>'
    )


def fault(error: ExchangeError) -> bytes:
    """Write a SOAP fault. Its detail is in a namespace of its own, MessageXml in that of types."""
    if not isinstance(error, SoapFault):
        error = SoapFault("ErrorInternalServerError")
    said = (
        error.text if not isinstance(error, SchemaFault) else f"The request failed schema validation: {error.violation}"
    )
    details = _schema_details(error) if isinstance(error, SchemaFault) else "".join(error.details)
    extra = f'<t:MessageXml xmlns:t="{TYPES}">{details}</t:MessageXml>' if details else ""
    return (
        f'{_DECLARATION}<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault>'
        f'<faultcode xmlns:a="{TYPES}">a:{error.code}</faultcode>'
        f'<faultstring xml:lang="en-US">{escape(said)}</faultstring><detail>'
        f'<e:ResponseCode xmlns:e="{ERRORS}">{error.code}</e:ResponseCode>'
        f'<e:Message xmlns:e="{ERRORS}">{escape(error.text)}</e:Message>{extra}</detail></s:Fault></s:Body>'
        "</s:Envelope>"
    ).encode()


def _schema_details(error: SchemaFault) -> str:
    return (
        f"<t:LineNumber>{error.line}</t:LineNumber><t:LinePosition>{error.column}</t:LinePosition>"
        f"<t:Violation>{escape(error.violation)}</t:Violation>"
    )
