"""Serve the pages over a real socket. Django has to be set up before (opening the store does that)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from cheroot.wsgi import Server
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from syncline.web.asked import AROUND
from syncline.web.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from syncline.web.asked import Around

_THREADS = 8


class Pages:
    """The WSGI application: Django, with what it works with put beside each request."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._django = WSGIHandler()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        environ[AROUND] = self._around
        return self._django(environ, start_response)


class PageServer:
    """The pages on one address, from a thread of its own; port 0 takes a free one."""

    def __init__(self, around: Around, host: str, port: int) -> None:
        self._server = Server((host.strip("[]"), port), Pages(around), numthreads=_THREADS)
        self._server.shutdown_timeout = 1
        self._host = host
        self._thread = threading.Thread(target=self._server.serve, name="pages", daemon=True)

    def start(self) -> None:
        """Bind the address and answer requests from now on. Raises `OSError` when it is taken."""
        # Asked for by its address, a page is answered only if that address was meant to be reachable.
        hosts = [*settings.ALLOWED_HOSTS, self._host]
        settings.ALLOWED_HOSTS = hosts if is_loopback(self._host) else ["*"]
        self._server.prepare()
        self._thread.start()

    def stop(self) -> None:
        """Close the address and wait for the thread."""
        self._server.stop()
        self._thread.join(timeout=5)

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        return f"http://{self._host}:{self._server.bind_addr[1]}/"
