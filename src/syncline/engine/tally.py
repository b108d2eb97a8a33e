"""What a cycle did, counted by direction."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from syncline.records.words import Direction, Side, flow

COUNTED = ("created", "updated", "deleted", "skipped", "failed")


@dataclass(slots=True)
class Tally:
    """Counts of one collection in one cycle."""

    _counts: dict[Direction, Counter[str]] = field(
        default_factory=lambda: {Direction.TO_SALESFORCE: Counter(), Direction.TO_MAILBOX: Counter()}
    )
    took: dict[Direction, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds from an edit on one side until it was written to the other."""
    round_again: bool = False
    """Something changed under our hands: the collection is to be observed and planned once more."""

    def count(self, side: Side, what: str, by: int = 1) -> None:
        """Count a write on `side` (or one that was skipped or failed)."""
        self._counts[flow(side)][what] += by

    def as_json(self) -> dict[str, dict[str, int]]:
        """Answer the counts in the shape of `sync --once --json`."""
        return {way.value: {name: counter[name] for name in COUNTED} for way, counter in self._counts.items()}

    @property
    def created(self) -> int:
        """How many records were created so far."""
        return sum(counter["created"] for counter in self._counts.values())

    @property
    def written(self) -> int:
        """How many records were created, updated or deleted."""
        return sum(counter[name] for counter in self._counts.values() for name in ("created", "updated", "deleted"))


def no_counts() -> dict[str, Any]:
    """Answer the shape with nothing counted."""
    return Tally().as_json()
