"""Instants that never repeat: what was written between two readings lies between them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syncline.sandbox.clock import Clock

_HAIR = timedelta(microseconds=1)


class Ticks:
    """A clock that moves on at every reading, even if the one behind it does not."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._last = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """Answer an instant after all others that were answered."""
        with self._lock:
            self._last = max(self.clock(), self._last + _HAIR)
            return self._last


def stamp(instant: datetime) -> str:
    """Write an instant as Calendar and People do: UTC, milliseconds."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
