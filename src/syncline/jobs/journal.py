"""Journal rows as people and programs see them. A private event's values are for its own rep alone (SPEC 7.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.store.rows import JournalRow

MASK = "(private)"


def shown(row: JournalRow, *, viewer: str = "", taken_back_by: str = "") -> dict[str, Any]:
    """Answer a row as plain values; `viewer` is the id of the rep who looks, empty for anybody else."""
    secret = row.private and row.rep != viewer
    return {
        "id": row.id,
        "time": row.at.isoformat(timespec="seconds"),
        "rep": row.rep,
        "who": row.who or "syncline",
        "collection": row.collection.value,
        "side": row.side.value,
        "record": row.record_id,
        "action": row.action.value,
        "reason": row.reason,
        "before": masked(row.before, secret=secret),
        "after": masked(row.after, secret=secret),
        "whole": MASK if secret and row.whole else row.whole,
        "private": row.private,
        "undoes": row.undoes or None,
        "undone_by": taken_back_by or None,
    }


def masked(values: Mapping[str, Any], *, secret: bool) -> dict[str, Any]:
    """Answer values, hidden where they are nobody else's business: that a field was filled may be known."""
    return {label: MASK if secret and value is not None else value for label, value in values.items()}
