"""The network between Syncline and a server: every request is counted and traced, and anything may happen at it."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from syncline.sandbox.faults import Faults
from tests.support.house_wire import name_of, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    Answer: TypeAlias = "Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]"


@dataclass(frozen=True, slots=True)
class Call:
    """A request on its way: to which server, by what name, whether it writes, and its number in this cycle."""

    server: str
    name: str
    writes: bool
    number: int
    body: bytes


@dataclass
class Wire:
    """Both lines together. `meet` is told of each request, and may answer in the server's place, or die."""

    trace: list[str] = field(default_factory=list)
    count: int = 0
    meet: Callable[[Call, Line, WSGIEnvironment, StartResponse], Iterable[bytes] | None] | None = None

    def begin(self) -> None:
        """Count from 0 again: a cycle begins."""
        self.count = 0


class Line(Faults):
    """Stands in front of one server."""

    def __init__(self, server: str, application: WSGIApplication, wire: Wire) -> None:
        super().__init__(application)
        self.server = server
        self.application = application
        self._wire = wire

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Carry one request, and trace what was sent and what came back."""
        stream: Any = environ["wsgi.input"]
        body = stream.read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        environ.pop("HTTP_ACCEPT_ENCODING", None)  # what is told is rewritten on the way
        call = Call(self.server, name_of(body, environ), writes(body, environ), self._wire.count, body)
        self._wire.count += 1
        # What a sign-in sends is signed with a key that is made anew in each process.
        self._wire.trace.append(f"{call.server} {call.name} {zlib.crc32(body) if call.name != 'token' else 0:08x}")
        answer = self._wire.meet(call, self, environ, start_response) if self._wire.meet else None
        chunks = self.carry(environ, start_response) if answer is None else answer
        return self._traced(chunks, opaque=call.name in {"ExportItems", "token"})

    def carry(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the server answer, through whatever fault is armed."""
        return super().__call__(environ, start_response)

    def _traced(self, chunks: Iterable[bytes], *, opaque: bool) -> Iterable[bytes]:
        """Trace an answer; how a server packs an item that it exports, or writes a token, is its own affair."""
        body = b"".join(chunks)
        self._wire.trace.append(f" -> {0 if opaque else zlib.crc32(body):08x}")
        return [body]
