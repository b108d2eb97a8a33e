"""Throttling: how much one application may ask of one mailbox.

https://learn.microsoft.com/graph/throttling-limits (Outlook service limits)
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from .errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from syncline.sandbox.clock import Clock

AT_ONCE: Final = 4
"""Requests of one application on one mailbox at a time."""
_PERIOD: Final = timedelta(minutes=10)


class Gate:
    """Counts what is under way and what has been."""

    def __init__(self, clock: Clock) -> None:
        self.per_period = 10_000
        """Requests on one mailbox in ten minutes."""
        self._clock = clock
        self._under_way: Counter[str] = Counter()
        self._past: dict[str, deque[datetime]] = {}
        self._ordered: deque[int] = deque()
        self._lock = threading.Lock()

    def throttle(self, calls: int, retry_after: int = 10) -> None:
        """Refuse the next calls on mailboxes with 429, whether alone or in a batch; `retry_after` is in seconds."""
        with self._lock:
            self._ordered.extend([retry_after] * calls)

    @contextmanager
    def slot(self, mailbox: str) -> Iterator[None]:
        """Hold one slot of a mailbox; 429 if none is free."""
        with self._lock:
            if self._under_way[mailbox] >= AT_ONCE:
                raise throttled("MailboxConcurrency", 1)
            self._under_way[mailbox] += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way[mailbox] -= 1

    def admit(self, mailbox: str) -> None:
        """Count one request on a mailbox; 429 if there were too many."""
        with self._lock:
            if self._ordered:
                raise throttled("RequestRate", self._ordered.popleft())
            now = self._clock()
            past = self._past.setdefault(mailbox, deque())
            while past and past[0] <= now - _PERIOD:
                past.popleft()
            if len(past) >= self.per_period:
                wait = past[0] + _PERIOD - now
                raise throttled("RequestRate", int(wait.total_seconds()) + 1)
            past.append(now)


def throttled(limit: str, retry_after: int) -> GraphError:
    """Answer 429 for a limit."""
    text = f"Application is over its {limit} limit."
    return GraphError(429, "ApplicationThrottled", text, retry_after=retry_after)
