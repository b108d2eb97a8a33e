"""What is kept once per rep, collection, side and record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.records.words import Collection, Side
    from syncline.store.changes import Spot


class _Placed(Protocol):
    @property
    def rep(self) -> str: ...
    @property
    def collection(self) -> Collection | None: ...
    @property
    def side(self) -> Side | None: ...
    @property
    def record_id(self) -> str: ...


_Row = TypeVar("_Row", bound=_Placed)


def by_spot(rows: Iterable[_Row]) -> list[_Row]:
    """Keep the last row of each spot: one statement cannot write the same row twice."""
    return list({(row.rep, row.collection, row.side, row.record_id): row for row in rows}.values())


def spot_rows(spots: Iterable[Spot]) -> list[dict[str, Any]]:
    """Put spots into columns; what one is not about is empty."""
    return [
        {"rep": rep, "collection": collection or "", "side": side or "", "record_id": record_id}
        for rep, collection, side, record_id in spots
    ]


def spot_of(row: _Placed) -> dict[str, Any]:
    """Put the spot of a row into columns."""
    return {
        "rep": row.rep,
        "collection": row.collection or "",
        "side": row.side or "",
        "record_id": row.record_id,
    }
