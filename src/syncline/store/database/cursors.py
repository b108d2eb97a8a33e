"""Where reading stopped."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.records.words import Collection, Side
from syncline.store.database.session import LISTED, Part
from syncline.store.database.table import Table, texts
from syncline.store.rows import CursorRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TABLE = Table(
    "store_cursor",
    ("rep", "collection", "side"),
    texts("rep", "collection", "side", "cursor") | {"complete": "boolean"},
)


class Cursors(Part):
    """Cursors, and the part of a commit that writes them."""

    def cursors(self, rep: str) -> list[CursorRow]:
        found = self._session.rows_of(
            "SELECT rep, collection, side, cursor, complete FROM store_cursor WHERE rep = %s ORDER BY collection, side",
            rep,
        )
        return [CursorRow(row[0], Collection(row[1]), Side(row[2]), row[3], row[4]) for row in found]

    def _write_cursors(self, rows: Iterable[CursorRow]) -> None:
        """Write inside a transaction."""
        latest = {(row.rep, row.collection, row.side): row for row in rows}
        self._session.upsert(_TABLE, [_row(row) for row in latest.values()])

    def _forget_cursors(self, rep: str, collections: Sequence[Collection]) -> None:
        """Delete inside a transaction."""
        self._session.execute(
            "DELETE FROM store_cursor WHERE rep = %s AND collection = ANY(" + LISTED + ")",
            rep,
            list(collections),
        )


def _row(row: CursorRow) -> dict[str, Any]:
    return {
        "rep": row.rep,
        "collection": row.collection,
        "side": row.side,
        "cursor": row.cursor,
        "complete": row.complete,
    }
