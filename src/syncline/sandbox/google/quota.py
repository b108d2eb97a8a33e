"""Calls per minute, how Google says that there were too many, and that it has troubles of its own.

https://developers.google.com/workspace/calendar/api/guides/quota: sliding minutes, per project and per user;
403 or 429, to be treated alike. https://developers.google.com/workspace/calendar/api/guides/errors has the bodies.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from .errors import ApiError, error_info

if TYPE_CHECKING:
    from collections.abc import Iterable

_MINUTE = timedelta(minutes=1)


class Limit(StrEnum):
    """Which of Google's answers a refused call gets: https://developers.google.com/workspace/calendar/api/guides/errors."""

    USER = "userRateLimitExceeded"
    PROJECT = "rateLimitExceeded"
    USAGE = "quotaExceeded"
    TOO_MANY = "429"
    BACKEND = "backendError"
    """Not a limit, but answered where a limit would be: the request was not carried out."""
    BACKEND_AFTER = "backendErrorAfter"
    """The request was carried out, and nevertheless answered with an error."""


@dataclass(slots=True)
class Quota:
    """No limit until one is set; the vendor's is 600 calls a minute for a user and 10,000 for a project."""

    per_user: int = 0
    per_project: int = 0
    full_listings: int = 0
    """Full listings of contacts that a user may begin in a minute, which has a quota of its own."""
    refusals: int = 0
    """How many calls were refused."""
    _spoiled: bool = False
    _armed: list[Limit | None] = field(default_factory=list)
    _calls: dict[str, deque[datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refuse(self, limits: Iterable[Limit | None]) -> None:
        """Answer the next calls with these, one each; None lets one through."""
        with self._lock:
            self._armed += limits

    def spend(self, user: str, now: datetime) -> None:
        """Count a call, or refuse it. Refused calls do not count."""
        with self._lock:
            limit = self._armed.pop(0) if self._armed else self._reached(user, now)
            self._spoiled = limit is Limit.BACKEND_AFTER
            if limit is not None and not self._spoiled:
                self.refusals += 1
                raise exceeded(limit)
            for key in (user, ""):
                self._calls.setdefault(key, deque()).append(now)

    def spend_full_listing(self, user: str, now: datetime) -> None:
        """Count the first page of a full listing of contacts, or refuse it.

        https://developers.google.com/people/api/rest/v1/people.connections/list: "If the quota is exceeded, a 429
        error will be returned."
        """
        key = f"full {user}"
        with self._lock:
            if self.full_listings and self._recent(key, now) >= self.full_listings:
                self.refusals += 1
                raise exceeded(Limit.TOO_MANY)
            self._calls.setdefault(key, deque()).append(now)

    def spoil(self) -> None:
        """Refuse a call that was carried out, if that is what it was to be answered."""
        with self._lock:
            spoiled, self._spoiled = self._spoiled, False
        if spoiled:
            self.refusals += 1
            raise exceeded(Limit.BACKEND)

    def _reached(self, user: str, now: datetime) -> Limit | None:
        if self.per_user and self._recent(user, now) >= self.per_user:
            return Limit.USER
        return Limit.PROJECT if self.per_project and self._recent("", now) >= self.per_project else None

    def _recent(self, key: str, now: datetime) -> int:
        calls = self._calls.get(key, deque())
        while calls and calls[0] <= now - _MINUTE:
            calls.popleft()
        return len(calls)


def exceeded(limit: Limit) -> ApiError:
    """Say that a limit was reached."""
    if limit in {Limit.BACKEND, Limit.BACKEND_AFTER}:
        return ApiError(503, Limit.BACKEND, "Backend Error", status="UNAVAILABLE")
    if limit is Limit.USAGE:
        return ApiError(403, limit, "Calendar usage limits exceeded.", domain="usageLimits")
    info = error_info("RATE_LIMIT_EXCEEDED")
    if limit is Limit.TOO_MANY:
        return ApiError(
            429, Limit.PROJECT, "Rate Limit Exceeded", domain="usageLimits", status="RESOURCE_EXHAUSTED",
            details=(info,), headers=(("Retry-After", "1"),),
        )  # fmt: skip
    message = "User Rate Limit Exceeded" if limit is Limit.USER else "Rate Limit Exceeded"
    return ApiError(403, limit, message, domain="usageLimits")
