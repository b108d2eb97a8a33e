"""Rows that tell people what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.store.rows import ErrorRow

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.connectors.errors import ConnectorError
    from syncline.connectors.port import ItemError
    from syncline.engine.run import CollectionRun
    from syncline.records.words import Collection, Side


def error_row(
    run: CollectionRun, side: Side, record_id: str, error: ItemError, *, other_id: str = "", attempts: int = 1
) -> ErrorRow:
    """Tell of one failing record; `side` and `record_id` name where it comes from."""
    return ErrorRow(
        *run.spot(side, record_id),
        error.code,
        error.message,
        error.remedy,
        run.now,
        other_id=other_id,
        attempts=attempts,
    )


def stop_row(rep: str, collection: Collection | None, error: ConnectorError, now: datetime) -> ErrorRow:
    """Tell what stops a collection, or a rep as a whole."""
    return ErrorRow(rep, collection, None, "", error.code, error.detail, error.remedy, now)
