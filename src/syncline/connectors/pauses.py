"""How long servers asked to be left alone; nobody calls them meanwhile.

What is done under impersonation is charged to the mailbox, so a busy server is about one mailbox; what a web server
or a balancer asks for is about all of them
(https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.connectors.errors import RetryLaterError

_EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class _Pause:
    until: datetime
    kind: type[RetryLaterError]
    code: str


class Pauses:
    """Shared between threads; lives as long as the process, so that the next cycle knows."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._pauses: dict[str, _Pause] = {}
        self._lock = threading.Lock()

    def obey(self, address: str) -> None:
        """Raise what the server said, with what is left of it, as long as a pause lasts for a mailbox."""
        now = self._clock()
        with self._lock:
            lasting = [self._pauses[one] for one in (_EVERYBODY, address.lower()) if one in self._pauses]
        pause = max(lasting, key=lambda one: one.until, default=None)
        if pause is not None and pause.until > now:
            left = (pause.until - now).total_seconds()
            raise pause.kind(f"the server asked to wait: {left:.0f} s are left", after=left, code=pause.code)

    def heed(self, error: RetryLaterError, address: str = _EVERYBODY) -> None:
        """Take note of how long a server asked to wait, for a mailbox or for everybody."""
        if not error.after:
            return
        pause = _Pause(self._clock() + timedelta(seconds=error.after), type(error), error.code)
        with self._lock:
            before = self._pauses.get(address.lower())
            if before is None or before.until < pause.until:
                self._pauses[address.lower()] = pause
