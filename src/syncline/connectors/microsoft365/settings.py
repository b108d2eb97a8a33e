"""What a connection to Microsoft 365 is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLIC = "https://login.microsoftonline.com"
_GRAPH = "https://graph.microsoft.com"
_VERSION = "/v1.0"
_CLOUDS: Mapping[str, str] = MappingProxyType(
    {
        "login.microsoftonline.com": _GRAPH,
        "login.microsoftonline.us": "https://graph.microsoft.us",
        "login.partner.microsoftonline.cn": "https://microsoftgraph.chinacloudapi.cn",
        "login.chinacloudapi.cn": "https://microsoftgraph.chinacloudapi.cn",
    }
)
"""Where Graph is, by who signs in: https://learn.microsoft.com/graph/deployments."""


@dataclass(frozen=True, slots=True)
class Microsoft365Settings:
    """A tenant and the app that reaches its mailboxes, with its secret or its certificate (one of the two).

    `certificate` is PEM: the private key and the certificate. `authority` names a national cloud, or a test's own;
    `graph_url` goes with it unless it is said (the DoD cloud shares its authority with the other one of the US).
    Time-outs are seconds: to connect, and to wait for the next byte.
    """

    tenant: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    authority: str = PUBLIC
    graph_url: str = ""
    ca_bundle: str | None = None
    proxy: str | None = field(default=None, repr=False)
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    page_size: int = 200
    """Items that a page of changes is asked to have at most (`odata.maxpagesize`); a server may answer fewer."""

    @property
    def sign_in_url(self) -> str:
        """The authority of the tenant."""
        base = self.authority.rstrip("/")
        return base if urlsplit(base).path else f"{base}/{self.tenant}"

    @property
    def root(self) -> str:
        """Where Graph v1.0 is, without a slash at the end."""
        base = self.graph_url or _CLOUDS.get(urlsplit(self.authority).hostname or "", _GRAPH)
        return base.rstrip("/").removesuffix(_VERSION) + _VERSION

    @property
    def scope(self) -> str:
        """What a token is asked for: all that the app was granted on Graph."""
        host = _CLOUDS.get(urlsplit(self.authority).hostname or "", _GRAPH)
        named = self.graph_url.rstrip("/").removesuffix(_VERSION)
        return f"{named if named.startswith('https://dod-graph.') else host}/.default"
