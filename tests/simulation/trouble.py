"""What goes wrong at a request: a busy server, a lost answer, a page told again and again, a process that dies."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests

from syncline.sandbox.faults import Fault, FaultKind
from tests.simulation import batch_refused, one_refused
from tests.support.house_crash import Killed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.simulation.events import Event
    from tests.simulation.line import Call, Line

WEATHER = {
    "unavailable": FaultKind.UNAVAILABLE,
    "too_many": FaultKind.TOO_MANY,
    "lost_before": FaultKind.LOST_BEFORE,
    "lost_after": FaultKind.LOST_AFTER,
    "html": FaultKind.HTML,
    "half": FaultKind.HALF,
    "nothing": FaultKind.NOTHING,
}
DEATHS = ("crash_before", "crash_after")
SLOW = ("timeout_before", "timeout_after")
PAGES = (
    "empty_page", "short_page", "false_gone", "repeated_page", "endless_pages", "busy", "no_rows", "short_rows",
    "endless_feed",
)  # fmt: skip
LOSES = frozenset({"lost_after", "timeout_after", "crash_after", "half"})
"""After these the request was carried out, and nobody knows what it told."""
KINDS = (*WEATHER, *SLOW, *DEATHS, *PAGES, *one_refused.KINDS, *batch_refused.KINDS)

_SYNC = "SyncFolderItems"
_BY_EWS = frozenset({_SYNC, "GetItem", "GetFolder", "FindItem", "FindFolder", "CreateItem", "UpdateItem", "DeleteItem"})
_FEED = "Contact+Event+Account+User+SetupAuditTrail"
_STATE = re.compile(rb"<m:SyncState>([^<]*)</m:SyncState>")
_SENT_STATE = re.compile(rb"<(\w+:)?SyncState[^>]*>[^<]*</(\w+:)?SyncState>")
_CHANGES = re.compile(rb"<m:Changes>(.*?)</m:Changes>|<m:Changes/>", re.DOTALL)
_ONE_CHANGE = re.compile(rb"<t:(?:Create|Update|Delete)>.*?</t:(?:Create|Update|Delete)>", re.DOTALL)
_ITEM_ID = re.compile(rb"<t:ItemId [^>]*/>")
_LAST = re.compile(rb"<m:IncludesLastItemInRange>\w+</m:IncludesLastItemInRange>")
_MORE = b"<m:IncludesLastItemInRange>false</m:IncludesLastItemInRange>"
_BUSY = (
    b'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    b'<s:Fault><faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:ErrorServerBusy'
    b"</faultcode><faultstring>The server cannot service this request right now.</faultstring><detail>"
    b'<e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">ErrorServerBusy'
    b'</e:ResponseCode><e:Message xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">Busy.'
    b'</e:Message><t:MessageXml xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">'
    b'<t:Value Name="BackOffMilliseconds">1000</t:Value></t:MessageXml></detail></s:Fault></s:Body></s:Envelope>'
)


def fits(kind: str, call: Call) -> bool:
    """Whether this trouble can happen to this request."""
    if kind in {"empty_page", "short_page", "false_gone", "repeated_page", "endless_pages"}:
        return call.name == _SYNC and (kind not in {"empty_page", "repeated_page"} or b"SyncState>" in call.body)
    if kind in one_refused.KINDS:
        return one_refused.fits(kind, call)
    if kind in batch_refused.KINDS:
        return batch_refused.fits(call)
    if kind == "busy":  # as Exchange says it
        return call.server == "mail" and call.name in _BY_EWS
    if kind in {"no_rows", "short_rows", "endless_feed"}:
        return call.name == _FEED or (kind != "endless_feed" and call.name.startswith("q0"))
    return True


@dataclass
class Trouble:
    """Acts on requests. What is endless lasts until the cycle is over."""

    lasting: str = ""
    _pages: int = 0
    _told: dict[str, bytes] = field(default_factory=dict)

    def over(self) -> None:
        """The cycle is over."""
        self.lasting = ""

    def act(
        self, event: Event, call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        """Answer the request as the trouble has it."""
        kind = event.kind
        if kind in WEATHER:
            line.arm(Fault(WEATHER[kind], retry_after=1 + event.value % 90))
            return line.carry(environ, start)
        if kind in DEATHS or kind in SLOW:
            if kind.endswith("after"):
                b"".join(line.carry(environ, lambda *_: lambda _chunk: None))
            raise Killed if kind in DEATHS else requests.exceptions.ReadTimeout
        if kind in {"endless_pages", "endless_feed"}:
            self.lasting = kind
            return self.go_on(call, line, environ, start) or line.carry(environ, start)
        if kind in one_refused.KINDS:
            return one_refused.act(event, call, line, environ, start)
        if kind in batch_refused.KINDS:
            return batch_refused.act(event, call, line, environ, start)
        return _REWRITES[kind](call, line, environ, start)

    def go_on(self, call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes] | None:
        """Answer what lasts: the same page with ever new cursors, the same feed with ever more to come."""
        if self.lasting == "endless_pages" and call.name == _SYNC:
            self._pages += 1
            state = base64.b64encode(f"page {self._pages}".encode())
            body = _listing(call, line, environ, start)
            return [_LAST.sub(_MORE, _STATE.sub(b"<m:SyncState>" + state + b"</m:SyncState>", body))]
        if self.lasting == "endless_feed" and set(call.name.split("+")) <= set(_FEED.split("+")):
            return [self._feed(call, line, environ, start)]
        return None

    def _feed(self, call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> bytes:
        body = json.loads(b"".join(line.carry(environ, start)))
        for part in _parts(body):
            told = self._told.setdefault(part["referenceId"], json.dumps(part["body"]).encode())
            part["body"] = {**json.loads(told), "done": False, "nextRecordsUrl": "/services/data/v66.0/query/01g-2000"}
        return json.dumps(body).encode()


def _listing(call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> bytes:
    """Everything that is in the folder, whatever was told before."""
    body = _SENT_STATE.sub(b"", call.body)
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    return b"".join(line.carry(environ, start))


def _repeated_page(call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    before = _listing(call, line, dict(environ), lambda *_: lambda _chunk: None)
    environ["wsgi.input"] = io.BytesIO(call.body)
    environ["CONTENT_LENGTH"] = str(len(call.body))
    answer = b"".join(line.carry(environ, start))
    again, now = _CHANGES.search(before), _CHANGES.search(answer)
    if again is None or now is None or b'ResponseClass="Error"' in answer:
        return [answer]
    told = (again[1] or b"") + (now[1] or b"")
    return [_CHANGES.sub(lambda _match: b"<m:Changes>" + told + b"</m:Changes>", answer)]


def _empty_page(call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    answer = b"".join(line.carry(environ, start))
    sent = _SENT_STATE.search(call.body)
    if sent is None or b'ResponseClass="Error"' in answer:
        return [answer]
    state = re.sub(rb"<[^>]*>", b"", sent[0])
    answer = _STATE.sub(b"<m:SyncState>" + state + b"</m:SyncState>", answer)
    last = b"<m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>"
    return [_LAST.sub(last, _CHANGES.sub(b"<m:Changes/>", answer))]


def _short_page(call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """The server leaves out half of what there is to tell, and says that this is all."""
    answer = b"".join(line.carry(environ, start))
    return [_CHANGES.sub(lambda found: _fewer(found[1] or b""), answer)]


def _fewer(changes: bytes) -> bytes:
    told = _ONE_CHANGE.findall(changes)
    return b"<m:Changes>" + b"".join(told[: len(told) // 2]) + b"</m:Changes>"


def _false_gone(call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """The server tells that an item was deleted which is where it was."""
    there = _ITEM_ID.findall(_listing(call, line, dict(environ), lambda *_: lambda _chunk: None))
    environ["wsgi.input"] = io.BytesIO(call.body)
    environ["CONTENT_LENGTH"] = str(len(call.body))
    answer = b"".join(line.carry(environ, start))
    if not there or b'ResponseClass="Error"' in answer:
        return [answer]
    gone = b"<t:Delete>" + there[call.number % len(there)] + b"</t:Delete>"
    return [_CHANGES.sub(lambda found: b"<m:Changes>" + gone + (found[1] or b"") + b"</m:Changes>", answer)]


def _busy(_call: Call, _line: Line, _environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("500 Internal Server Error", [("Content-Type", "text/xml; charset=utf-8")])
    return [_BUSY]


def _no_rows(_call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    body = json.loads(b"".join(line.carry(environ, start)))
    for part in _parts(body):
        part["body"] = {"totalSize": 0, "done": True, "records": []}
    return [json.dumps(body).encode()]


def _short_rows(_call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """The org leaves out half of what it should tell, and says that this is all."""
    body = json.loads(b"".join(line.carry(environ, start)))
    for part in _parts(body):
        rows = part["body"]["records"]
        rows = rows[: len(rows) // 2]
        part["body"] = {"totalSize": len(rows), "done": True, "records": rows}
    return [json.dumps(body).encode()]


def _parts(body: Any) -> list[dict[str, Any]]:
    """The parts of a Composite answer that are pages of a query; none of a refusal."""
    parts = body.get("compositeResponse", []) if isinstance(body, dict) else []
    return [part for part in parts if isinstance(part["body"], dict) and "records" in part["body"]]


_REWRITES: dict[str, Callable[[Call, Line, WSGIEnvironment, StartResponse], Iterable[bytes]]] = {
    "empty_page": _empty_page,
    "short_page": _short_page,
    "false_gone": _false_gone,
    "repeated_page": _repeated_page,
    "busy": _busy,
    "no_rows": _no_rows,
    "short_rows": _short_rows,
}
