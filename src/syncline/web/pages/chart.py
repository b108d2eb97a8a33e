"""A bar chart as plain SVG: drawn here, so that a page needs no script for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

WIDTH = 600
_STEP, _WIDE, _HIGH = 25, 19, 80


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour. Lengths are in the units of the drawing, which is 600 by 80."""

    at: datetime
    count: int
    x: int
    y: int
    width: int
    height: int


def bars(counts: Sequence[tuple[datetime, int]]) -> list[Bar]:
    """Answer a bar for each count; the highest fills the drawing, and an hour without any is left empty."""
    highest = max((count for _, count in counts), default=0)
    drawn = []
    for place, (at, count) in enumerate(counts):
        height = max(2, round(_HIGH * count / highest)) if count else 0
        drawn.append(Bar(at, count, place * _STEP + 3, _HIGH - height, _WIDE, height))
    return drawn
