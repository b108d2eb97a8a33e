"""/sobjects/X/ID/RELATIONSHIP: the parent or the children of a record.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_relationships.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.salesforce import write
from syncline.sandbox.salesforce.errors import not_found
from syncline.sandbox.salesforce.rest import query, records
from syncline.sandbox.salesforce.soql.children import CHILDREN

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.rest.call import Call, Reply
    from syncline.sandbox.salesforce.schema import SObject

_ID_LENGTHS: Final = frozenset({15, 18})


def answer(call: Call, name: str, key: str, value: str) -> Reply:
    """Answer GET of three segments: by a key field, or, where the second is an id, along a relationship."""
    sobject = call.sobject(name)
    by_key = sobject.find(key) is not None or len(key) not in _ID_LENGTHS or not key.startswith(sobject.prefix)
    return records.retrieve_by_key(call, name, key, value) if by_key else _along(call, sobject, key, value)


def _along(call: Call, sobject: SObject, record_id: str, relationship: str) -> Reply:
    row = write.find(call.acting, sobject, record_id)
    for name, (child, field) in CHILDREN.get(sobject.name, {}).items():
        if name.lower() == relationship.lower():
            return _children(call, call.sobject(child), field, row["Id"])
    for found in call.acting.fields(sobject):
        if (found.relationship or "").lower() == relationship.lower():
            return _parent(call, row.get(found.name))
    raise not_found()


def _children(call: Call, child: SObject, field: str, parent_id: str) -> Reply:
    named = ", ".join(one.name for one in records.chosen(call, child, call.fields()))
    soql = " ".join(("SELECT", named, "FROM", child.name, "WHERE", field, "=", f"'{parent_id}'"))
    return query.answer(call, soql, deleted=False)


def _parent(call: Call, parent_id: str | None) -> Reply:
    parent = call.acting.state.schema.of_id(parent_id) if parent_id else None
    if parent is None or parent_id is None:
        raise not_found()
    return records.retrieve(call, parent.name, parent_id)
