"""Sightings in the database."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, LiteralString

from msgspec import Struct

from syncline.records.record import Record
from syncline.records.words import Collection, Gone, Side
from syncline.store.codec import record_of
from syncline.store.database.marks import array_of_marks, marks
from syncline.store.database.session import LISTED, Part, holding_all
from syncline.store.database.spots import AT_SPOTS, by_place, by_spot
from syncline.store.database.table import Table, texts
from syncline.store.rows import HELD, UNHEARD, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.store.changes import Spot

_TABLE = Table(
    "store_sighting",
    ("rep", "collection", "side", "record_id"),
    texts("rep", "collection", "side", "record_id", "version", "gone", "reason", "master", "owner")
    | {"record": "json", "keys": "text[]", "marks": "bigint[]", "due": "timestamptz", "attempts": "integer"},
)
_COLUMNS: LiteralString = "side, record_id, version, record, gone, keys, due, reason, attempts, master, owner "
_SELECT = "SELECT " + _COLUMNS + "FROM store_sighting WHERE rep = %s AND collection = %s AND "
_OF_ANY = "SELECT collection, " + _COLUMNS + "FROM store_sighting "
_KEYED = (
    "side = %s AND marks && (SELECT %s::bigint[]) AND keys && " + LISTED + " "
    "AND record_id NOT IN (SELECT json_array_elements_text(%s)) ORDER BY record_id"
)


class Sightings(Part):
    """Lookups of sightings, and the part of a commit that writes them."""

    def due(self, rep: str, collection: Collection, now: datetime, limit: int) -> list[Sighting]:
        if self._session.nothing("sighting", rep):
            return []
        where = "due <= %s ORDER BY side, record_id LIMIT %s"
        return self._found(where, rep, collection, now, limit)

    def next_due(self, rep: str) -> datetime | None:
        statement = "SELECT min(due) FROM store_sighting WHERE rep = %s AND reason <> %s"
        found: datetime | None = self._session.one(statement, rep, UNHEARD)
        return found

    def wake(self, rep: str, collection: Collection, now: datetime) -> None:
        statement = (
            "UPDATE store_sighting SET due = %s WHERE rep = %s AND collection = %s AND due IS NULL AND reason <> %s"
        )
        with self._session.transaction("waking"):
            self._session.execute(statement, now, rep, collection, HELD)

    def sightings(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Sighting]:
        if not ids:
            return []
        where = "side = %s AND record_id = ANY(" + LISTED + ") ORDER BY record_id"
        return self._found(where, rep, collection, side, list(ids))

    def sightings_by_keys(
        self, rep: str, collection: Collection, side: Side, keys: Sequence[str], *, besides: Sequence[str] = ()
    ) -> list[Sighting]:
        if not keys:
            return []
        hashed = array_of_marks((rep, collection, side), keys)
        return self._found(_KEYED, rep, collection, side, hashed, list(keys), list(besides))

    def sightings_about(self, rep: str, words: Sequence[str], limit: int) -> list[Sighting]:
        if not words:
            return []
        text = "record || array_to_string(keys, ' ')"
        where = "WHERE rep = %s AND " + holding_all(text) + " ORDER BY side, record_id LIMIT %s"
        found = self._session.rows(_OF_ANY + where, rep, list(words), limit)
        return [_sighting(rep, Collection(row[0]), row[1:]) for row in found]

    def _found(self, where: LiteralString, rep: str, collection: Collection, *wanted: Any) -> list[Sighting]:
        found = self._session.rows(_SELECT + where, rep, collection, *wanted)
        return [_sighting(rep, collection, row) for row in found]

    def parked(self, *, rep: str | None = None, reason: str) -> int:
        count = "SELECT count(*) FROM store_sighting WHERE due IS NULL AND reason = %s"
        found: int = (
            self._session.one(count, reason) if rep is None else self._session.one(count + " AND rep = %s", reason, rep)
        )
        return found

    def _write_sightings(self, settled: Iterable[Spot], sightings: Iterable[Sighting]) -> None:
        """Write inside a transaction."""
        for place in by_place(settled):
            self._session.execute("DELETE FROM store_sighting " + AT_SPOTS, *place)
        self._session.upsert(_TABLE, [_columns(row) for row in by_spot(sightings)])

    def _forget_sightings(self, rep: str, collections: Sequence[Collection]) -> None:
        """Delete inside a transaction."""
        self._session.execute(
            "DELETE FROM store_sighting WHERE rep = %s AND collection = ANY(" + LISTED + ")",
            rep,
            list(collections),
        )


class _Columns(Struct, frozen=True, gc=False):
    rep: str
    collection: str
    side: str
    record_id: str
    version: str
    record: Record | None
    gone: str
    keys: tuple[str, ...]
    marks: list[int]
    due: datetime | None
    reason: str
    attempts: int
    master: str | None
    owner: str | None


def _columns(row: Sighting) -> _Columns:
    return _Columns(
        row.rep,
        row.collection,
        row.side,
        row.record_id,
        row.version,
        row.record,
        row.gone or "",
        row.keys,
        marks((row.rep, row.collection, row.side), row.keys),
        row.due,
        row.reason,
        row.attempts,
        row.master,
        row.owner,
    )


def _sighting(rep: str, collection: Collection, row: Sequence[Any]) -> Sighting:
    side, record_id, version, record, gone, keys, due, reason, attempts, master, owner = row
    return Sighting(
        rep,
        collection,
        Side.MAILBOX if side == Side.MAILBOX else Side.SALESFORCE,
        record_id,
        version,
        record_of(record),
        Gone(gone) if gone else None,
        tuple(keys),
        due,
        reason,
        attempts,
        master,
        owner,
    )
