"""/composite/sobjects: up to 200 records in one request, each with a result of its own.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from syncline.sandbox.salesforce import rows, write
from syncline.sandbox.salesforce.errors import RefusedError, SeveralFoundError, bad_json, bad_reference
from syncline.sandbox.salesforce.ids import long_id
from syncline.sandbox.salesforce.keys_of_records import key_field
from syncline.sandbox.salesforce.rest.call import Call, Reply
from syncline.sandbox.salesforce.rest.records import chosen

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.salesforce.schema import SObject

MOST: Final = 200
MOST_READ: Final = 2_000
Json: TypeAlias = dict[str, Any]
MOST_CHUNKS: Final = 10
_ROLLED_BACK: Final = "Record rolled back because not all records were valid and the request was using AllOrNone header"


def create(call: Call) -> Reply:
    """Answer POST /composite/sobjects."""

    def one(record: Json) -> Json:
        return _success(write.create(call.acting, _sobject(call, record), record))

    return _each(call, _records(call), one, all_or_none=_all_or_none(call))


def update(call: Call) -> Reply:
    """Answer PATCH /composite/sobjects."""

    def one(record: Json) -> Json:
        sobject = _sobject(call, record)
        record_id, values = _split(record)
        if not isinstance(record_id, str) or not record_id:
            raise RefusedError("MISSING_ARGUMENT", "Id not specified in an update call", fields=("Id",))
        _exists(call, sobject, record_id)
        write.update(call.acting, sobject, record_id, values)
        return _success(long_id(record_id) or record_id)

    return _each(call, _records(call), one, all_or_none=_all_or_none(call))


def upsert(call: Call, name: str, key: str) -> Reply:
    """Answer PATCH /composite/sobjects/X/KEY."""
    sobject = call.sobject(name)
    field = key_field(call.acting, sobject, key)

    def one(record: Json) -> Json:
        values = {given: value for given, value in record.items() if given.lower() != field.name.lower()}
        wanted = next((value for given, value in record.items() if given.lower() == field.name.lower()), None)
        if wanted is None and field.type != "id":
            raise RefusedError("MISSING_ARGUMENT", f"{field.name} not specified", fields=())
        try:
            record_id, made = write.upsert(call.acting, sobject, key, wanted, values)
        except SeveralFoundError as error:
            message = f"{field.name}: more than one record found for external id field: [{', '.join(error.ids)}]"
            raise RefusedError("DUPLICATE_EXTERNAL_ID", message, fields=(field.name,)) from None
        return {**_success(record_id), "created": made}

    return _each(call, _records(call), one, all_or_none=_all_or_none(call))


def delete(call: Call) -> Reply:
    """Answer DELETE /composite/sobjects?ids=."""
    ids = [record_id for record_id in call.arguments.get("ids", "").split(",") if record_id]
    _at_most(len(ids), MOST)

    def one(record: Json) -> Json:
        record_id = record["id"]
        whole = long_id(record_id)
        sobject = call.acting.state.schema.of_id(whole) if whole else None
        if whole is None or sobject is None:
            raise RefusedError("MALFORMED_ID", f"bad id {record_id}", fields=())
        _exists(call, sobject, whole)
        write.delete(call.acting, sobject, whole)
        return _success(whole)

    wanted = call.arguments.get("allOrNone", "false").lower() == "true"
    return _each(call, [{"id": record_id} for record_id in ids], one, all_or_none=wanted)


def retrieve(call: Call, name: str) -> Reply:
    """Answer GET /composite/sobjects/X?ids=&fields=."""
    ids = [record_id for record_id in call.arguments.get("ids", "").split(",") if record_id]
    return _retrieve(call, name, ids, call.fields())


def retrieve_posted(call: Call, name: str) -> Reply:
    """Answer POST /composite/sobjects/X with ids and fields in the body, up to 2,000."""
    body = call.object_body()
    ids, fields = body.get("ids"), body.get("fields")
    if not isinstance(ids, list) or not isinstance(fields, list):
        raise bad_json("The body holds the lists ids and fields at [line:1, column:1]")
    return _retrieve(call, name, [str(record_id) for record_id in ids], [str(field) for field in fields])


def _retrieve(call: Call, name: str, ids: list[str], names: list[str] | None) -> Reply:
    _at_most(len(ids), MOST_READ)
    sobject = call.sobject(name)
    if not names:
        raise RefusedError("MISSING_ARGUMENT", "fields is a required parameter")
    fields = chosen(call, sobject, names)
    return Reply(200, [_one(call, sobject, record_id, fields) for record_id in ids])


def _one(call: Call, sobject: SObject, record_id: str, fields: list[Any]) -> Json | None:
    whole = long_id(record_id)
    if whole is None or not whole.startswith(sobject.prefix):
        raise RefusedError("MALFORMED_ID", f"malformed id {record_id}")
    row = call.acting.state.tables[sobject.name].rows.get(whole)
    if row is None or row.get("IsDeleted") or not call.acting.sees(sobject, row):
        return None
    return rows.record(sobject, row, fields, call.base)


def _exists(call: Call, sobject: SObject, record_id: str) -> None:
    """A collection says of a record that is not there what it says of a bad reference, not 404."""
    whole = long_id(record_id) or ""
    row = call.acting.state.tables[sobject.name].rows.get(whole)
    if whole.startswith(sobject.prefix) and (row is None or not call.acting.sees(sobject, row)):
        raise bad_reference("")


def _each(call: Call, records: list[Json], one: Callable[[Json], Json], *, all_or_none: bool) -> Reply:
    state = call.acting.state
    start = state.tables.mark()
    results = []
    types = Counter(str(_type(record)) for record in records)
    for record in records:
        try:
            state.automation.bear(types)
            results.append(one(record))
        except RefusedError as error:
            results.append({"success": False, "errors": [error.as_result()]})
    if all_or_none and not all(result["success"] for result in results):
        state.tables.roll_back(start)
        results = [_rolled_back(result) if result["success"] else result for result in results]
    return Reply(200, results)


def _rolled_back(_result: Json) -> Json:
    refused = RefusedError("ALL_OR_NONE_OPERATION_ROLLED_BACK", _ROLLED_BACK)
    return {"success": False, "errors": [refused.as_result()]}


def _records(call: Call) -> list[Json]:
    records = call.object_body().get("records")
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise bad_json("The body holds a list of records at [line:1, column:1]")
    _at_most(len(records), MOST)
    _check_chunks(records)
    return records


def _check_chunks(records: list[Json]) -> None:
    """Records of one type in a row are one chunk, and a request takes ten.

    https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_update.htm
    """
    types = [_type(record) for record in records]
    if sum(one != before for one, before in zip(types, [None, *types], strict=False)) > MOST_CHUNKS:
        message = f"Cannot have more than {MOST_CHUNKS} chunks in a single operation. Please rearrange the data"
        raise RefusedError("LIMIT_EXCEEDED", message, fields=())


def _at_most(count: int, most: int) -> None:
    if count > most:
        message = f"record limit reached. cannot submit more than {most} records in this call"
        raise RefusedError("EXCEEDED_ID_LIMIT", message)


def _all_or_none(call: Call) -> bool:
    return call.object_body().get("allOrNone") is True


def _sobject(call: Call, record: Json) -> SObject:
    name = _type(record)
    found = call.acting.object(name) if isinstance(name, str) else None
    if found is None:
        raise RefusedError("INVALID_TYPE", f"sObject type '{name}' is not supported.", fields=())
    return found


def _type(record: Json) -> object:
    attributes = record.get("attributes")
    return attributes.get("type") if isinstance(attributes, dict) else None


def _split(record: Json) -> tuple[object, Json]:
    record_id = next((value for name, value in record.items() if name.lower() == "id"), None)
    return record_id, {name: value for name, value in record.items() if name.lower() != "id"}


def _success(record_id: str) -> Json:
    return {"id": record_id, "success": True, "errors": []}
