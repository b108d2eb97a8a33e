"""What is learned about Google and outlives the connections of one cycle."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from syncline.connectors.google.tokens import Tokens
from syncline.connectors.pauses import Pauses

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.connectors.errors import RetryLaterError

_FIRST = 2.0
_LONGEST = 64.0
"""Seconds; the quota is counted by the minute (https://developers.google.com/workspace/calendar/api/guides/quota)."""


class Memory:
    """Shared by the connections of one set-up, one after the other or side by side."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.pauses = Pauses(clock)
        """How long mailboxes are left alone."""
        self.tokens = Tokens()
        """Access tokens that last."""
        self._lock = threading.Lock()
        self._waits: dict[str, float] = {}

    def failed(self, address: str, error: RetryLaterError) -> None:
        """Leave a mailbox alone for as long as was asked, else twice as long each time; `error` says so from now on."""
        if error.after is None:
            with self._lock:
                error.after = self._waits.get(address.lower(), _FIRST)
                self._waits[address.lower()] = min(error.after * 2, _LONGEST)
        self.pauses.heed(error, address)

    def went_well(self, address: str) -> None:
        """Begin with the shortest wait again."""
        with self._lock:
            self._waits.pop(address.lower(), None)
