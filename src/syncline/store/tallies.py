"""What is only counted is counted in the database: reading 100,000 errors to count them takes a second."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - tallies that were kept are decoded by their types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syncline.records.words import Collection
    from syncline.store.rows import CursorRow


@dataclass(frozen=True, slots=True)
class Tally:
    """How much there is of what waits, over everybody, at one moment."""

    reps: Mapping[str, int]
    """By configuration, those whom nobody paused."""
    errors: Mapping[str, int]
    """By code."""
    held: int
    unresolved: int
    """Without those that a person ignored."""
    overdue: int
    """Turns of reps that should have begun."""
    lateness: float
    """Seconds that the longest overdue of them is late."""
    first_cycles: int
    """Reps who wait for, or are in, their first cycle."""


class Tallies(Protocol):
    """Counts, each with a statement or two however much there is to count."""

    def tally(self, now: datetime) -> Tally:
        """Count what waits."""

    def live_links_of(self, reps: Sequence[str]) -> dict[tuple[str, Collection], int]:
        """Answer how many live links these reps have, by rep and collection; none where there are none."""

    def cursors_of(self, reps: Sequence[str]) -> list[CursorRow]:
        """Answer the cursors of these reps."""
