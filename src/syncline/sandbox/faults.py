"""Faults on demand: what real servers do on bad days, thrown in front of a sandbox server's application.

A fault is a rule that is asked about each request. The first armed rule that matches acts and is used up
unless it was armed for good.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Matcher: TypeAlias = Callable[[bytes, "WSGIEnvironment"], bool]
"""Is asked with the request's body and WSGI environment."""


class FaultKind(StrEnum):
    """What the server does instead of answering properly."""

    HTML = "html"
    """Answers 200 with a web page, as a captive portal or a misconfigured proxy does."""
    HALF = "half"
    """Answers properly, but only the first half of the body arrives (the request was carried out)."""
    NOTHING = "nothing"
    """Answers 200 with an empty body (the request was not carried out)."""
    UNAVAILABLE = "unavailable"
    """Answers 503 with Retry-After."""
    TOO_MANY = "too_many"
    """Answers 429 with Retry-After."""
    SIGNED_OUT = "signed_out"
    """Answers 401, as a gateway does to a token that ran out (the request was not carried out)."""
    LOST_BEFORE = "lost_before"
    """Drops the connection before the request was carried out."""
    LOST_AFTER = "lost_after"
    """Carries the request out, then drops the connection."""


class ConnectionDroppedError(OSError):
    """Raised into the transport to stand for a connection that died."""


@dataclass(slots=True)
class Fault:
    """One armed rule. `times` counts down; -1 never runs out."""

    kind: FaultKind
    matches: Matcher = field(default=lambda _body, _environ: True)
    times: int = 1
    retry_after: int = 1


class Faults:
    """A WSGI middleware that lets armed faults act before the application is asked."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._armed: list[Fault] = []
        self._lock = threading.Lock()
        self.acted: list[FaultKind] = []
        """Every fault that has acted, in order: a scenario checks here that what it injected really happened."""

    def arm(self, fault: Fault) -> None:
        """Let `fault` act on the next request that it matches."""
        with self._lock:
            self._armed.append(fault)

    def disarm(self) -> None:
        """Forget all armed faults."""
        with self._lock:
            self._armed.clear()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if not self._armed:
            return self._application(environ, start_response)
        body = _read(environ)
        fault = self._draw(body, environ)
        if fault is None:
            return self._application(environ, start_response)
        return _ACT[fault.kind](fault, self._application, environ, start_response)

    def _draw(self, body: bytes, environ: WSGIEnvironment) -> Fault | None:
        with self._lock:
            for fault in self._armed:
                if fault.matches(body, environ):
                    fault.times -= 1
                    if fault.times == 0:
                        self._armed.remove(fault)
                    self.acted.append(fault.kind)
                    return fault
        return None


def _read(environ: WSGIEnvironment) -> bytes:
    import io  # noqa: PLC0415 - only a faulty request needs its body twice

    stream: Any = environ["wsgi.input"]
    length = environ.get("CONTENT_LENGTH")
    body: bytes = (
        stream.read(int(length)) if length else (stream.read() if environ.get("HTTP_TRANSFER_ENCODING") else b"")
    )
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return body


def _collect(application: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
    answer: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _exc: object = None, /) -> Callable[[bytes], object]:
        answer[:] = [status, headers]
        return lambda _chunk: None

    body = b"".join(application(environ, start))
    return answer[0], answer[1], body


def _html(_fault: Fault, _app: WSGIApplication, _environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [b"<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body>Sign in</body></html>"]


def _half(_fault: Fault, app: WSGIApplication, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    status, headers, body = _collect(app, environ)
    start(status, [pair for pair in headers if pair[0].lower() != "content-length"])
    return [body[: len(body) // 2]]


def _nothing(_fault: Fault, _app: WSGIApplication, _environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("200 OK", [("Content-Length", "0")])
    return [b""]


def _refuse(status: str) -> Callable[[Fault, WSGIApplication, WSGIEnvironment, StartResponse], Iterable[bytes]]:
    def act(fault: Fault, _app: WSGIApplication, _environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start(status, [("Content-Type", "text/plain"), ("Retry-After", str(fault.retry_after))])
        return [status.encode()]

    return act


def _signed_out(
    _fault: Fault, _app: WSGIApplication, _environ: WSGIEnvironment, start: StartResponse
) -> Iterable[bytes]:
    start("401 Unauthorized", [("Content-Type", "text/plain"), ("WWW-Authenticate", "Bearer, Basic")])
    return [b"Unauthorized"]


def _dropped() -> Iterator[bytes]:
    return (_drop() for _ in range(1))


def _drop() -> bytes:
    raise ConnectionDroppedError


def _lost_before(
    _fault: Fault, _app: WSGIApplication, _environ: WSGIEnvironment, start: StartResponse
) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "1000000")])
    return _dropped()


def _lost_after(_fault: Fault, app: WSGIApplication, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    status, headers, _body = _collect(app, environ)
    start(status, headers)
    return _dropped()


_ACT = {
    FaultKind.HTML: _html,
    FaultKind.HALF: _half,
    FaultKind.NOTHING: _nothing,
    FaultKind.UNAVAILABLE: _refuse("503 Service Unavailable"),
    FaultKind.TOO_MANY: _refuse("429 Too Many Requests"),
    FaultKind.SIGNED_OUT: _signed_out,
    FaultKind.LOST_BEFORE: _lost_before,
    FaultKind.LOST_AFTER: _lost_after,
}
