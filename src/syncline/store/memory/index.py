"""From something looked for to the ids of the rows that have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

Wanted = TypeVar("Wanted", bound="Hashable")
Id = TypeVar("Id", bound="Hashable")


class Index(Generic[Wanted, Id]):
    """Ids that never stay behind empty, so that a long run does not grow.

    Hardly anything looked for is had by two rows: the first id lies by itself, a set is made only for more.
    """

    def __init__(self) -> None:
        self._first: dict[Wanted, Id] = {}
        self._more: dict[Wanted, set[Id]] = {}

    def add(self, wanted: Wanted, row: Id) -> None:
        """Note that `row` has what is wanted."""
        first = self._first.setdefault(wanted, row)
        if first is not row and first != row:
            self._more.setdefault(wanted, set()).add(row)

    def remove(self, wanted: Wanted, row: Id) -> None:
        """Undo `add`; what was never added is no error."""
        more = self._more.get(wanted)
        if more is not None:
            self._remove_of_several(wanted, row, more)
        elif self._first.get(wanted) == row:
            del self._first[wanted]

    def _remove_of_several(self, wanted: Wanted, row: Id, more: set[Id]) -> None:
        if self._first[wanted] == row:
            self._first[wanted] = more.pop()
        more.discard(row)
        if not more:
            del self._more[wanted]

    def find(self, wanted: Iterable[Wanted]) -> set[Id]:
        """Answer the ids of all rows that have any of these."""
        found: set[Id] = set()
        for one in wanted:
            if one in self._first:
                found.add(self._first[one])
                found.update(self._more.get(one, ()))
        return found

    def count(self, wanted: Wanted) -> int:
        """Answer how many rows have it."""
        return (wanted in self._first) + len(self._more.get(wanted, ()))


def holds_all(text: str, words: Sequence[str]) -> bool:
    """Whether each of some words stands in a text, case ignored; nothing does where no word is given."""
    lower = text.lower()
    return bool(words) and all(word.lower() in lower for word in words)
