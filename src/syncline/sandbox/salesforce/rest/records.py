"""/sobjects/X and /sobjects/X/ID: one record at a time.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_retrieve.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.salesforce import rows, series_deletion, write
from syncline.sandbox.salesforce.errors import RefusedError, SeveralFoundError
from syncline.sandbox.salesforce.keys_of_records import key_field, matches
from syncline.sandbox.salesforce.rest import preconditions
from syncline.sandbox.salesforce.rest.call import Call, Reply
from syncline.sandbox.salesforce.values import stored

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from syncline.sandbox.salesforce.schema import Field, SObject
    from syncline.sandbox.salesforce.tables import Row


def create(call: Call, name: str) -> Reply:
    """Answer POST /sobjects/X."""
    sobject = call.sobject(name)
    record_id = write.create(call.acting, sobject, call.object_body())
    return Reply(201, _made(record_id), {"Location": f"{call.base}/sobjects/{sobject.name}/{record_id}"})


def retrieve(call: Call, name: str, record_id: str) -> Reply:
    """Answer GET /sobjects/X/ID?fields=."""
    sobject = call.sobject(name)
    row = write.find(call.acting, sobject, record_id)
    body = rows.record(sobject, row, chosen(call, sobject, call.fields()), call.base)
    return preconditions.answer(call, body, _modified(row), entity=_entity(call, sobject, row))


def update(call: Call, name: str, record_id: str) -> Reply:
    """Answer PATCH /sobjects/X/ID."""
    sobject = call.sobject(name)
    row = write.find(call.acting, sobject, record_id)
    preconditions.before_write(call, _modified(row), entity=_entity(call, sobject, row))
    write.update(call.acting, sobject, record_id, call.object_body())
    return Reply(204)


def delete(call: Call, name: str, record_id: str) -> Reply:
    """Answer DELETE /sobjects/X/ID."""
    write.delete(call.acting, call.sobject(name), record_id)
    return Reply(204)


def delete_from(call: Call, record_id: str) -> Reply:
    """Answer DELETE /sobjects/Event/ID/fromThisEventOnwards."""
    series_deletion.delete_from(call.acting, call.sobject("Event"), record_id)
    told = "We're deleting the selected events from the series. Wait for all events to be removed."
    return Reply(200, {"success": told})


def chosen(call: Call, sobject: SObject, names: Iterable[str] | None) -> list[Field]:
    """Answer the named fields, or all that the user sees. Raises RefusedError for one that is not there."""
    if names is None:
        return list(call.acting.fields(sobject))
    found = []
    for name in names:
        field = call.acting.field(sobject, name)
        if field is None:
            hint = (
                "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name."
            )
            message = (
                f"No such column '{name}' on entity '{sobject.name}'. {hint} Please reference your WSDL or the describe"
                " call for the appropriate names."
            )
            raise RefusedError("INVALID_FIELD", message)
        found.append(field)
    return found


def retrieve_by_key(call: Call, name: str, key: str, value: str) -> Reply:
    """Answer GET /sobjects/X/KEY/VALUE."""
    sobject = call.sobject(name)
    record_id = _only(call, sobject, key, value)
    return retrieve(call, name, record_id)


def delete_by_key(call: Call, name: str, key: str, value: str) -> Reply:
    """Answer DELETE /sobjects/X/KEY/VALUE."""
    return delete(call, name, _only(call, call.sobject(name), key, value))


def upsert(call: Call, name: str, key: str, value: str) -> Reply:
    """Answer PATCH /sobjects/X/KEY/VALUE."""
    sobject = call.sobject(name)
    body = call.object_body()
    field = key_field(call.acting, sobject, key)
    if any(given.lower() == field.name.lower() for given in body):
        raise RefusedError("INVALID_FIELD", f"The {field.name} field should not be specified in the sobject data.")
    try:
        record_id, made = write.upsert(call.acting, sobject, key, value, body)
    except SeveralFoundError as error:
        return several(call, sobject, error)
    headers = {"Location": f"{call.base}/sobjects/{sobject.name}/{record_id}"} if made else {}
    return Reply(201 if made else 200, {**_made(record_id), "created": made}, headers)


def several(call: Call, sobject: SObject, error: SeveralFoundError) -> Reply:
    """Answer 300 with the addresses of the records that a key fits."""
    return Reply(300, [f"{call.base}/sobjects/{sobject.name}/{record_id}" for record_id in error.ids])


def _modified(row: Row) -> datetime:
    stamp: datetime = row.get("LastModifiedDate") or row["SystemModstamp"]
    return stamp


def _entity(call: Call, sobject: SObject, row: Row) -> object:
    """Accounts alone have entity tags."""
    return rows.record(sobject, row, call.acting.fields(sobject), call.base) if sobject.name == "Account" else None


def _only(call: Call, sobject: SObject, key: str, value: str) -> str:
    field = key_field(call.acting, sobject, key)
    found = matches(call.acting, sobject, field, stored(field, value))
    table = call.acting.state.tables[sobject.name].rows
    seen = [record_id for record_id in found if call.acting.sees(sobject, table[record_id])]
    if not seen:
        message = f"Provided external ID field does not exist or is not accessible: {key}"
        raise RefusedError("NOT_FOUND", message, status=404)
    return seen[0]


def _made(record_id: str) -> dict[str, object]:
    return {"id": record_id, "success": True, "errors": []}
