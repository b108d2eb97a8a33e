"""Keeps the subscriptions of several mailboxes on one server behind a balancer.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-maintain-affinity-between-group-of-subscriptions-and-mailbox-server
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

_COOKIE = "X-BackEndOverrideCookie"


class Anchor:
    """The mailbox whose server serves the whole group."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._cookie = ""

    def headers(self) -> dict[str, str]:
        """Answer the headers of each request of the group."""
        headers = {"X-AnchorMailbox": self._address, "X-PreferServerAffinity": "true"}
        return headers | {"Cookie": f"{_COOKIE}={self._cookie}"} if self._cookie else headers

    def learn(self, response: requests.Response) -> None:
        """Take note of the server that answered."""
        self._cookie = response.cookies.get(_COOKIE) or self._cookie
