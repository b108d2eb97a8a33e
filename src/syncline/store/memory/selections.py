"""Selections of one process."""

# ruff: noqa: D102 - the port says what each method means

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from syncline.store.selections import SelectionRow, Selections

if TYPE_CHECKING:
    from collections.abc import Iterable


class MemorySelections(Selections):
    """Rows by rep and event."""

    def __init__(self) -> None:
        self._selected: dict[tuple[str, str], SelectionRow] = {}
        self._selecting = Lock()

    def selections(self, rep: str) -> list[SelectionRow]:
        with self._selecting:
            return [row for (whose, _), row in sorted(self._selected.items()) if whose == rep]

    def save_selections(self, rows: Iterable[SelectionRow]) -> None:
        with self._selecting:
            self._selected.update({(row.rep, row.record_id): row for row in rows})

    def settle_selections(self, rows: Iterable[SelectionRow]) -> None:
        with self._selecting:
            for row in rows:
                if self._selected.get((row.rep, row.record_id)) == row:
                    self._selected[row.rep, row.record_id] = replace(row, pending=False)
