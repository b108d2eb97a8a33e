"""The history in the database."""

# ruff: noqa: D102 - the port says what each method means

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.store.codec import decode, encode
from syncline.store.database.session import Part
from syncline.store.history import ALL_HISTORY, History, HistoryFilter, HistoryRow, Via

if TYPE_CHECKING:
    from collections.abc import Iterable


class HistoryTable(Part, History):
    """Few rows, written one by one."""

    def note(self, rows: Iterable[HistoryRow]) -> None:
        with self._session.transaction("noting who changed what"):
            for row in rows:
                self._session.execute(
                    "INSERT INTO store_history (at, who, via, what, name, changes, address) "
                    "VALUES (%s, %s, %s, %s, %s, %s, %s)",
                    row.at, row.who, row.via.value, row.what, row.name, encode(row.changes), row.address,
                )  # fmt: skip

    def history(self, limit: int, only: HistoryFilter = ALL_HISTORY) -> list[HistoryRow]:
        found = self._session.rows(
            "SELECT at, who, via, what, name, changes, address, id FROM store_history "
            "WHERE (%s = '' OR what = %s) AND (%s = '' OR name = %s) AND strpos(lower(who), lower(%s)) > 0 "
            "AND (%s = 0 OR id < %s) ORDER BY id DESC LIMIT %s",
            only.what, only.what, only.name, only.name, only.who, only.before, only.before, limit,
        )  # fmt: skip
        return [
            HistoryRow(row[0], row[1], Via(row[2]), row[3], row[4], _pairs(row[5]), row[6], row[7]) for row in found
        ]


def _pairs(text: str) -> dict[str, tuple[str, str]]:
    return {key: (str(pair[0]), str(pair[1])) for key, pair in decode(text).items()}
