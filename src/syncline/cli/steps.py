"""What a cycle's progress amounts to: how much of a step is done, how fast it goes, when it will end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_READING, _SETTLING = "reading", "settling"


@dataclass(frozen=True, slots=True)
class Step:
    """How far one rep's step has come. `total` is None while nobody knows how much there is."""

    rep: str
    what: str
    done: int
    total: int | None
    seconds: float

    @property
    def rate(self) -> float | None:
        """Records a second since the step began; None at its beginning."""
        return self.done / self.seconds if self.seconds > 0 and self.done else None

    @property
    def seconds_left(self) -> float | None:
        """The estimate; None while it cannot be made."""
        return (self.total - self.done) / self.rate if self.total is not None and self.rate else None

    def told(self) -> str:
        """Say it on one line."""
        amount = f"{self.done:,}" if self.total is None else f"{self.done:,} of {self.total:,}"
        rate = f", {self.rate:,.0f}/s" if self.rate else ""
        left = f", about {self.seconds_left:,.0f} s left" if self.seconds_left is not None else ""
        return f"{self.rep}: {self.what}: {amount}{rate}{left}"


@dataclass(slots=True)
class Steps:
    """Remembers what each rep's steps have come to.

    Servers do not say how much they will list, so that reading has no known end. What was read is what will be
    settled, so that settling - the longer part - has one.
    """

    clock: Callable[[], float]
    _began: dict[tuple[str, str], float] = field(default_factory=dict)
    _read: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def note(self, rep: str, what: str, done: int) -> Step:
        """Take in one word of progress, such as `reading contacts from mailbox` or `settling contacts`."""
        verb, _, rest = what.partition(" ")
        collection = rest.partition(" ")[0]
        if verb == _READING:
            self._read[rep, collection, what] = done
        total = self._total(rep, collection, done) if verb == _SETTLING else None
        now = self.clock()
        began = self._began.setdefault((rep, what), now)
        return Step(rep, what, done, total, now - began)

    def _total(self, rep: str, collection: str, done: int) -> int:
        read = sum(count for key, count in self._read.items() if key[:2] == (rep, collection))
        return max(read, done)
