"""Rows in memory, with the indexes that keep an org of 50,000 contacts quick, and a journal to roll back by."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

Row: TypeAlias = dict[str, Any]
"""Values by field name; null is not stored. A row is never changed in place."""

Capture: TypeAlias = "Callable[[list[tuple[str, str, Row | None, Row | None]]], None]"
"""Is told of a transaction: table, id, row before, row after, for each change."""

INDEXED: Final = frozenset(
    {"OwnerId", "Email", "AccountId", "WhoId", "WhatId", "Name", "LastName", "Username", "EventId", "RelationId"}
)


def key_of(field: str, value: object) -> object:
    """Answer the form in which values are looked up: ids exactly, other text without regard to case, as SOQL does."""
    return value.lower() if isinstance(value, str) and not field.endswith("Id") else value


class Table:
    """The rows of one object, in the order of their creation."""

    def __init__(self, indexed: Iterable[str]) -> None:
        """`indexed` names the fields to look rows up by."""
        self.rows: dict[str, Row] = {}
        self._indexes: dict[str, dict[object, dict[str, None]]] = {name: {} for name in indexed}
        self._stamps: list[tuple[datetime, str]] = []

    def index(self, field: str) -> None:
        """Start to look rows up by one more field."""
        if field not in self._indexes:
            self._indexes[field] = {}
            for record_id, row in self.rows.items():
                self._enter(field, record_id, row)

    def indexes(self, field: str) -> bool:
        """Say whether rows are looked up by this field."""
        return field in self._indexes

    def put(self, record_id: str, row: Row | None) -> None:
        """Put a row in the place of what was there; None takes it away."""
        old = self.rows.get(record_id)
        for field in self._indexes:
            if old is None or row is None or old.get(field) != row.get(field):
                self._leave(field, record_id, old)
                self._enter(field, record_id, row)
        self._restamp(record_id, old, row)
        if row is None:
            self.rows.pop(record_id, None)
        else:
            self.rows[record_id] = row

    def ids(self, field: str, value: object) -> Iterable[str]:
        """Answer the ids of the rows that hold this value in an indexed field."""
        return self._indexes[field].get(key_of(field, value), ())

    def stamped(self, since: datetime | None, until: datetime | None) -> Iterator[str]:
        """Answer ids by SystemModstamp, both ends included; None leaves an end open."""
        start = bisect_left(self._stamps, (since, "")) if since else 0
        for stamp, record_id in self._stamps[start:]:
            if until and stamp > until:
                return
            yield record_id

    def _enter(self, field: str, record_id: str, row: Row | None) -> None:
        if row is not None and field in row:
            self._indexes[field].setdefault(key_of(field, row[field]), {})[record_id] = None

    def _leave(self, field: str, record_id: str, row: Row | None) -> None:
        if row is not None and field in row:
            key = key_of(field, row[field])
            holders = self._indexes[field][key]
            del holders[record_id]
            if not holders:
                del self._indexes[field][key]

    def _restamp(self, record_id: str, old: Row | None, new: Row | None) -> None:
        before = old.get("SystemModstamp") if old else None
        after = new.get("SystemModstamp") if new else None
        if before == after:
            return
        if before is not None:
            del self._stamps[bisect_left(self._stamps, (before, record_id))]
        if after is not None:
            insort(self._stamps, (after, record_id))


class Tables:
    """All tables of an org. What was put since a mark can be taken back."""

    def __init__(self, names: Iterable[str]) -> None:
        self._tables = {name: Table(INDEXED) for name in names}
        self._journal: list[tuple[str, str, Row | None]] = []
        self.captors: list[Capture] = []
        """Who is told what was kept."""

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def add(self, name: str) -> None:
        """Make one more table."""
        self._tables[name] = Table(INDEXED)

    def put(self, name: str, record_id: str, row: Row | None) -> None:
        """Put a row, or None to purge it, and remember what was there."""
        table = self._tables[name]
        self._journal.append((name, record_id, table.rows.get(record_id)))
        table.put(record_id, row)

    def mark(self) -> int:
        """Answer a point to roll back to."""
        return len(self._journal)

    def roll_back(self, mark: int) -> None:
        """Take back what was put since the mark."""
        while len(self._journal) > mark:
            name, record_id, row = self._journal.pop()
            self._tables[name].put(record_id, row)

    def commit(self) -> None:
        """Keep what was put; nothing before this point can be taken back."""
        if self._journal and self.captors:
            kept = [(name, key, before, self._tables[name].rows.get(key)) for name, key, before in self._journal]
            for capture in self.captors:
                capture(kept)
        self._journal.clear()
