"""Serve a WSGI application over a real socket from a thread of its own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self

from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Gateway_10, Server

from .connection import CONNECTION

if TYPE_CHECKING:
    from types import TracebackType
    from wsgiref.types import WSGIApplication

    from .certificates import Certificate

LOOPBACK = "127.0.0.1"
_RESTING = 1000


class _Gateway(Gateway_10):
    """Tells the application which TCP connection a request came by."""

    def get_environ(self) -> dict[str, Any]:  # type: ignore[override] # cheroot has no types
        environ: dict[str, Any] = super().get_environ()  # type: ignore[no-untyped-call]
        environ[CONNECTION] = vars(self.req.conn).setdefault("sandbox", {})
        return environ


class SocketServer:
    """One application on one loopback port; port 0 takes a free one.

    Cheroot reads chunked request bodies (jsforce sends them) and keeps connections alive. With a certificate it speaks
    TLS, which a client reaches by a name that the certificate has (`localhost`).
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        port: int = 0,
        threads: int = 16,
        certificate: Certificate | None = None,
        host: str = LOOPBACK,
    ) -> None:
        """`host` is the name that `url` shows; the port is bound on the loopback address whatever it says."""
        self._host = host
        self._scheme = "http" if certificate is None else "https"
        self._server = Server((LOOPBACK, port), application, numthreads=threads, request_queue_size=64)
        self._server.gateway = _Gateway
        # IIS does not count connections that rest; ten of them, cheroot's default, would cut sign-ins by NTLM in two.
        self._server.keep_alive_conn_limit = _RESTING
        if certificate is not None:
            self._server.ssl_adapter = BuiltinSSLAdapter(str(certificate.certificate), str(certificate.key))
        self._server.shutdown_timeout = 1
        self._server.expiration_interval = 0.05  # also how long it takes to notice that it shall stop
        self._thread = threading.Thread(target=self._server.serve, name="sandbox", daemon=True)

    def start(self) -> Self:
        """Bind the port and answer requests from now on."""
        self._server.prepare()
        self._thread.start()
        return self

    @property
    def port(self) -> int:
        """The port, known once the server has started."""
        return int(self._server.bind_addr[1])

    @property
    def url(self) -> str:
        """The address without a trailing slash; the port is known once the server has started."""
        return f"{self._scheme}://{self._host}:{self.port}"

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
