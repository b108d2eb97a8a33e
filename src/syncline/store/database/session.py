"""The connection: statements, transactions, and the driver's errors put into the store's own."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
from django.db import DatabaseError, InterfaceError, connections, transaction

from syncline.store.database.glance import LOOK, TIMES, Glance
from syncline.store.database.text import Json, all_safe, bulk, listed, originals
from syncline.store.errors import StoreFaultError, StoreUnavailableError
from syncline.store.port import LinkTakenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.store.database.table import Table

_ONLY_READS = "25006"
"""SQLSTATE of a server that takes no writes: another one has taken its place, or is about to."""
_PASSING = ("08", "53", "55", "57", "58", "40", _ONLY_READS, "25P03")
"""SQLSTATE classes that pass: connection, resources, lock, operator's intervention, system error, rollback;
a server that only reads, and a transaction that it gave up because it was idle.

https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

LISTED: LiteralString = "ARRAY(SELECT json_array_elements_text(%s))"
"""A parameter that is a list of texts, as an array."""


def narrowing(conditions: Sequence[tuple[LiteralString, Any]]) -> tuple[LiteralString, list[Any]]:
    """Answer a clause that holds rows to all of some conditions, each of one parameter, and the parameters."""
    if not conditions:
        return "", []
    return " WHERE " + " AND ".join([words for words, _ in conditions]), [one for _, one in conditions]


def holding_all(text: LiteralString) -> LiteralString:
    """Answer the condition that each text of a parameter that is a list stands in some text, case ignored."""
    return (
        "NOT EXISTS (SELECT FROM json_array_elements_text(%s) AS word "
        "WHERE strpos(lower(" + text + "), lower(word)) = 0)"
    )


_TAKEN = {"link_live_salesforce", "link_live_mailbox"}


class _JsonDumper(psycopg.adapt.Dumper):
    """Hands JSON over as it is."""

    oid = psycopg.adapters.types["json"].oid

    def dump(self, obj: Json) -> Json:
        return obj


psycopg.adapters.register_dumper(Json, _JsonDumper)


class _Bound(threading.local):
    """The driver's connection that holds this thread's locks, if it holds any; and what the thread knows of a rep."""

    to: psycopg.Connection[Any] | None = None
    glance: Glance | None = None


class Session:
    """One Django connection per thread, used through the driver: the ORM's cost per row is too high for pages of rows.

    Works inside a transaction that the caller opened on the same connection: then a commit is a part of it.
    """

    def __init__(self, alias: str = "default") -> None:
        self._alias = alias
        self._bound = _Bound()

    def rows(self, statement: LiteralString, *arguments: Any) -> Sequence[Sequence[Any]]:
        """Read; hostile text goes in and comes out unchanged.

        Values come as the database holds them: the driver reads those quicker than their text.
        """
        with self.explained("reading"):
            found = self._cursor().execute(statement, _sent(arguments), binary=True).fetchall()
        return originals(found)

    def rows_of(self, statement: LiteralString, argument: str) -> Sequence[Sequence[Any]]:
        """Read rows by one argument; while this thread knows a rep by a glance, each of them once."""
        glance = self._bound.glance
        if glance is None:
            return self.rows(statement, argument)
        found = glance.read.get((statement, argument))
        if found is None:
            found = glance.read[statement, argument] = self.rows(statement, argument)
        return found

    def nothing(self, table: str, rep: str | None) -> bool:
        """Whether this thread knows by a glance that a table holds nothing of a rep."""
        glance = self._bound.glance
        return glance is not None and glance.nothing(table, rep)

    @contextmanager
    def glancing(self, rep: str) -> Iterator[None]:
        """Look once at what there is of a rep; it is good until this thread writes, or the block ends."""
        self._bound.glance = Glance(rep, self.rows(LOOK, *[rep] * TIMES)[0])
        try:
            yield
        finally:
            self._bound.glance = None

    def one(self, statement: LiteralString, *arguments: Any) -> Any:
        """Read one value; None when there is no row."""
        found = self.rows(statement, *arguments)
        return found[0][0] if found else None

    def execute(self, statement: LiteralString, *arguments: Any) -> psycopg.Cursor[tuple[Any, ...]]:
        """Run one statement; lets the driver's errors through.

        Lists travel as JSON: the driver looks at every member of an array with a regular expression.
        """
        return self._cursor().execute(statement, _sent(arguments))

    def upsert(self, table: Table, rows: Sequence[object]) -> None:
        """Add or replace rows, at most one of each key, in one statement."""
        self.bulk(table.upsert, rows)

    def bulk(self, statement: LiteralString | bytes, rows: Sequence[object]) -> None:
        """Run a statement whose only parameter is rows as JSON; not at all without rows."""
        if rows:
            self._cursor().execute(statement, (bulk(rows),))

    def _cursor(self) -> psycopg.Cursor[tuple[Any, ...]]:
        connection = connections[self._alias]
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        if self._bound.to not in {None, connection.connection}:
            raise StoreUnavailableError("holding a lock that went with its connection")
        return psycopg.Cursor(connection.connection)

    @contextmanager
    def bound(self, held: bool) -> Iterator[None]:  # noqa: FBT001 - what it is about
        """Bind this thread, while a lock is held, to the connection that holds it: on another one it holds nothing."""
        before = self._bound.to
        self._bound.to = connections[self._alias].connection if held else before
        try:
            yield
        finally:
            self._bound.to = before

    def check_bound(self) -> None:
        """Ask the database, where this thread holds a lock, whether the connection lives that holds it."""
        if self._bound.to is not None:
            self.one("SELECT 1")

    def let_go(self, key: int) -> None:
        """Let an advisory lock go; one whose connection broke went with it."""
        driver = connections[self._alias].connection
        if driver is not None and not driver.closed:
            with suppress(StoreUnavailableError):
                self.one("SELECT pg_advisory_unlock(%s)", key)

    @contextmanager
    def transaction(self, doing: str) -> Iterator[None]:
        """Everything or nothing; inside a transaction of the caller's, a savepoint."""
        self._bound.glance = None
        with self.explained(doing), transaction.atomic(using=self._alias):
            yield

    @contextmanager
    def explained(self, doing: str) -> Iterator[None]:
        """Put the driver's errors into the store's, which quote no values as the driver's do.

        A connection that broke is dropped, so that the next call heals.
        """
        try:
            yield
        except (psycopg.Error, DatabaseError, InterfaceError) as error:
            raise self._explained(error, doing) from None

    def _explained(self, error: Exception, doing: str) -> Exception:
        cause = error if isinstance(error, psycopg.Error) else error.__cause__
        if isinstance(cause, psycopg.errors.UniqueViolation) and cause.diag.constraint_name in _TAKEN:
            return LinkTakenError("two live links would hold the same record")
        code = (cause.sqlstate if isinstance(cause, psycopg.Error) else None) or ""
        if not code or code.startswith(_PASSING):
            self._drop_broken(code)
            return StoreUnavailableError(doing, code)
        return StoreFaultError(doing, code)

    def _drop_broken(self, code: str) -> None:
        connection = connections[self._alias]
        driver = connection.connection
        useless = driver is not None and (driver.closed or driver.broken or code == _ONLY_READS)
        if useless and not connection.in_atomic_block:
            connection.close()

    def close(self) -> None:
        """Close this thread's connection; the next call opens another."""
        connections[self._alias].close()


def _sent(arguments: Sequence[Any]) -> list[Any]:
    return [listed(one) if isinstance(one, list) else all_safe(one) for one in arguments]


class Part:
    """One concern of the store; all parts share a session."""

    def __init__(self, session: Session) -> None:
        self._session = session
