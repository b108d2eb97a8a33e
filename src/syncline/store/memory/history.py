"""The history of one process."""

# ruff: noqa: D102 - the port says what each method means

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from syncline.store.history import ALL_HISTORY, History, HistoryFilter, HistoryRow

if TYPE_CHECKING:
    from collections.abc import Iterable


class MemoryHistory(History):
    """Rows as they came."""

    def __init__(self) -> None:
        self._noted: list[HistoryRow] = []
        self._noting = Lock()

    def note(self, rows: Iterable[HistoryRow]) -> None:
        with self._noting:
            for row in rows:
                self._noted.append(replace(row, id=len(self._noted) + 1))

    def history(self, limit: int, only: HistoryFilter = ALL_HISTORY) -> list[HistoryRow]:
        with self._noting:
            return [row for row in reversed(self._noted) if _fits(row, only)][:limit]


def _fits(row: HistoryRow, only: HistoryFilter) -> bool:
    return (
        only.what in {"", row.what}
        and only.name in {"", row.name}
        and only.who.casefold() in row.who.casefold()
        and (not only.before or row.id < only.before)
    )
