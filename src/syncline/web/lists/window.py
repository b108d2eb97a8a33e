"""One screen of a long list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, QueryDict

Row = TypeVar("Row")
Shown = TypeVar("Shown")
SIZE = 50
MOST_SKIPPED = 10_000
"""Nobody reads further."""
COUNTED_AHEAD = 1_000
"""Rows after the first one shown that are counted: counting further would cost more than the page."""


@dataclass(frozen=True, slots=True)
class Window(Generic[Row]):
    """Some rows, where they stand in the whole, and the queries of the screens beside."""

    rows: Sequence[Row]
    first: int
    """How many rows stand before."""
    count: int
    """How many there are; where they are more than were counted, how many were."""
    earlier: str | None
    later: str | None
    more: bool = False
    """Whether there are more than were counted."""

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows)

    @property
    def total(self) -> str:
        """How many there are, for people."""
        return f"more than {self.count:,}" if self.more else f"{self.count:,}"


def window(request: HttpRequest, rows: QuerySet[Any, Any], shown: Callable[[list[Any]], list[Shown]]) -> Window[Shown]:
    """Cut what the request asks for out of sorted rows; `shown` makes what the page shows of them, all at once."""
    first = start_of(request)
    found = list(rows[first : first + SIZE])
    ends_here = len(found) < SIZE and (found or not first)
    most = first + COUNTED_AHEAD
    count = first + len(found) if ends_here else rows.order_by()[: most + 1].count()
    query = request.GET
    return Window(
        shown(found),
        first,
        min(count, most),
        _query(query, max(0, first - SIZE)) if first else None,
        _query(query, first + SIZE) if count > first + SIZE else None,
        more=count > most,
    )


def whole(rows: Sequence[Shown]) -> Window[Shown]:
    """Answer a short list as it is."""
    return Window(rows, 0, len(rows), None, None)


def start_of(request: HttpRequest) -> int:
    """Where the request wants a list to begin; at the beginning where it says nothing sensible."""
    asked = request.GET.get("start", "0")
    return min(int(asked), MOST_SKIPPED) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0  # noqa: PLR2004 - no int of any length


def _query(query: QueryDict, start: int) -> str:
    changed = query.copy()
    changed["start"] = str(start)
    return f"?{changed.urlencode()}"
