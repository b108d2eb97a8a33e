"""/composite/tree/X: up to 200 records with their children in one request, all of them or none.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobject_tree.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from syncline.sandbox.salesforce import write
from syncline.sandbox.salesforce.errors import RefusedError, bad_json
from syncline.sandbox.salesforce.rest.call import Call, Reply
from syncline.sandbox.salesforce.soql.children import CHILDREN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.salesforce.schema import SObject

MOST: Final = 200
DEEPEST: Final = 5
Json: TypeAlias = dict[str, Any]


def create(call: Call, name: str) -> Reply:
    """Answer POST /composite/tree/X."""
    sobject = call.sobject(name)
    trees = _records(call.object_body())
    _check(list(_flat(trees)))
    start = call.acting.state.tables.mark()
    made: list[Json] = []
    refused: list[Json] = []
    for tree in trees:
        _make(call, sobject, tree, {}, (made, refused), 1)
    if refused:
        call.acting.state.tables.roll_back(start)
        return Reply(400, {"hasErrors": True, "results": refused})
    return Reply(201, {"hasErrors": False, "results": made})


def _records(body: Json) -> list[Json]:
    records = body.get("records")
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise bad_json("The body holds a list of records at [line:1, column:1]")
    return records


def _flat(trees: list[Json]) -> Iterator[Json]:
    for tree in trees:
        yield tree
        for value in tree.values():
            if isinstance(value, dict) and "records" in value:
                yield from _flat(_records(value))


def _check(records: list[Json]) -> None:
    if len(records) > MOST:
        raise RefusedError("LIMIT_EXCEEDED", f"A tree holds no more than {MOST} records")
    references = [_reference(record) for record in records]
    if not all(isinstance(one, str) and one for one in references):
        raise RefusedError("INVALID_INPUT", "Include a reference ID.")
    if len(set(references)) < len(references):
        raise RefusedError("INVALID_INPUT", "Duplicate ReferenceId provided in the request.")


def _reference(record: Json) -> object:
    attributes = record.get("attributes")
    return attributes.get("referenceId") if isinstance(attributes, dict) else None


def _make(
    call: Call, sobject: SObject, tree: Json, parent: Json, results: tuple[list[Json], list[Json]], depth: int
) -> None:
    if depth > DEEPEST:
        raise RefusedError("LIMIT_EXCEEDED", f"A tree is no deeper than {DEEPEST} levels")
    made, refused = results
    children = {name: value for name, value in tree.items() if isinstance(value, dict) and "records" in value}
    values = {name: value for name, value in tree.items() if name not in children}
    try:
        record_id = write.create(call.acting, sobject, {**values, **parent})
    except RefusedError as error:
        refused.append({"referenceId": _reference(tree), "errors": [error.as_result()]})
        return
    made.append({"referenceId": _reference(tree), "id": record_id})
    for name, value in children.items():
        child, field = _relation(call, sobject, name)
        for one in _records(value):
            _make(call, child, one, {field: record_id}, results, depth + 1)


def _relation(call: Call, sobject: SObject, name: str) -> tuple[SObject, str]:
    for relationship, (child, field) in CHILDREN.get(sobject.name, {}).items():
        if relationship.lower() == name.lower():
            return call.sobject(child), field
    raise RefusedError("INVALID_FIELD", f"No such column '{name}' on sobject of type {sobject.name}")
