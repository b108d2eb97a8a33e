"""Recursive descent over the tokens of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.salesforce.soql import conditions, having
from syncline.sandbox.salesforce.soql.cursor import Cursor
from syncline.sandbox.salesforce.soql.syntax import Call, Every, Order, Path, Query, TypeOf

if TYPE_CHECKING:
    from collections.abc import Callable

FUNCTIONS: Final = frozenset({"COUNT", "COUNT_DISTINCT", "MIN", "MAX", "SUM", "AVG"})
_CLAUSES: Final = frozenset(
    {"USING", "WHERE", "WITH", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FOR", "ALL", "UPDATE"}
)


def parse(text: str) -> Query:
    """Read a query. Raises RefusedError with MALFORMED_QUERY."""
    cursor = Cursor(text)
    query = read_query(cursor)
    if cursor.ahead.kind != "end":
        raise cursor.unexpected()
    return query


def read_query(cursor: Cursor) -> Query:
    """Read SELECT and what follows, up to a closing parenthesis or the end."""
    query = Query(cursor.text)
    cursor.expect("SELECT")
    query.select = cursor.listed(_item)
    cursor.expect("FROM")
    query.source = cursor.path()
    if cursor.ahead.kind == "name" and cursor.ahead.word not in _CLAUSES:
        query.alias = cursor.take().text
    for word, read in _READ.items():
        if cursor.skip(word):
            read(cursor, query)
    return query


def _type_of(cursor: Cursor) -> TypeOf:
    path = cursor.path()
    cases: list[tuple[str, tuple[Path, ...]]] = []
    while cursor.skip("WHEN"):
        name = str(cursor.path())
        cursor.expect("THEN")
        cases.append((name, tuple(cursor.listed(lambda inner: inner.path()))))
    other = tuple(cursor.listed(lambda inner: inner.path())) if cursor.skip("ELSE") else ()
    cursor.expect("END")
    if not cases:
        raise cursor.unexpected()
    return TypeOf(path, tuple(cases), other)


def _item(cursor: Cursor) -> Path | Call | Every | TypeOf | Query:
    if cursor.skip("TYPEOF"):
        return _type_of(cursor)
    if cursor.skip("("):
        inner = read_query(cursor)
        cursor.expect(")")
        return inner
    path = cursor.path()
    if not cursor.skip("("):
        return path
    function = str(path).upper()
    if function == "FIELDS":
        group = cursor.name().upper()
        cursor.expect(")")
        return Every(group)
    if function not in FUNCTIONS:
        raise cursor.unexpected()
    argument = None if cursor.ahead.text == ")" else cursor.path()
    cursor.expect(")")
    alias = cursor.take().text if cursor.ahead.kind == "name" and cursor.ahead.word != "FROM" else None
    return Call(function, argument, alias)


def _using(cursor: Cursor, query: Query) -> None:
    cursor.expect("SCOPE")
    query.scope = cursor.name().lower()


def _where(cursor: Cursor, query: Query) -> None:
    query.where = conditions.read(cursor, read_query)


def _with(cursor: Cursor, _query: Query) -> None:
    if not cursor.skip("SECURITY_ENFORCED"):
        cursor.expect("USER_MODE")


def _group(cursor: Cursor, query: Query) -> None:
    cursor.expect("BY")
    query.group = cursor.listed(lambda inner: inner.path())
    if cursor.skip("HAVING"):
        query.having = having.read(cursor, FUNCTIONS)


def _order(cursor: Cursor, query: Query) -> None:
    cursor.expect("BY")
    query.order = cursor.listed(_key)


def _key(cursor: Cursor) -> Order:
    path = cursor.path()
    descending = cursor.skip("DESC")
    if not descending:
        cursor.skip("ASC")
    last = False
    if cursor.skip("NULLS"):
        last = cursor.skip("LAST")
        if not last:
            cursor.expect("FIRST")
    return Order(path, descending, last)


def _limit(cursor: Cursor, query: Query) -> None:
    query.limit = cursor.whole()


def _offset(cursor: Cursor, query: Query) -> None:
    query.offset = cursor.whole()


def _for(cursor: Cursor, _query: Query) -> None:
    if not cursor.skip("VIEW") and not cursor.skip("REFERENCE"):
        cursor.expect("UPDATE")


def _all(cursor: Cursor, query: Query) -> None:
    cursor.expect("ROWS")
    query.all_rows = True


_READ: dict[str, Callable[[Cursor, Query], None]] = {
    "USING": _using,
    "WHERE": _where,
    "WITH": _with,
    "GROUP": _group,
    "ORDER": _order,
    "LIMIT": _limit,
    "OFFSET": _offset,
    "FOR": _for,
    "ALL": _all,
}
