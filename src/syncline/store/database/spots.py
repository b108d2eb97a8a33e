"""What is kept once per rep, collection, side and record."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, LiteralString, Protocol, TypeVar

from syncline.store.database.session import LISTED

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


AT_SPOTS: LiteralString = "WHERE rep = %s AND collection = %s AND side = %s AND record_id = ANY(" + LISTED + ")"
"""Takes one of the places that `by_place` answers."""


def by_place(spots: Iterable[Spot]) -> list[tuple[str, str, str, list[str]]]:
    """Gather record ids by rep, collection and side; what a spot is not about is empty."""
    places: defaultdict[tuple[str, Collection | None, Side | None], list[str]] = defaultdict(list)
    for rep, collection, side, record_id in spots:
        places[rep, collection, side].append(record_id)
    return [(rep, collection or "", side or "", ids) for (rep, collection, side), ids in places.items()]


def spot_of(row: _Placed) -> dict[str, Any]:
    """Put the spot of a row into columns."""
    return {
        "rep": row.rep,
        "collection": row.collection or "",
        "side": row.side or "",
        "record_id": row.record_id,
    }
