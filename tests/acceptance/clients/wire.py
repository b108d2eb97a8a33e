"""The wire between the program and the servers: calls are counted, and at one of them something may strike."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from werkzeug.wrappers import Request, Response

from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_PER_CONNECTION = frozenset({"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"})


@dataclass(slots=True)
class Wire:
    """Leads to several servers, and counts all calls together.

    `strike` is called once, when call number `at` comes: before it is passed on, or when it was `answered` and the
    caller has not heard of it yet.
    """

    calls: int = 0
    at: int = 0
    answered: bool = False
    strike: Callable[[], None] = lambda: None
    _counting: threading.Lock = field(default_factory=threading.Lock)

    def to(self, url: str) -> WSGIApplication:
        """Answer an application that passes everything on to the server of this address."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))

        def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            return self._pass_on(origin, Request(environ))(environ, start_response)

        return application

    def _pass_on(self, origin: str, request: Request) -> Response:
        with self._counting:
            self.calls += 1
            struck = self.calls == self.at
        if struck and not self.answered:
            self.strike()
            return Response(status=503)
        answer = _send(origin, request)
        if struck:
            self.strike()
        return answer


def _send(origin: str, request: Request) -> Response:
    """Pass a request on under the name that the caller used for the server."""
    answer = requests.request(
        request.method,
        origin + request.full_path,
        data=request.get_data(),
        headers=dict(request.headers),
        timeout=GUARD,
    )
    headers = [(name, value) for name, value in answer.headers.items() if name.lower() not in _PER_CONNECTION]
    return Response(answer.content, answer.status_code, headers)
