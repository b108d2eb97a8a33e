"""A server's answer to one call: messages, one for each thing that was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange.failures import refused
from syncline.connectors.exchange.soap import E, M, S, T, parse
from syncline.connectors.watching import http_date

if TYPE_CHECKING:
    from datetime import datetime

    import requests

    from syncline.connectors.exchange.soap import Element

_OK = 200
_FAULT = 500
_NO_ERROR = "NoError"


@dataclass(frozen=True, slots=True)
class Message:
    """What became of one thing that was asked. `after` is how many seconds a busy server asked us to wait."""

    code: str
    text: str
    element: Element
    after: float | None = None

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return self.code == _NO_ERROR

    def first(self, path: str) -> Element | None:
        """Answer the first element inside the one at `path`."""
        container = self.element.find(path)
        return container[0] if container is not None and len(container) else None


@dataclass(frozen=True, slots=True)
class Answer:
    """All messages of one answer, the server's own time when it answered, and the answer's size in bytes.

    `fault` is set instead of messages when the server refused the call as a whole.
    """

    messages: list[Message]
    date: datetime | None
    size: int
    header: Element | None = None
    fault: Message | None = None


def read_answer(response: requests.Response, operation: str, host: str) -> Answer:
    """Read an answer. A SOAP fault comes with HTTP 500. Raises `BadAnswerError` if this is not EWS, whole and sound."""
    if response.status_code not in {_OK, _FAULT}:
        raise refused(response, operation, host)
    try:
        return read_document(response.content, operation, host, http_date(response.headers.get("Date")))
    except BadAnswerError as error:
        if response.status_code != _OK and isinstance(error.__cause__, (etree.XMLSyntaxError, ValueError)):
            raise refused(response, operation, host) from None
        raise


def read_document(content: bytes, operation: str, host: str, date: datetime | None = None) -> Answer:
    """Read one document; `date` is when the server says it answered. Raises `BadAnswerError` if this is not EWS."""
    try:
        root = parse(content)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadAnswerError(f"{host} answered {operation} with something that is not XML, or not whole") from error
    body = root.find(f"{S}Body")
    if body is None or not len(body):
        raise BadAnswerError(f"{host} answered {operation} with XML that is not SOAP")
    fault = body.find(f"{S}Fault")
    messages = [] if fault is not None else _messages(body[0], operation, host)
    return Answer(messages, date, len(content), root.find(f"{S}Header"), None if fault is None else _fault(fault))


def _messages(element: Element, operation: str, host: str) -> list[Message]:
    container = element.find(f"{M}ResponseMessages")
    if element.tag != f"{M}{operation}Response" or container is None:
        raise BadAnswerError(f"{host} answered {operation} with the answer to something else")
    return [_message(one) for one in container]


def _message(element: Element) -> Message:
    code = element.findtext(f"{M}ResponseCode") or "no code"
    text = element.findtext(f"{M}MessageText") or ""
    return Message(code, text, element, None if code == _NO_ERROR else _back_off(element.find(f"{M}MessageXml")))


def _fault(fault: Element) -> Message:
    detail = fault.find("detail")
    if detail is None:
        return Message("no code", "", fault)
    code = detail.findtext(f"{E}ResponseCode") or (fault.findtext("faultcode") or "no code").rpartition(":")[2]
    return Message(code.strip(), detail.findtext(f"{E}Message") or "", fault, _back_off(detail.find(f"{T}MessageXml")))


def _back_off(details: Element | None) -> float | None:
    """Read BackOffMilliseconds as seconds.

    https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange
    """
    for value in details if details is not None else ():
        if value.get("Name") == "BackOffMilliseconds" and (value.text or "").isdigit():
            return int(value.text or "0") / 1000
    return None
