"""Time as the sandbox servers see it: always passed in, so that a run can be replayed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Answers the current instant, aware and in UTC."""


def system_clock() -> datetime:
    """Answer the machine's own time in UTC."""
    return datetime.now(UTC)


class SteppedClock:
    """A clock that moves only when told to, and by a hair at each reading so that no two instants are equal."""

    def __init__(self, start: datetime, *, hair: timedelta = timedelta(microseconds=1000)) -> None:
        """`start` is aware; `hair` is how far each reading moves the clock on."""
        self._now = start.astimezone(UTC)
        self._hair = hair

    def __call__(self) -> datetime:
        """Answer the current instant and move on by a hair."""
        self._now += self._hair
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._now += by
