"""What a connection notices about its calls: how many of each, and which version the server has."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.connectors.exchange.old_servers import check, told_build

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from syncline.connectors.exchange.answer import Answer


class Watch:
    """Shared by all mailboxes of a connection, and by their threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self.build: str | None = None
        """The server's build as its first answer told it, such as `15.2.1118.7`."""
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

    def check(self, answer: Answer) -> None:
        """Learn the server's time, and its version from the first answer.

        Raises `StopConnectionError` if it is too old for us.
        """
        if answer.date is not None:
            self.offset = answer.date - self._clock()
        if self.build is not None:
            return
        build = told_build(answer)
        if build is not None:
            check(build)
            self.build = str(build)
