"""What lists and actions on lists take, and what every list says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Generic

from ninja import Query, Schema
from pydantic import Field

from syncline.web.lists.place import AnyModel, beyond, in_order, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

MOST = 1000
COUNTED_AHEAD = 10_000
"""Rows after a part that are counted: counting a million would cost more than the part."""
_FARTHEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Part(Generic[AnyModel]):
    """Some rows of a list, and what the answer says of the list."""

    rows: Sequence[AnyModel]
    told: dict[str, Any]


class Window(Schema):
    """Which part of a list is wanted; `after` takes what `next` told, and is as quick at the end as at the start."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 100
    offset: Annotated[int, Field(ge=0, le=_FARTHEST)] = 0
    after: str = ""

    def part(self, rows: QuerySet[AnyModel]) -> Part[AnyModel]:
        """Answer that part of sorted rows. Raises `NoPlaceError`."""
        rows = in_order(rows)
        rows = beyond(rows, self.after) if self.after else rows
        end = self.offset + self.limit
        found = list(rows[self.offset : end + 1])
        known = len(found) <= self.limit and (found or not self.offset)
        count = self.offset + len(found) if known else rows.order_by()[: end + COUNTED_AHEAD + 1].count()
        shown = found[: self.limit]
        told = {
            "count": min(count, end + COUNTED_AHEAD),
            "more": count > end + COUNTED_AHEAD,
            "next": place_of(rows, shown[-1]) if len(found) > len(shown) else None,
        }
        return Part(shown, told)


Paging = Annotated[Window, Query()]


class Page(Schema):
    """`count` is how many there are, from `after` on; where `more`, at least that many. `next` goes into `after`."""

    count: int
    more: bool = False
    next: str | None = None


class NothingMeantError(Exception):
    """An action on a list does not say which rows are meant."""


class Ids(Schema):
    """Which items are meant."""

    ids: Annotated[list[str], Field(min_length=1, max_length=MOST)]
