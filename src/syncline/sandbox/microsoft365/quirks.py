"""What the service really does besides what its pages promise: off unless a test turns it on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Quirks:
    """Of one mailbox's deltas."""

    empty_pages: bool = False
    """A page without rows comes before each with some: https://learn.microsoft.com/graph/delta-query-overview (2a)."""
    repeats: bool = False
    """A row may come twice in one answer: allowed by the same page."""
    endless: bool = False
    """A round never ends: the same page comes again and again, each time with a fresh link.

    https://learn.microsoft.com/answers/questions/5790953
    """
    forgets_returns: bool = False
    """What left a folder and came back is told as removed alone.

    https://github.com/microsoftgraph/microsoft-graph-docs/issues/21752
    """
    forbidden: set[int] = field(default_factory=set)
    """Numbers of items that nobody may read just now, whatever else of the mailbox may be read."""
    silent_cancellations: bool = False
    """A cancelled occurrence is just missing where its series is told anew.

    https://github.com/microsoftgraph/microsoft-graph-docs/pull/4501
    """
