"""COUNT(), COUNT(field), MIN, MAX, SUM, AVG and GROUP BY.

Source: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_agg_functions.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.soql import having
from syncline.sandbox.salesforce.soql.answer import Answer
from syncline.sandbox.salesforce.soql.errors import malformed, pointing
from syncline.sandbox.salesforce.soql.predicates import folded
from syncline.sandbox.salesforce.soql.syntax import Call, Path
from syncline.sandbox.salesforce.values import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.salesforce.soql.paths import Found, Paths
    from syncline.sandbox.salesforce.soql.syntax import Query
    from syncline.sandbox.salesforce.tables import Row

NUMERIC: Final = frozenset({"int", "double", "currency", "percent"})


def answer(query: Query, paths: Paths, found: list[Row]) -> Answer:
    """Answer a query that counts or groups."""
    first = query.select[0]
    if isinstance(first, Call) and first.path is None:
        if first.function != "COUNT" or len(query.select) > 1:
            raise malformed("unexpected token: ')'")
        total = len(found) if query.limit is None else min(len(found), query.limit)
        return Answer(total, [], _unchanged)
    groups = [rows for rows in _groups(query, paths, found) if _passes(query, paths, rows)]
    results = [_result(query, paths, rows) for rows in groups]
    results = results[query.offset : None if query.limit is None else query.offset + query.limit]
    return Answer(len(results), results, _unchanged)


def _unchanged(result: dict[str, Any], _base: str) -> dict[str, Any]:
    return result


def _groups(query: Query, paths: Paths, found: list[Row]) -> list[list[Row]]:
    if not query.group:
        return [found]
    keys = [_groupable(query, paths, path) for path in query.group]
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in found:
        groups.setdefault(tuple(folded(paths.read(key, row)) for key in keys), []).append(row)
    return [groups[key] for key in sorted(groups, key=lambda key: [(part is not None, part) for part in key])]


def _passes(query: Query, paths: Paths, rows: list[Row]) -> bool:
    """Say whether HAVING lets a group through."""
    if query.having is None:
        return True
    grouped = {str(path).lower() for path in query.group}

    def value(what: Path | Call) -> Any:
        if isinstance(what, Call):
            return _value(what, paths, rows)
        if str(what).lower() not in grouped:
            raise malformed(f"Field must be grouped or aggregated: {what}")
        return paths.read(paths.resolve(what), rows[0])

    return having.holds(query.having, value)


def _groupable(query: Query, paths: Paths, path: Path) -> Found:
    found = paths.resolve(path)
    if not found.field.has("g"):
        message = f"field '{found.field.name}' can not be grouped in a query call"
        raise pointing("MALFORMED_QUERY", message, query.text, path.at)
    return found


def _result(query: Query, paths: Paths, rows: list[Row]) -> dict[str, Any]:
    made: dict[str, Any] = {"attributes": {"type": "AggregateResult"}}
    unnamed = 0
    grouped = {str(path).lower() for path in query.group}
    for item in query.select:
        if isinstance(item, Call):
            made[item.alias or f"expr{unnamed}"] = show(_value(item, paths, rows))
            unnamed += item.alias is None
        elif isinstance(item, Path) and str(item).lower() in grouped:
            made[item.parts[-1]] = show(paths.read(paths.resolve(item), rows[0]))
        else:
            raise malformed(f"Field must be grouped or aggregated: {item}")
    return made


def _value(call: Call, paths: Paths, rows: list[Row]) -> Any:
    if call.path is None:
        return len(rows)
    found = paths.resolve(call.path)
    numeric = found.field.type in NUMERIC
    if not found.field.has("a") or (call.function in {"SUM", "AVG"} and not numeric):
        raise malformed(f"field {call.path} does not support aggregate operator {call.function}")
    values = [value for row in rows if (value := paths.read(found, row)) is not None]
    if call.function not in {"COUNT", "COUNT_DISTINCT"} and not values:
        return None
    return _FUNCTIONS[call.function](values)


_FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "COUNT": len,
    "COUNT_DISTINCT": lambda values: len({folded(value) for value in values}),
    "MIN": min,
    "MAX": max,
    "SUM": sum,
    "AVG": lambda values: sum(values) / len(values),
}
