"""Keeps what was sent to servers, so that it can be sent again."""

from __future__ import annotations

import io
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_KEPT = ("HTTP_AUTHORIZATION", "CONTENT_TYPE", "HTTP_SOAPACTION", "HTTP_ACCEPT", "HTTP_X_ANCHORMAILBOX")


@dataclass(frozen=True, slots=True)
class Sent:
    """One request."""

    server: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float
    """When it came, on the monotonic clock."""


@dataclass
class Recorder:
    """Of several servers, in the order in which requests came."""

    latency: float = 0.0
    """Seconds that every request takes on its way, as between two continents or in a busy server."""
    sent: list[Sent] = field(default_factory=list)

    def around(self, server: str, application: WSGIApplication) -> WSGIApplication:
        """Answer the application, with everything kept that is asked of it."""

        def recording(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            query = environ.get("QUERY_STRING", "")
            path = environ["PATH_INFO"] + (f"?{query}" if query else "")
            headers = {_name(key): environ[key] for key in _KEPT if environ.get(key)}
            self.sent.append(Sent(server, environ["REQUEST_METHOD"], path, headers, body, time.monotonic()))
            threading.Event().wait(self.latency)
            return application(environ, start_response)

        return recording


def _name(key: str) -> str:
    return key.removeprefix("HTTP_").replace("_", "-").title()
