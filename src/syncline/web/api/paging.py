"""What lists and actions on lists take."""

from __future__ import annotations

from typing import Annotated, Any, Protocol, TypeVar

from ninja import Query, Schema
from pydantic import Field

MOST = 1000
_FARTHEST = 10_000_000


class _Sliced(Protocol):
    def __getitem__(self, part: slice, /) -> Any: ...


Rows = TypeVar("Rows", bound=_Sliced)


class Window(Schema):
    """Which part of a list is wanted."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 100
    offset: Annotated[int, Field(ge=0, le=_FARTHEST)] = 0

    def cut(self, rows: Rows) -> Rows:
        """Answer that part."""
        part: Rows = rows[self.offset : self.offset + self.limit]
        return part


Paging = Annotated[Window, Query()]


class NothingMeantError(Exception):
    """An action on a list does not say which rows are meant."""


class Ids(Schema):
    """Which items are meant."""

    ids: Annotated[list[str], Field(min_length=1, max_length=MOST)]
