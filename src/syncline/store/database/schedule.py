"""Turns in the database; locks that the database lets go of when a connection ends."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, LiteralString

from syncline.store.database.session import LISTED, Part
from syncline.store.database.table import Table, texts
from syncline.store.schedule import Schedule, Turn, Whose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

_TURN = Table("store_turn", ("whose", "name"), texts("whose", "name") | {"due": "timestamptz", "pace": "float8"})
_COLUMNS = "whose, name, due, pace"
_TURNS: LiteralString = f"SELECT {_COLUMNS} FROM store_turn WHERE whose = %s"
_NAMED: LiteralString = " AND name = ANY(" + LISTED + ")"
_CLAIM: LiteralString = "WITH taken AS (SELECT whose, name, due FROM store_turn WHERE whose = %s AND due <= %s"
_CLAIMED: LiteralString = (
    " ORDER BY due, name LIMIT %s FOR UPDATE SKIP LOCKED), "
    "moved AS (UPDATE store_turn SET due = %s FROM taken "
    "WHERE store_turn.whose = taken.whose AND store_turn.name = taken.name "
    "RETURNING store_turn.whose, store_turn.name, taken.due, store_turn.pace) "
    f"SELECT {_COLUMNS} FROM moved ORDER BY due, name"
)
_HELD: LiteralString = (
    "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 "
    "AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
"""A lock's number lies in two halves: https://www.postgresql.org/docs/current/view-pg-locks.html"""


class Turns(Part, Schedule):
    """Whoever claims a turn skips what others are claiming at the same moment, and waits for nobody."""

    def turns(self, whose: Whose, names: Sequence[str] | None = None) -> list[Turn]:
        if names is None:
            return _turns(self._session.rows(_TURNS + " ORDER BY name", whose.value))
        return _turns(self._session.rows(_TURNS + _NAMED + " ORDER BY name", whose.value, list(names)))

    def add_turns(self, turns: Iterable[Turn]) -> None:
        with self._session.transaction("planning turns"):
            self._session.bulk(_TURN.insert, _rows(turns))

    def save_turns(self, turns: Iterable[Turn]) -> None:
        with self._session.transaction("planning turns"):
            self._session.upsert(_TURN, _rows(turns))

    def next_turn(self, turn: Turn, claimed: datetime) -> None:
        with self._session.transaction("planning a turn"):
            self._session.execute(
                "UPDATE store_turn SET due = CASE WHEN due < %s THEN LEAST(due, %s) ELSE %s END, pace = %s "
                "WHERE whose = %s AND name = %s",
                claimed,
                turn.due,
                turn.due,
                turn.pace,
                turn.whose.value,
                turn.name,
            )

    def drop_turns(self, whose: Whose, names: Sequence[str]) -> None:
        with self._session.transaction("dropping turns"):
            self._session.execute(
                "DELETE FROM store_turn WHERE whose = %s AND name = ANY(" + LISTED + ")", whose.value, list(names)
            )

    def claim_turns(
        self, whose: Whose, now: datetime, until: datetime, limit: int, names: Sequence[str] | None = None
    ) -> list[Turn]:
        statement = _CLAIM + ("" if names is None else _NAMED) + _CLAIMED
        asked = () if names is None else (list(names),)
        with self._session.transaction("claiming turns"):
            return _turns(self._session.rows(statement, whose.value, now, *asked, limit, until))

    def hasten(self, whose: Whose, names: Sequence[str], at: datetime) -> None:
        with self._session.transaction("hastening turns"):
            self._session.execute(
                "UPDATE store_turn SET due = %s WHERE whose = %s AND name = ANY(" + LISTED + ") AND due > %s",
                at,
                whose.value,
                list(names),
                at,
            )

    def held_now(self, whose: Whose, names: Sequence[str]) -> frozenset[str]:
        taken = {row[0] for row in self._session.rows(_HELD)}
        return frozenset(one for one in names if _key(whose, one) in taken)

    @contextmanager
    def holding(self, whose: Whose, name: str, *, wait: bool = False) -> Iterator[bool]:
        """Session locks: https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS.

        A pooler that shares connections between transactions (PgBouncer's transaction mode) would break them.
        """
        key = _key(whose, name)
        if wait:
            self._session.one("SELECT pg_advisory_lock(%s) IS NULL", key)
            held = True
        else:
            held = bool(self._session.one("SELECT pg_try_advisory_lock(%s)", key))
        try:
            with self._session.bound(held):
                yield held
        finally:
            if held:
                self._session.let_go(key)

    def still_held(self) -> None:
        self._session.check_bound()


def _turns(rows: Sequence[Sequence[Any]]) -> list[Turn]:
    return [Turn(Whose(row[0]), row[1], row[2], row[3]) for row in rows]


def _rows(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    latest = {(turn.whose, turn.name): turn for turn in turns}
    return [
        {"whose": turn.whose.value, "name": turn.name, "due": turn.due, "pace": turn.pace}
        for _, turn in sorted(latest.items())
    ]


def _key(whose: Whose, name: str) -> int:
    """Answer a lock's number: a signed bigint."""
    told = f"{whose.value}\x00{name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(told, digest_size=8, person=b"syncline").digest(), "big", signed=True)
