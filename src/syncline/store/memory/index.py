"""From something looked for to the ids of the rows that have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

Wanted = TypeVar("Wanted", bound="Hashable")
Id = TypeVar("Id", bound="Hashable")


class Index(Generic[Wanted, Id]):
    """Sets of ids that never stay behind empty, so that a long run does not grow."""

    def __init__(self) -> None:
        self._ids: dict[Wanted, set[Id]] = {}

    def add(self, wanted: Wanted, row: Id) -> None:
        """Note that `row` has what is wanted."""
        self._ids.setdefault(wanted, set()).add(row)

    def remove(self, wanted: Wanted, row: Id) -> None:
        """Undo `add`; what was never added is no error."""
        rows = self._ids.get(wanted)
        if rows is None:
            return
        rows.discard(row)
        if not rows:
            del self._ids[wanted]

    def find(self, wanted: Iterable[Wanted]) -> set[Id]:
        """Answer the ids of all rows that have any of these."""
        return {row for one in wanted for row in self._ids.get(one, ())}

    def count(self, wanted: Wanted) -> int:
        """Answer how many rows have it."""
        return len(self._ids.get(wanted, ()))
