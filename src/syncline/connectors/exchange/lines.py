"""The lines of one connection: one to the fixed address, or one to each that Autodiscover names."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from syncline.connectors.exchange.line import Line
from syncline.connectors.exchange.sign_in import SignIn

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests.adapters import BaseAdapter

    from syncline.connectors.exchange.autodiscover.search import Search
    from syncline.connectors.exchange.memory import Memory
    from syncline.connectors.exchange.settings import ExchangeSettings


class Lines:
    """Shared between threads."""

    def __init__(
        self,
        settings: ExchangeSettings,
        adapter: Callable[[], BaseAdapter],
        search: Search,
        memory: Memory,
    ) -> None:
        self._settings = settings
        self._adapter = adapter
        self._search = search
        self._known = memory.known
        self.names = memory.names
        self.pauses = memory.pauses
        """How long servers asked to be left alone."""
        self._sign_in = SignIn(settings)
        self._lines: dict[str, Line] = {}
        self._lock = threading.Lock()

    def line(self, address: str) -> Line:
        """Answer the line to a mailbox's server. Raises what the search raises."""
        url = self.url(address)
        with self._lock:
            if url not in self._lines:
                self._lines[url] = Line(url, self._settings, self._adapter, self._sign_in)
            return self._lines[url]

    def url(self, address: str) -> str:
        """Answer the address of a mailbox's web services. Raises what the search raises."""
        return self._settings.ews_url or self._known.url(address, self._search.find)

    def forget(self, address: str) -> None:
        """Look for the mailbox's server anew the next time: the one that was found does not answer as it should."""
        if not self._settings.ews_url:
            self._known.forget(address)

    def close(self) -> None:
        """Close all sessions that are not in use."""
        with self._lock:
            for line in self._lines.values():
                line.close()
