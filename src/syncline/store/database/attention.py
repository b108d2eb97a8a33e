"""What people look at: errors, unresolved and held items, the last cycles."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any, LiteralString

from syncline.records.candidate import Candidate
from syncline.records.words import Collection, Side
from syncline.store.codec import decode
from syncline.store.database.session import LISTED, Part, narrowing
from syncline.store.database.spots import AT_SPOTS, by_place, by_spot, spot_of
from syncline.store.database.table import Table, texts
from syncline.store.rows import EVERY_ERROR, Asked, CycleRow, ErrorFilter, ErrorRow, HeldRow, Hold, UnresolvedRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.store.changes import Changes

_SPOT = ("rep", "collection", "side", "record_id")
_ERROR = Table(
    "store_error",
    _SPOT,
    texts(*_SPOT, "code", "message", "remedy", "other_id") | {"at": "timestamptz", "attempts": "integer"},
)
_UNRESOLVED = Table(
    "store_unresolved",
    _SPOT,
    texts(*_SPOT, "kind", "name", "state")
    | {"at": "timestamptz", "candidates": "text[]", "names": "text[]", "reasons": "text[]", "answers": "text[]"},
)
_HELD = Table("store_held", _SPOT, texts(*_SPOT, "id", "link_id", "action", "state") | {"at": "timestamptz"})
_CYCLE = Table(
    "store_cycle",
    ("rep",),
    texts("rep", "name")
    | {"counts": "json", "started": "timestamptz", "finished": "timestamptz", "through": "text[]", "first": "text[]"},
    newer="finished",
)
_CYCLES: LiteralString = "SELECT rep, started, finished, counts, through, first, name FROM store_cycle"
_WRITTEN = ("created", "updated", "deleted")
_COUNTED_FOR = timedelta(days=7)
_COUNT_UP: LiteralString = (
    "INSERT INTO store_activity (rep, collection, at, synced)"
    " VALUES (%s, %s, date_bin('5 minutes', %s, 'epoch'::timestamptz), %s)"
    " ON CONFLICT (rep, collection, at) DO UPDATE SET synced = store_activity.synced + EXCLUDED.synced"
)
_FORGET_COUNTS: LiteralString = "DELETE FROM store_activity WHERE rep = %s AND collection = %s AND at < %s"
_OF_REPS: LiteralString = "rep = ANY(" + LISTED + ")"
_OF_IDS: LiteralString = "id = ANY(" + LISTED + ")"
_OF_SHORT_IDS: LiteralString = "store_short_id(rep, collection, side, record_id) = ANY(" + LISTED + ")"
"""Looked up in an index of that function."""
_NEWEST = " ORDER BY at DESC, rep, collection, side, record_id"
_ERRORS = "SELECT rep, collection, side, record_id, code, message, remedy, at, other_id, attempts FROM store_error"
_UNRESOLVEDS = (
    "SELECT rep, collection, side, record_id, kind, at, candidates, names, reasons, name, state, answers"
    " FROM store_unresolved"
)
_HELDS = "SELECT id, rep, collection, side, record_id, link_id, action, state, at FROM store_held"
_FORGET: tuple[LiteralString, ...] = (
    "DELETE FROM store_error WHERE rep = %s AND collection = ANY(" + LISTED + ")",
    "DELETE FROM store_unresolved WHERE rep = %s AND collection = ANY(" + LISTED + ") AND state <> 'ignored'",
    "DELETE FROM store_held WHERE rep = %s AND collection = ANY(" + LISTED + ") AND state <> 'refused'",
)


class Attention(Part):
    """Small tables, read whole or per rep, and the part of a commit that writes them."""

    def errors(
        self,
        *,
        rep: str | None = None,
        reps: Sequence[str] | None = None,
        ids: Sequence[str] | None = None,
        only: ErrorFilter = EVERY_ERROR,
        limit: int | None = None,
    ) -> list[ErrorRow]:
        if self._session.nothing("error", rep):
            return []
        who = [("rep = %s", rep), (_OF_REPS, reps), (_OF_SHORT_IDS, ids)]
        where, arguments = narrowing([(words, one) for words, one in [*who, *_asked(only)] if one is not None])
        beyond, place = _beyond(only.after, where)
        found = self._session.rows(_ERRORS + where + beyond + _NEWEST + " LIMIT %s", *arguments, *place, limit)
        return [error_row(row) for row in found]

    def unresolved(
        self, *, rep: str | None = None, reps: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> list[UnresolvedRow]:
        return [unresolved_row(row) for row in self._newest("unresolved", _UNRESOLVEDS, rep, reps, _OF_SHORT_IDS, ids)]

    def held(
        self, *, rep: str | None = None, reps: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> list[HeldRow]:
        return [
            HeldRow(row[0], row[1], Collection(row[2]), Side(row[3]), row[4], row[5], row[6], Hold(row[7]), row[8])
            for row in self._newest("held", _HELDS, rep, reps, _OF_IDS, ids)
        ]

    def last_cycles(self, reps: Sequence[str] | None = None) -> dict[str, CycleRow]:
        if reps is None:
            found = self._session.rows(_CYCLES + " ORDER BY rep")
        else:
            found = self._session.rows(_CYCLES + " WHERE rep = ANY(" + LISTED + ") ORDER BY rep", list(reps))
        return {row[0]: _cycle(row) for row in found}

    def _newest(
        self,
        table: str,
        select: LiteralString,
        rep: str | None,
        reps: Sequence[str] | None,
        of_ids: LiteralString,
        ids: Sequence[str] | None,
    ) -> Sequence[Sequence[Any]]:
        if self._session.nothing(table, rep):
            return ()
        asked = [("rep = %s", rep), (_OF_REPS, reps), (of_ids, ids)]
        where, arguments = narrowing([(words, one) for words, one in asked if one is not None])
        return self._session.rows(select + where + _NEWEST, *arguments)

    def _write_attention(self, changes: Changes) -> None:
        """Write inside a transaction."""
        for place in by_place(changes.errors_cleared):
            self._session.execute("DELETE FROM store_error " + AT_SPOTS, *place)
        self._session.upsert(_ERROR, [_error_columns(row) for row in by_spot(changes.errors)])
        for place in by_place(changes.unresolved_cleared):
            self._session.execute("DELETE FROM store_unresolved " + AT_SPOTS, *place)
        self._session.upsert(_UNRESOLVED, [_unresolved_columns(row) for row in by_spot(changes.unresolved)])
        self._write_held(changes.held_cleared, changes.held)
        finished = sorted(changes.cycles, key=attrgetter("finished"))
        self._session.upsert(_CYCLE, [_cycle_columns(row) for row in {row.rep: row for row in finished}.values()])
        for row in finished:
            self._count_up(row)

    def _count_up(self, row: CycleRow) -> None:
        """Add what a cycle wrote to the figures of its five minutes. An idle cycle writes nothing."""
        for collection, written in _written(row).items():
            self._session.execute(_COUNT_UP, row.rep, collection, row.finished, written)
            self._session.execute(_FORGET_COUNTS, row.rep, collection, row.finished - _COUNTED_FOR)

    def _write_held(self, cleared: Iterable[str], rows: Iterable[HeldRow]) -> None:
        latest = {row.id: row for row in rows}
        if gone := [*cleared, *latest]:
            self._session.execute("DELETE FROM store_held WHERE id = ANY(" + LISTED + ")", gone)
        self._session.upsert(_HELD, [_held_columns(row) for row in by_spot(latest.values())])

    def _forget_attention(self, rep: str, collections: Sequence[str]) -> None:
        """Delete inside a transaction; an empty collection means what is about the whole rep."""
        for delete in _FORGET:
            self._session.execute(delete, rep, list(collections))


def _asked(only: ErrorFilter) -> list[tuple[LiteralString, Any]]:
    return [
        ("code = %s", only.code or None),
        ("collection = %s", only.collection),
        ("side = %s", "" if only.whole else only.side),
        ("at >= %s", only.since),
        ("at < %s", only.until),
    ]


def _beyond(last: ErrorRow | None, where: str) -> tuple[LiteralString, list[Any]]:
    """Write what comes after a row in the order of `_NEWEST`."""
    if last is None:
        return "", []
    beyond: LiteralString = "at <= %s AND (at < %s OR (rep, collection, side, record_id) > (%s, %s, %s, %s))"
    spot = (last.rep, last.collection or "", last.side or "", last.record_id)
    return (" AND " if where else " WHERE ") + beyond, [last.at, last.at, *spot]


def error_row(row: Sequence[Any]) -> ErrorRow:
    """Answer a row out of its columns, in the order in which they are read here."""
    return ErrorRow(
        rep=row[0],
        collection=Collection(row[1]) if row[1] else None,
        side=Side(row[2]) if row[2] else None,
        record_id=row[3],
        code=row[4],
        message=row[5],
        remedy=row[6],
        at=row[7],
        other_id=row[8],
        attempts=row[9],
    )


def _error_columns(row: ErrorRow) -> dict[str, Any]:
    return spot_of(row) | {
        "code": row.code,
        "message": row.message,
        "remedy": row.remedy,
        "at": row.at,
        "other_id": row.other_id,
        "attempts": row.attempts,
    }


def unresolved_row(row: Sequence[Any]) -> UnresolvedRow:
    """Answer a row out of its columns, in the order in which they are read here."""
    return UnresolvedRow(
        rep=row[0],
        collection=Collection(row[1]),
        side=Side(row[2]),
        record_id=row[3],
        kind=row[4],
        at=row[5],
        candidates=tuple(Candidate(*one) for one in zip(row[6], row[7], row[8], strict=True)),
        name=row[9],
        state=Asked(row[10]),
        answers=tuple(row[11]),
    )


def _unresolved_columns(row: UnresolvedRow) -> dict[str, Any]:
    return spot_of(row) | {
        "kind": row.kind,
        "at": row.at,
        "candidates": [one.id for one in row.candidates],
        "names": [one.name for one in row.candidates],
        "reasons": [one.why for one in row.candidates],
        "name": row.name,
        "state": row.state,
        "answers": row.answers,
    }


def _held_columns(row: HeldRow) -> dict[str, Any]:
    return spot_of(row) | {
        "id": row.id,
        "link_id": row.link_id,
        "action": row.action,
        "state": row.state,
        "at": row.at,
    }


def _written(row: CycleRow) -> dict[str, int]:
    """Answer how many records a cycle wrote, by collection; nothing where it wrote none."""
    written = {
        one.value: sum(counts.get(word, 0) for counts in row.counts[one].values() for word in _WRITTEN)
        for one in Collection
        if one in row.counts
    }
    return {collection: count for collection, count in written.items() if count}


def _cycle(row: Sequence[Any]) -> CycleRow:
    return CycleRow(row[0], row[1], row[2], decode(row[3]), tuple(row[4]), tuple(row[5]), row[6])


def _cycle_columns(row: CycleRow) -> dict[str, Any]:
    told = {"through": list(row.through), "first": list(row.first), "name": row.name}
    return {"rep": row.rep, "started": row.started, "finished": row.finished, "counts": row.counts, **told}
