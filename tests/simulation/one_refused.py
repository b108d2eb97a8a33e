"""One item of a request is refused, and the others go through: the server never hears of that one.

Exchange answers each item of a batch by itself.
https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
"""

from __future__ import annotations

import io
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.simulation.events import Event
    from tests.simulation.line import Call, Line

KINDS: Final = ("item_busy", "item_denied", "item_not_found", "item_stale")
_S = "{http://schemas.xmlsoap.org/soap/envelope/}"
_MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
_M = f"{{{_MESSAGES}}}"
_CONTAINERS: Final = MappingProxyType(
    {"GetItem": "ItemIds", "DeleteItem": "ItemIds", "CreateItem": "Items", "UpdateItem": "ItemChanges"}
)
_CODES: Final = MappingProxyType(
    {
        "item_busy": ("ErrorServerBusy", "ErrorMailboxStoreUnavailable", "ErrorTimeoutExpired"),
        "item_denied": ("ErrorCorruptData", "ErrorItemSave", "ErrorInternalServerError"),
        "item_not_found": ("ErrorItemNotFound",),
        "item_stale": ("ErrorIrresolvableConflict",),
    }
)
_OF = MappingProxyType(
    {
        "item_busy": frozenset(_CONTAINERS),
        "item_denied": frozenset(_CONTAINERS),
        "item_not_found": frozenset({"GetItem"}),
        "item_stale": frozenset({"UpdateItem"}),
    }
)


def fits(kind: str, call: Call) -> bool:
    """Whether one item of this request can be refused like that."""
    return call.server == "mail" and call.name in _OF[kind]


def act(event: Event, call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Carry the request without one of its items, and answer for that one."""
    request = etree.fromstring(call.body)
    items = next(request.iter(f"{_M}{_CONTAINERS[call.name]}"))
    place = event.pick % len(items)
    items.remove(items[place])
    codes = _CODES[event.kind]
    refusal = _refusal(call.name, codes[event.value % len(codes)])
    if not len(items):
        start("200 OK", [("Content-Type", "text/xml; charset=utf-8")])
        return [_alone(call.name, refusal)]
    body = etree.tostring(request)
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
    answer = b"".join(line.carry(environ, start))
    return [_with(answer, place, refusal)]


def _refusal(operation: str, code: str) -> bytes:
    empty = "" if operation == "DeleteItem" else "<m:Items/>"
    return (
        f'<m:{operation}ResponseMessage xmlns:m="{_MESSAGES}" ResponseClass="Error"><m:MessageText>Not now.'
        f"</m:MessageText><m:ResponseCode>{code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>"
        f"{empty}</m:{operation}ResponseMessage>"
    ).encode()


def _alone(operation: str, refusal: bytes) -> bytes:
    opening = f'<s:Envelope xmlns:s="{_S[1:-1]}"><s:Body><m:{operation}Response xmlns:m="{_MESSAGES}">'
    closing = f"</m:{operation}Response></s:Body></s:Envelope>"
    return opening.encode() + b"<m:ResponseMessages>" + refusal + b"</m:ResponseMessages>" + closing.encode()


def _with(answer: bytes, place: int, refusal: bytes) -> bytes:
    """Put the refusal in its place; what is no list of messages stays as it is."""
    document = etree.fromstring(answer)
    messages = next(document.iter(f"{_M}ResponseMessages"), None)
    if messages is None:
        return answer
    messages.insert(place, etree.fromstring(refusal))
    return etree.tostring(document)
