"""Serve a WSGI application over a real socket from a thread of its own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from cheroot.wsgi import Server

if TYPE_CHECKING:
    from types import TracebackType
    from wsgiref.types import WSGIApplication

LOOPBACK = "127.0.0.1"


class SocketServer:
    """One application on one loopback port; port 0 takes a free one.

    Cheroot reads chunked request bodies (jsforce sends them) and keeps connections alive.
    """

    def __init__(self, application: WSGIApplication, *, port: int = 0, threads: int = 16) -> None:
        self._server = Server((LOOPBACK, port), application, numthreads=threads, request_queue_size=64)
        self._server.shutdown_timeout = 1
        self._server.expiration_interval = 0.05  # also how long it takes to notice that it shall stop
        self._thread = threading.Thread(target=self._server.serve, name="sandbox", daemon=True)

    def start(self) -> Self:
        """Bind the port and answer requests from now on."""
        self._server.prepare()
        self._thread.start()
        return self

    @property
    def url(self) -> str:
        """The address without a trailing slash; the port is known once the server has started."""
        return f"http://{LOOPBACK}:{self._server.bind_addr[1]}"

    def stop(self) -> None:
        """Close the port and wait for the thread."""
        self._server.stop()
        self._thread.join(timeout=5)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
