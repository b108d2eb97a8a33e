"""How soon a rep is looked at again: sooner where much happens, later where nothing does (SPEC 6.1).

Pure. Seconds throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

FASTEST = 60.0
"""Nobody is looked at more often than this unless a server told of a change."""
_QUICKER, _SLOWER = 0.5, 1.5
HEARD = 3.0
"""How many times longer somebody waits for a poll whose server tells of changes by itself."""
JITTER = 0.1
"""Turns come up to this share early, so that those who once met do not meet for ever."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`slowest` is what is promised: no rep waits longer for a turn while workers keep up."""

    slowest: float = 300.0

    @property
    def fastest(self) -> float:
        """The shortest time between two turns."""
        return min(FASTEST, self.slowest)

    def after(self, before: float, *, busy: bool) -> float:
        """Answer the pace after a turn in which something was written, or not. A first turn has no pace yet: 0."""
        if not before:
            return self.fastest if busy else self.slowest
        wanted = before * (_QUICKER if busy else _SLOWER)
        return min(max(wanted, self.fastest), self.slowest)

    def delay(self, pace: float, chance: float, wait: float = 0.0, *, heard: bool = False) -> float:
        """Answer the seconds until the next turn. `chance` is in [0, 1); `wait` is what a server asked for.

        Whose server tells of changes by itself (`heard`) is polled for what was missed alone.
        """
        wanted = self.slowest * HEARD if heard else min(pace, self.slowest)
        return max(wanted * (1.0 - JITTER * chance), wait)
