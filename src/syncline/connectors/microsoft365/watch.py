"""What a connection notices about its calls: how many of each, and the server's clock."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


class Watch:
    """Shared by all mailboxes of a connection, and by their threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self.offset = timedelta()
        """How far the server's clock is ahead of ours, to the second; zero before its first answer."""

    def now(self) -> datetime:
        """Answer the instant by our clock."""
        return self._clock()

    def count(self, operation: str) -> None:
        """Take a call into account that is about to be made; a batch is one."""
        with self._lock:
            self._calls[operation] += 1

    @property
    def calls(self) -> Mapping[str, int]:
        """How many calls of each operation were made so far."""
        with self._lock:
            return MappingProxyType(dict(self._calls))

    def heed(self, headers: Mapping[str, str]) -> None:
        """Learn the server's time from an answer."""
        try:
            self.offset = parsedate_to_datetime(headers["Date"]) - self._clock()
        except (KeyError, ValueError):
            return
