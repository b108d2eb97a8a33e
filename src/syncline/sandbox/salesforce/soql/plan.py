"""Which rows a query has to look at: by an index where one fits, else all that the user can reach."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from syncline.sandbox.salesforce.soql.syntax import Comparison, Condition, DateWord, Joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.soql.paths import Paths
    from syncline.sandbox.salesforce.soql.predicates import Compiler


def candidates(
    acting: Acting, sobject: SObject, paths: Paths, compiler: Compiler, where: Condition | None
) -> Iterable[str]:
    """Answer ids among which all rows of the answer are, in the order of ids."""
    table = acting.state.tables[sobject.name]
    options = [_by_index(acting, sobject, paths, compiler, part) for part in _conjuncts(where)]
    indexed: list[Collection[str]] = [option for option in options if option is not None]
    indexed += [stamped] if (stamped := _by_stamp(acting, sobject, paths, where)) is not None else []
    if not indexed:
        return table.rows if acting.sees_all(sobject) else acting.reachable(sobject)
    return sorted(record_id for record_id in min(indexed, key=len) if record_id in table.rows)


def _conjuncts(where: Condition | None) -> Iterator[Comparison]:
    if isinstance(where, Comparison):
        yield where
    elif isinstance(where, Joined) and where.word == "AND":
        for part in where.parts:
            yield from _conjuncts(part)


def _by_index(acting: Acting, sobject: SObject, paths: Paths, compiler: Compiler, part: Comparison) -> set[str] | None:
    if part.operator not in {"=", "IN"} or isinstance(part.value, DateWord):
        return None
    found = paths.resolve(part.path)
    table = acting.state.tables[sobject.name]
    if found.hops or not found.field.has("f") or not (found.field.type == "id" or table.indexes(found.field.name)):
        return None
    values = compiler.members(found, part)
    if None in values:
        return None
    if found.field.type == "id":
        return values
    return {record_id for value in values for record_id in table.ids(found.field.name, value)}


def _by_stamp(acting: Acting, sobject: SObject, paths: Paths, where: Condition | None) -> list[str] | None:
    since: datetime | None = None
    until: datetime | None = None
    for part in _conjuncts(where):
        if not isinstance(part.value, datetime) or part.operator not in {"<", "<=", ">", ">=", "="}:
            continue
        found = paths.resolve(part.path)
        if found.hops or found.field.name != "SystemModstamp":
            continue
        if part.operator in {">", ">=", "="}:
            since = max(since, part.value) if since else part.value
        if part.operator in {"<", "<=", "="}:
            until = min(until, part.value) if until else part.value
    if since is None and until is None:
        return None
    return list(acting.state.tables[sobject.name].stamped(since, until))
