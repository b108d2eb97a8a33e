"""Where credentials may go: over TLS, to hosts of the domains that the connection serves, and nowhere else.

The vendor asks clients to check a redirection before following it: https, a certificate that holds, a target that is
expected (https://learn.microsoft.com/exchange/client-developer/exchange-web-services/handling-autodiscover-error-messages).
Nobody can be asked here, so the domains of the set-up file say what is expected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_MICROSOFT_365 = ("outlook.com", "office365.com", "onmicrosoft.com", "office365.us", "partner.outlook.cn")


class Trust:
    """The domains of one connection."""

    def __init__(self, domains: Iterable[str], named: str | None = None) -> None:
        """`named` is an Autodiscover address that the admin has written down; its host is trusted, too."""
        self._domains = frozenset(domain.lower() for domain in domains)
        self._named = urlsplit(named or "").hostname or ""

    def url(self, url: str, address: str) -> bool:
        """Whether credentials may go to a URL on behalf of a mailbox. Plain http only stays on the machine."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if host in _LOOPBACK and host == self._named:
            return parts.scheme in {"http", "https"}
        return parts.scheme == "https" and (host == self._named or self._inside(host, address))

    def address(self, address: str) -> bool:
        """Whether another address of a rep is of a domain that the connection serves."""
        return self._inside(address.rpartition("@")[2].lower(), "")

    def _inside(self, host: str, address: str) -> bool:
        own = address.rpartition("@")[2].lower()
        domains = self._domains | {own} if own else self._domains
        return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def is_microsoft_365(target: str) -> bool:
    """Whether a URL or an address is of Exchange Online."""
    host = (urlsplit(target).hostname or target.rpartition("@")[2]).lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in _MICROSOFT_365)
