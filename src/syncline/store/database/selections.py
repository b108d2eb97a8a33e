"""Selections in the database."""

# ruff: noqa: D102 - the port says what each method means

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from syncline.store.database.session import Part
from syncline.store.database.table import Table, texts
from syncline.store.selections import SelectionRow, Selections

if TYPE_CHECKING:
    from collections.abc import Iterable

_TABLE = Table(
    "store_selection",
    ("rep", "record_id"),
    texts("rep", "record_id", "uid") | {"selected": "boolean", "at": "timestamptz", "pending": "boolean"},
)


class SelectionTable(Part, Selections):
    """Written by people's clicks, read once a cycle where only selected events sync."""

    def selections(self, rep: str) -> list[SelectionRow]:
        found = self._session.rows(
            "SELECT rep, record_id, uid, selected, at, pending FROM store_selection WHERE rep = %s ORDER BY record_id",
            rep,
        )
        return [SelectionRow(*row) for row in found]

    def save_selections(self, rows: Iterable[SelectionRow]) -> None:
        latest = {(row.rep, row.record_id): row for row in rows}
        with self._session.transaction("keeping selections"):
            self._session.upsert(_TABLE, [asdict(row) for _, row in sorted(latest.items())])

    def settle_selections(self, rows: Iterable[SelectionRow]) -> None:
        with self._session.transaction("settling selections"):
            for row in rows:
                self._session.execute(
                    "UPDATE store_selection SET pending = FALSE "
                    "WHERE rep = %s AND record_id = %s AND at = %s AND selected = %s",
                    row.rep,
                    row.record_id,
                    row.at,
                    row.selected,
                )
