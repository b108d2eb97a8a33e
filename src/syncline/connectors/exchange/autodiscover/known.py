"""What Autodiscover has told, by domain: asked once a day, once at a time, and again when an address fails."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.connectors.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_DAY = timedelta(days=1)
_SOON = timedelta(minutes=1)
"""How long a failure stands: the reps of a domain do not each wait for the same silent hosts."""


_OF_ONE_MAILBOX = frozenset({"mailbox_not_found", "mailbox_in_microsoft_365"})


@dataclass(frozen=True, slots=True)
class _Entry:
    told: str | ConnectorError
    until: datetime


class Known:
    """Shared between threads; lives as long as the process, so that cycles do not ask again."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._entries: dict[str, _Entry] = {}
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._guard = threading.Lock()

    def url(self, address: str, find: Callable[[str], str]) -> str:
        """Answer the address of the web services, asking `find` if the domain is not known. Raises what it raises."""
        domain = _domain(address)
        with self._guard:
            lock = self._locks[domain]
        with lock:
            entry = self._entries.get(domain)
            if entry is None or entry.until <= self._clock():
                entry = self._entries[domain] = self._ask(address, find)
        if isinstance(entry.told, ConnectorError):
            raise entry.told
        return entry.told

    def forget(self, address: str) -> None:
        """Ask again the next time."""
        self._entries.pop(_domain(address), None)

    def _ask(self, address: str, find: Callable[[str], str]) -> _Entry:
        try:
            return _Entry(find(address), self._clock() + _DAY)
        except ConnectorError as error:
            if error.code in _OF_ONE_MAILBOX:
                raise
            return _Entry(error, self._clock() + _SOON)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
