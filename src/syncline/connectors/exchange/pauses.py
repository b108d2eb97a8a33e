"""How long servers asked to be left alone; nobody calls them meanwhile.

What is done under impersonation is charged to the mailbox, so a busy server is about one mailbox; what a web server
or a balancer asks for is about all of them
(https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange).
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syncline.connectors.errors import ThrottledError

if TYPE_CHECKING:
    from collections.abc import Callable

_EVERYBODY = ""


class Pauses:
    """Shared between threads; lives as long as the process, so that the next cycle knows."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._until: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def obey(self, address: str) -> None:
        """Raise `ThrottledError`, with what is left of it, as long as a pause lasts for a mailbox."""
        now = self._clock()
        with self._lock:
            until = max((self._until.get(one, now) for one in (_EVERYBODY, address.lower())), default=now)
        if until > now:
            left = (until - now).total_seconds()
            raise ThrottledError(f"the server asked to wait: {left:.0f} s are left", after=left)

    def heed(self, seconds: float | None, address: str = _EVERYBODY) -> None:
        """Take note of how long a server asked to wait, for a mailbox or for everybody."""
        if not seconds:
            return
        until = self._clock() + timedelta(seconds=seconds)
        with self._lock:
            self._until[address.lower()] = max(until, self._until.get(address.lower(), until))
