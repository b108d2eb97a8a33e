"""A rolling upgrade: programs of every earlier state of the tables go on working on the newest tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import psycopg
import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from syncline.store.opening import prepare_django

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable = 'YES', column_default IS NOT NULL OR is_identity = 'YES'
FROM information_schema.columns WHERE table_schema = 'public' AND table_name LIKE 'store\\_%'
"""
_SAMPLES = {
    "text": "'x'", "boolean": "false", "integer": "1", "bigint": "1", "double precision": "1", "ARRAY": "'{}'",
    "timestamp with time zone": "now()", "bytea": "'x'", "jsonb": "'{}'",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    kind: str
    nullable: bool
    default: bool


Tables: TypeAlias = "Mapping[str, Mapping[str, Column]]"


@pytest.fixture(scope="module")
def grown(database_url: str) -> Iterator[tuple[str, dict[str, Tables]]]:
    """An empty database that went through every state there ever was; its address, and the tables of each state."""
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE grown")
        url = database_url.replace("/postgres?", "/grown?")
        prepare_django(url)
        executor = MigrationExecutor(connections["default"])
        states: dict[str, Tables] = {}
        for app, name in executor.loader.graph.forwards_plan(executor.loader.graph.leaf_nodes("store")[0]):
            if app == "store":
                MigrationExecutor(connections["default"]).migrate([(app, name)])
                states[name] = tables(url)
        yield url, states
        connections["default"].close()
        prepare_django(database_url)
        admin.execute("DROP DATABASE grown WITH (FORCE)")


def tables(url: str) -> Tables:
    found: dict[str, dict[str, Column]] = {}
    with psycopg.connect(url) as direct:
        for table, column, kind, nullable, default in direct.execute(_COLUMNS).fetchall():
            found.setdefault(table, {})[column] = Column(kind, nullable, default)
    return found


def test_what_a_program_reads_stays_where_it_is(grown: tuple[str, dict[str, Tables]]) -> None:
    *earlier, newest = grown[1].values()
    assert len(earlier) > 5
    for state in earlier:
        for table, columns in state.items():
            assert {name: one.kind for name, one in columns.items()}.items() <= {
                name: one.kind for name, one in newest[table].items()
            }.items(), table


def test_nothing_is_asked_of_a_program_that_does_not_know_of_it(grown: tuple[str, dict[str, Tables]]) -> None:
    *earlier, newest = grown[1].values()
    for state in earlier:
        for table, columns in state.items():
            for name, column in newest[table].items():
                before = columns.get(name)
                optional = column.nullable or column.default
                assert optional or (before is not None and not before.nullable), f"{table}.{name}"


def test_what_every_earlier_program_writes_is_accepted(grown: tuple[str, dict[str, Tables]]) -> None:
    url, states = grown
    with psycopg.connect(url) as direct:
        for state in states.values():
            for table, columns in state.items():
                direct.execute(insertion(table, columns))
            direct.rollback()


def insertion(table: str, columns: Mapping[str, Column]) -> sql.Composed:
    """One row with all columns of a state, and no other."""
    written = {name: column for name, column in columns.items() if not column.default}
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, written)),
        sql.SQL(", ").join(sql.SQL(_SAMPLES[column.kind]) for column in written.values()),
    )
