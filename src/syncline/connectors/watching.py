"""What a connection notices about its calls: how many of each, and how far the server's clock is off."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Watching:
    """Shared by all mailboxes of a connection, and by their threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self.offset = timedelta()
        """How far the server's clock is ahead of ours, to the second; zero before its first answer."""

    def count(self, operation: str) -> None:
        """Take a call into account that is about to be made."""
        with self._lock:
            self._calls[operation] += 1

    @property
    def calls(self) -> Mapping[str, int]:
        """How many calls of each operation were made so far."""
        with self._lock:
            return MappingProxyType(dict(self._calls))

    @property
    def now(self) -> datetime:
        """The server's time, as far as its last answer showed how far it is off ours."""
        return self._clock() + self.offset

    def heed(self, headers: Mapping[str, str]) -> None:
        """Take note of the server's time in the headers of an answer; their names in any case."""
        self.learn(http_date(headers.get("Date")))

    def learn(self, date: datetime | None) -> None:
        """Take note of the server's time in an answer."""
        if date is not None:
            self.offset = date - self._clock()


def http_date(text: str | None) -> datetime | None:
    """Read a `Date` header; None for anything else."""
    try:
        return parsedate_to_datetime(text or "").replace(tzinfo=UTC)
    except ValueError:
        return None
