"""A table as the bulk statements need it: rows travel as one JSON parameter, which costs least per row.

`json_to_recordset` turns them into columns: https://www.postgresql.org/docs/current/functions-json.html
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from psycopg import sql

Kind: TypeAlias = Literal["text", "json", "text[]", "bigint[]", "timestamptz", "boolean", "integer", "float8"]


class Table:
    """Statements for one table. `columns` gives each column's type; `key` is what `ON CONFLICT` looks at.

    A column of type json is given as a mapping and stored as its text.

    `newer` names a column: a stored row that is ahead in it is not replaced.
    """

    def __init__(self, name: str, key: tuple[str, ...], columns: dict[str, Kind], newer: str = "") -> None:
        self._name = sql.Identifier(name)
        self._key = key
        self._columns = columns
        self.upsert = self._upsert(newer)
        self.insert = sql.Composed([self._insert(), sql.SQL("DO NOTHING")]).as_bytes(None)
        """Leaves rows that are there as they are."""

    def _upsert(self, newer: str) -> bytes:
        replaced = sql.SQL(", ").join(
            sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in self._columns
        )
        statement = sql.Composed([self._insert(), sql.SQL("DO UPDATE SET "), replaced])
        if newer:
            guard = sql.SQL(" WHERE {0}.{1} <= EXCLUDED.{1}").format(self._name, sql.Identifier(newer))
            statement = sql.Composed([statement, guard])
        return statement.as_bytes(None)

    def _insert(self) -> sql.Composed:
        return sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {given} FROM json_to_recordset(%s) AS given({typed}) "
            "ON CONFLICT ({key}) "
        ).format(
            table=self._name,
            columns=_list(self._columns),
            given=sql.SQL(", ").join(_given(name, kind) for name, kind in self._columns.items()),
            typed=_typed(self._columns),
            key=_list(self._key),
        )


def _list(names: tuple[str, ...] | dict[str, Kind]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _given(name: str, kind: Kind) -> sql.Composed:
    """Take JSON as text: an object as it is written, a text's content, nothing as an empty text."""
    return sql.SQL("COALESCE({} #>> '{{}}', '')" if kind == "json" else "{}").format(sql.Identifier(name))


def _typed(columns: dict[str, Kind]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("{} " + kind).format(sql.Identifier(name)) for name, kind in columns.items())


def texts(*names: str) -> dict[str, Kind]:
    """Columns of type text."""
    return dict.fromkeys(names, "text")
