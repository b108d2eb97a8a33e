"""What the org's daily allowance of requests is spent on.

The header: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_api_usage.htm
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.connectors.watching import http_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

TOTAL = "total"
_USAGE = re.compile(r"(?:^|[;\s])api-usage=(\d+)/(\d+)")


class Meter:
    """Counts requests by what they were for, and keeps the org's own count as its last answer told it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._offset = timedelta()
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self._usage: tuple[int, int] | None = None
        self._sign_ins = 0

    def count(self, kind: str) -> None:
        """Count one API request."""
        with self._lock:
            self._calls[TOTAL] += 1
            self._calls[kind] += 1

    def count_sign_in(self) -> None:
        """Count one token request; it costs nothing of the daily allowance."""
        with self._lock:
            self._sign_ins += 1

    def note(self, headers: Mapping[str, str]) -> None:
        """Keep what the answer's headers say about the day's usage and about the server's clock."""
        found = _USAGE.search(headers.get("Sforce-Limit-Info", ""))
        told = http_date(headers.get("Date", ""))
        with self._lock:
            if found:
                self._usage = (int(found[1]), int(found[2]))
            if told:
                self._offset = told - self._clock()

    @property
    def calls(self) -> Mapping[str, int]:
        """Requests so far: `total`, and by kind (`feed`, `read`, `create` ...)."""
        with self._lock:
            return {TOTAL: 0, **self._calls}

    @property
    def sign_ins(self) -> int:
        """Token requests so far."""
        return self._sign_ins

    @property
    def offset(self) -> timedelta:
        """How far the server's clock is ahead of ours, to the second; zero before the first answer that said."""
        return self._offset

    @property
    def now(self) -> datetime:
        """The org's time, as far as its last answer showed how far it is off ours."""
        return self._clock() + self._offset

    @property
    def usage(self) -> tuple[int, int] | None:
        """The org's own count of the last 24 hours: (used, allowed)."""
        return self._usage
