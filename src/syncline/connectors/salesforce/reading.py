"""Records by id, as they are now: up to 2,000 in one request."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from syncline.connectors.port import ItemError, Missing
from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.api import IDS_PER_QUERY
from syncline.connectors.salesforce.desk import by_ids
from syncline.connectors.salesforce.rows import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape
    from syncline.records.record import Record

_Item = TypeVar("_Item")


def read(desk: Desk, shape: Shape, record_ids: Sequence[str]) -> list[Record | Missing | ItemError]:
    """Answer the records in the order of the ids. With a filter, the org itself says which of them pass it."""
    wanted = list(dict.fromkeys(record_id for record_id in record_ids if soql.is_id(record_id)))
    scope = desk.scope(shape)
    found = _filtered(desk, shape, wanted, scope) if scope else _records(desk, shape, wanted)
    return [found.get(record_id) or Missing(record_id) for record_id in record_ids]


def _records(desk: Desk, shape: Shape, record_ids: Sequence[str]) -> dict[str, Record]:
    statements = [by_ids(shape, chunk) for chunk in batched(record_ids, IDS_PER_QUERY)]
    answered = queries(desk.client, "read", statements, asked=shape.columns)
    return {record.id: record for rows in answered for record in map(shape.record, rows)}


_FILTERED = 800
"""Ids in one request with a filter: two queries for values, two for the filter."""


def _filtered(desk: Desk, shape: Shape, record_ids: Sequence[str], scope: Sequence[str]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    asked = (*shape.columns, *(criterion.field for criterion in desk.contacts.where))
    for chunk in batched(record_ids, _FILTERED):
        halves = list(batched(chunk, IDS_PER_QUERY))
        passing = [soql.select(("Id",), shape.sobject, (soql.ids(half), *scope)) for half in halves]
        answered = queries(desk.client, "read", [*(by_ids(shape, half) for half in halves), *passing], asked=asked)
        passed = {str(row.get("Id")) for rows in answered[len(halves) :] for row in rows}
        for record in (shape.record(row) for rows in answered[: len(halves)] for row in rows):
            found[record.id] = structs.replace(record, in_scope=record.in_scope and record.id in passed)
    return found


def batched(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """Cut a list into pieces."""
    left = iter(items)
    while piece := list(islice(left, size)):
        yield piece
