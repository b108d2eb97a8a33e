"""One screen of a long list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from syncline.web.lists.place import NoPlaceError, beyond, in_order, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, QueryDict

Row = TypeVar("Row")
Shown = TypeVar("Shown")
SIZE = 50
MOST_SKIPPED = 10_000
"""Whoever names a number, instead of going on from a screen, gets no further: all rows before it are read."""
COUNTED_AHEAD = 1_000
"""Rows after the first one shown that are counted: counting further would cost more than the page."""
_NUMBER = "start"
_AFTER, _BEFORE = "after", "before"
_DIGITS = 9
"""No number of any length is read."""


@dataclass(frozen=True, slots=True)
class Window(Generic[Row]):
    """Some rows, where they stand in the whole, and the queries of the screens beside."""

    rows: Sequence[Row]
    first: int
    """How many rows stand before; as they were counted on the way, where somebody went on from screen to screen."""
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


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows of a screen, and how many there are from the first of them on, as far as they are counted."""

    first: int
    found: list[Any]
    ahead: int


def window(request: HttpRequest, rows: QuerySet[Any, Any], shown: Callable[[list[Any]], list[Shown]]) -> Window[Shown]:
    """Cut what the request asks for out of sorted rows; `shown` makes what the page shows of them, all at once."""
    rows, query = in_order(rows), request.GET
    cut = _cut(rows, query)
    first, found = cut.first, cut.found
    earlier = _query(query, max(0, first - SIZE), _BEFORE, place_of(rows, found[0]) if found else "") if first else None
    later = _query(query, first + SIZE, _AFTER, place_of(rows, found[-1])) if cut.ahead > SIZE else None
    count = first + min(cut.ahead, COUNTED_AHEAD)
    return Window(shown(found), first, count, earlier, later, more=cut.ahead > COUNTED_AHEAD)


def whole(rows: Sequence[Shown]) -> Window[Shown]:
    """Answer a short list as it is."""
    return Window(rows, 0, len(rows), None, None)


def _cut(rows: QuerySet[Any, Any], query: QueryDict) -> Cut:
    """Go on from the place that is named, or from the number; from the beginning where neither makes sense."""
    number = _number(query)
    try:
        if after := query.get(_AFTER):
            return _ahead(beyond(rows, after), number)
        if before := query.get(_BEFORE):
            return _back(rows, before, number)
    except NoPlaceError:
        pass
    skipped = min(number, MOST_SKIPPED)
    return _ahead(rows, skipped, skipped)


def _ahead(rows: QuerySet[Any, Any], first: int, skipped: int = 0) -> Cut:
    found = list(rows[skipped : skipped + SIZE])
    ends_here = len(found) < SIZE and (found or not skipped)
    return Cut(first, found, len(found) if ends_here else _count(rows, skipped + COUNTED_AHEAD + 1) - skipped)


def _back(rows: QuerySet[Any, Any], before: str, first: int) -> Cut:
    """Answer what stands before a place; the beginning of the list where that is less than a screen."""
    found = list(beyond(rows.reverse(), before)[:SIZE])[::-1] if first else []
    if len(found) < SIZE:
        return _ahead(rows, 0)
    return Cut(first, found, 1 + _count(beyond(rows, place_of(rows, found[0])), COUNTED_AHEAD))


def _count(rows: QuerySet[Any, Any], most: int) -> int:
    return rows.order_by()[:most].count()


def _number(query: QueryDict) -> int:
    """How many rows stand before, as far as the request says so sensibly."""
    asked = query.get(_NUMBER, "0")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS else 0


def _query(query: QueryDict, number: int, way: str, place: str) -> str:
    changed = query.copy()
    for name in (_AFTER, _BEFORE):
        changed.pop(name, None)
    changed[_NUMBER] = str(number)
    changed[way] = place
    return f"?{changed.urlencode()}"
