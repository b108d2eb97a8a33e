"""Addresses of names in Exchange's directory, remembered for a day."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY = timedelta(days=1)


class Names:
    """Shared between threads; lives as long as the process."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._found: dict[str, tuple[str | None, datetime]] = {}
        self._lock = threading.Lock()

    def address(self, name: str, resolve: Callable[[str], str | None]) -> str | None:
        """Answer what `resolve` said about a name within the last day, else ask it. Raises what it raises."""
        now = self._clock()
        with self._lock:
            known = self._found.get(name.lower())
        if known is not None and now - known[1] < _DAY:
            return known[0]
        address = resolve(name)
        with self._lock:
            self._found[name.lower()] = (address, now)
        return address
