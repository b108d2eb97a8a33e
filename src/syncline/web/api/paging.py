"""What lists and actions on lists take."""

# ruff: noqa: TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from ninja import Query, Schema
from pydantic import Field

Row = TypeVar("Row")
MOST = 1000


class Window(Schema):
    """Which part of a list is wanted."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 100
    offset: Annotated[int, Field(ge=0)] = 0

    def cut(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Answer that part."""
        return rows[self.offset : self.offset + self.limit]


Paging = Annotated[Window, Query()]


class Ids(Schema):
    """Which items are meant."""

    ids: Annotated[list[str], Field(min_length=1, max_length=MOST)]
