"""Counts of one process."""

# ruff: noqa: D102 - the port says what each method means

from __future__ import annotations

from collections import Counter
from threading import Lock
from typing import TYPE_CHECKING

from syncline.store.meters import Count, Counted, Meters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


class MemoryMeters(Meters):
    """Hours and totals by what is counted and label."""

    def __init__(self) -> None:
        self._hours: Counter[tuple[datetime, Counted, str]] = Counter()
        self._totals: Counter[tuple[Counted, str]] = Counter()
        self._meters_lock = Lock()

    def count(self, counts: Iterable[Count], now: datetime) -> None:
        hour = now.replace(minute=0, second=0, microsecond=0)
        with self._meters_lock:
            for one in counts:
                self._hours[hour, one.what, one.label] += one.number
                self._totals[one.what, one.label] += one.number

    def hours(self, what: Counted, since: datetime, labels: Sequence[str] | None = None) -> list[Count]:
        with self._meters_lock:
            found = sorted(self._hours.items())
        return [
            Count(kind, label, number, hour)
            for (hour, kind, label), number in found
            if kind is what and hour >= since and (labels is None or label in labels)
        ]

    def totals(self) -> list[Count]:
        with self._meters_lock:
            return [Count(what, label, number) for (what, label), number in sorted(self._totals.items())]

    def forget_hours(self, before: datetime) -> None:
        with self._meters_lock:
            for key in [key for key in self._hours if key[0] < before]:
                del self._hours[key]
