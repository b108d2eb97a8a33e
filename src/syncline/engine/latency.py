"""How long an edit takes to the other side."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.records.words import flow

if TYPE_CHECKING:
    from syncline.engine.run import CollectionRun
    from syncline.records.record import Record
    from syncline.records.words import Side

_LONGEST = timedelta(days=1)
"""What was edited longer ago was not late: something else brought it into sight (sharing, a filter, the window)."""


def arrived(run: CollectionRun, side: Side, source: Record | None) -> None:
    """Note that what the other side holds was just written to `side`."""
    edited = run.corrected(side.other, source.modified) if source is not None else None
    if edited is not None and (took := run.clock() - edited) <= _LONGEST:
        run.tally.took[flow(side)].append(max(took.total_seconds(), 0.0))
