"""A small internet in this process: hosts by name, each an application, silent, unknown, or not who they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import BaseAdapter
from urllib3.exceptions import MaxRetryError, NameResolutionError
from werkzeug.wrappers import Response

from syncline.sandbox.inprocess import InProcessAdapter

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


class Hosts:
    """Makes adapters; `asked` is every request as scheme, host, path and the scheme it was signed with."""

    def __init__(self) -> None:
        self.applications: dict[str, WSGIApplication] = {}
        self.silent: set[str] = set()
        self.untrusted: set[str] = set()
        """Hosts whose certificate proves nothing."""
        self.plain: dict[str, WSGIApplication] = {}
        """What answers on port 80."""
        self.asked: list[tuple[str, str]] = []
        """URL, and how it was signed: `Basic`, `NTLM` or nothing."""

    def adapter(self) -> BaseAdapter:
        """Make the transport of one session."""
        return _Adapter(self)

    @property
    def signed(self) -> set[str]:
        """Hosts that credentials went to, with the scheme in front."""
        return {"/".join(url.split("/")[:3]) for url, how in self.asked if how}

    def web_site(self, host: str, *, status: int = 404) -> None:
        """Let a host answer like a company's web site."""
        self.applications[host] = Response("<html>Welcome</html>", status, content_type="text/html")


class _Adapter(BaseAdapter):
    def __init__(self, hosts: Hosts) -> None:
        super().__init__()
        self._hosts = hosts
        self._connections: dict[str, InProcessAdapter] = {}

    def send(self, request: requests.PreparedRequest, *_args: Any, **sending: Any) -> requests.Response:
        url = request.url or ""
        scheme, _, rest = url.partition("://")
        host = rest.partition("/")[0]
        self._hosts.asked.append((url, request.headers.get("Authorization", "").partition(" ")[0]))
        if host in self._hosts.silent:
            raise requests.exceptions.ConnectTimeout
        if scheme == "https" and host in self._hosts.untrusted:
            raise requests.exceptions.SSLError("certificate verify failed")
        here = self._hosts.applications if scheme == "https" else self._hosts.plain
        if host not in here:
            unknown = NameResolutionError(host, None, OSError())  # type: ignore[arg-type]
            raise requests.exceptions.ConnectionError(MaxRetryError(None, url, unknown))  # type: ignore[arg-type]
        if host not in self._connections:
            self._connections[host] = InProcessAdapter(here[host])
        response = self._connections[host].send(request, **sending)
        response.connection = self  # type: ignore[assignment] # later messages of a sign-in are seen as well
        return response

    def close(self) -> None:
        """There is nothing to close."""
