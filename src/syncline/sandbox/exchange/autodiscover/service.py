"""What Autodiscover knows: addresses of the services, and who is to be sent elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from syncline.sandbox.exchange.builds import Version
    from syncline.sandbox.exchange.direct import OpenMailbox
    from syncline.sandbox.exchange.directory import Directory

POX_PATH = "/autodiscover/autodiscover.xml"
SOAP_PATH = "/autodiscover/autodiscover.svc"
PATHS = frozenset({POX_PATH, SOAP_PATH})


class Redirect(NamedTuple):
    """Sends a client on: to ask for another address, or to ask at another URL."""

    address: str = ""
    url: str = ""


class Asked(NamedTuple):
    """What a client wants to know, and where it asked: `base` is scheme and host of the request."""

    address: str
    base: str


@dataclass(slots=True)
class Autodiscover:
    """Answers questions about mailboxes; change its fields at will."""

    directory: Directory
    version: Version
    ews_url: str = ""
    """Address of the web services that is told; empty tells that of the host that was asked."""
    redirects: dict[str, Redirect] = field(default_factory=dict)
    """By address, or by domain, whom to send elsewhere."""
    moved: dict[str, str] = field(default_factory=dict)
    """By host: the URL that a 302 names, whatever was asked, without asking for a sign-in."""

    def redirect(self, address: str) -> Redirect | None:
        """Answer where an address is sent."""
        wanted = address.casefold()
        return self.redirects.get(wanted) or self.redirects.get(wanted.rpartition("@")[2])

    def mailbox(self, address: str) -> OpenMailbox | None:
        """Answer the mailbox of an address."""
        return self.directory.find(address)

    def url(self, base: str) -> str:
        """Answer the address of the web services."""
        return self.ews_url or f"{base}/EWS/Exchange.asmx"
