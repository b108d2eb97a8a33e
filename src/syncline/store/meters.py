"""What was done and spent, counted by the hour for all workers together (SPEC 6.3, 7.9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


class Counted(StrEnum):
    """What is counted. Labels name connections and words of the specification, never people."""

    CALLS = "calls"
    """Requests to a provider; the label is the connection's name."""
    CYCLES = "cycles"
    """Finished cycles; no label."""
    MILLISECONDS = "cycle_milliseconds"
    """How long finished cycles took, in milliseconds; no label."""
    WRITES = "writes"
    """Records written, refused or left; the label is `collection/direction/what`."""
    STOPPED = "stopped"
    """Cycles that were stopped as a whole; the label is the error's code."""
    ARRIVED = "arrived"
    """Edits that reached the other side; the label is `direction/bound`, the first of `BOUNDS` that it kept within."""
    LATENCY = "latency_milliseconds"
    """How long all these edits took together, in milliseconds; the label is the direction."""


BOUNDS: Final = ("2", "5", "10", "30", "60", "120", "300", "600", "1800", "3600", "+Inf")
"""Seconds from an edit until it is on the other side, as Prometheus writes the bounds of a histogram."""


@dataclass(frozen=True, slots=True)
class Count:
    """How much of something there was in the hour that begins at `hour`."""

    what: Counted
    label: str
    number: int
    hour: datetime | None = None
    """None: since the beginning of counting."""


class Meters(Protocol):
    """Counts that any number of workers add to."""

    def count(self, counts: Iterable[Count], now: datetime) -> None:
        """Add to the hour of `now` and to the totals; `hour` of what is given is not looked at."""

    def hours(self, what: Counted, since: datetime, labels: Sequence[str] | None = None) -> list[Count]:
        """Answer the counts by hour, of hours that begin at `since` or later, oldest first, then by label."""

    def totals(self) -> list[Count]:
        """Answer the totals, by what is counted and label. They only ever grow."""

    def forget_hours(self, before: datetime) -> None:
        """Forget hours that began before this; the totals stay."""
