"""Serve the pages over a real socket. Django has to be set up before (opening the store does that)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

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
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Front:
    """How the pages are reached. `public` is the https address that a proxy in front answers on; empty without one."""

    host: str
    port: int
    key: str
    """Signs what browsers bring back; it must last, and be the same on every machine that serves these pages."""
    public: str = ""


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
    """The pages on one address; port 0 takes a free one."""

    def __init__(self, around: Around, front: Front) -> None:
        set_up(front)
        host = front.host.strip("[]")
        self._server = Server((host, front.port), Pages(around), numthreads=_THREADS)
        self._server.shutdown_timeout = 1
        self._front = front

    def bind(self) -> None:
        """Take the address. Raises `OSError` when it is taken already."""
        self._server.prepare()

    def serve(self) -> None:
        """Answer requests until `stop`."""
        self._server.serve()

    def stop(self) -> None:
        """Close the address."""
        self._server.stop()

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        return self._front.public or f"http://{self._front.host}:{self._server.bind_addr[1]}/"


def set_up(front: Front) -> None:
    """Tell Django how it is reached. Behind TLS cookies travel by TLS alone, and browsers never ask otherwise again."""
    settings.SECRET_KEY = front.key
    hosts = [*settings.ALLOWED_HOSTS, front.host]
    # Asked for by its address, a page is answered only if that address was meant to be reachable.
    settings.ALLOWED_HOSTS = hosts if is_loopback(front.host) else ["*"]
    if not front.public:
        return
    parts = urlsplit(front.public)
    settings.ALLOWED_HOSTS = [*hosts, parts.hostname]
    settings.CSRF_TRUSTED_ORIGINS = [f"{parts.scheme}://{parts.netloc}"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = _YEAR
    settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
