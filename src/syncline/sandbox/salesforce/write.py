"""Create, update, delete and upsert one record as a user, with the checks and errors of the API.

Sources: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_basic_info_post.htm,
.../resources_sobject_retrieve_patch.htm, .../resources_sobject_upsert_patch.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce import activity_dates, classic_series, event_series, invitees, saving, who
from syncline.sandbox.salesforce.errors import (
    RefusedError,
    SeveralFoundError,
    bad_column,
    deleted,
    forbidden,
    not_found,
)
from syncline.sandbox.salesforce.ids import long_id
from syncline.sandbox.salesforce.keys_of_records import key_field, matches
from syncline.sandbox.salesforce.setup import person_accounts
from syncline.sandbox.salesforce.values import stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.tables import Row

WENT_WITH: Final = "deleted with"
"""Where a deleted row keeps the id of the record whose deletion took it along; no field has this name."""
NOT_DELETED: Final = frozenset({"User", "Profile", "Organization", "RecordType", "UserRole", "SetupAuditTrail"})
"""Objects whose description says that they are not deletable."""
CASCADES: Final = {
    "Account": (("Contact", "AccountId"), ("Event", "WhatId"), ("Task", "WhatId")),
    "Contact": (("Event", "WhoId"), ("Task", "WhoId"), ("EventRelation", "RelationId")),
    "Lead": (("Event", "WhoId"), ("Task", "WhoId"), ("EventRelation", "RelationId")),
    "Event": (("EventRelation", "EventId"),),
}


def create(acting: Acting, sobject: SObject, values: Mapping[str, Any]) -> str:
    """Make a record and answer its id."""
    if not sobject.createable or not acting.may.may("create", sobject.name):
        raise RefusedError(
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", f"entity type cannot be inserted: {sobject.label}", fields=()
        )
    values, people = who.taken(sobject, values)
    if acting.state.automation.storage_full:
        raise RefusedError("STORAGE_LIMIT_EXCEEDED", "storage limit exceeded", fields=())
    given = _read(acting, sobject, values, "c")
    row = _defaults(acting, sobject) | {name: value for name, value in given.items() if value is not None}
    missing = [name for name in sobject.required if name not in row]
    if missing:
        raise required(missing)
    record_id = acting.state.make_id(sobject.prefix)
    row = saving.complete(acting, sobject, None, given, invitees.filled(sobject, {**row, "Id": record_id}))
    saving.check(acting, sobject, None, given, row)
    if sobject.name == "Event":
        classic_series.check(row)
    stamp = acting.state.stamp()
    row |= {"CreatedById": acting.user_id, "CreatedDate": stamp}
    _store(acting, sobject, record_id, row | _touched(acting, stamp))
    who.settle(acting, sobject, row, people)
    if sobject.name == "Event" and row.get(classic_series.FLAG):
        classic_series.spread(acting, sobject, acting.state.tables[sobject.name].rows[record_id], people)
    if sobject.name == "Event" and event_series.TEXT in row:
        return event_series.spread(acting, sobject, acting.state.tables[sobject.name].rows[record_id], people)
    invitees.settle(acting, sobject, acting.state.tables[sobject.name].rows[record_id])
    return record_id


def update(acting: Acting, sobject: SObject, record_id: str, values: Mapping[str, Any]) -> None:
    """Change a record's fields; null empties one."""
    row = find(acting, sobject, record_id)
    if not acting.may.may("edit", sobject.name) or not acting.edits(sobject, row):
        raise forbidden()
    values, people = who.taken(sobject, values)
    given = _read(acting, sobject, values, "u")
    emptied = [name for name, value in given.items() if value is None and not _nullable(sobject, name)]
    if emptied:
        raise required(emptied)
    after = saving.complete(acting, sobject, row, given, {**row, **given})
    saving.check(acting, sobject, row, given, after)
    after = event_series.follow(sobject, row, given, after)
    _store(acting, sobject, row["Id"], after | _touched(acting, acting.state.stamp()))
    who.settle(acting, sobject, after, people)
    invitees.settle(acting, sobject, acting.state.tables[sobject.name].rows[row["Id"]])


def _store(acting: Acting, sobject: SObject, record_id: str, row: Row) -> None:
    before = acting.state.tables[sobject.name].rows.get(record_id)
    acting.state.tables.put(sobject.name, record_id, row)
    person_accounts.follow(acting, sobject, row)
    activity_dates.follow(acting.state, sobject, before, row)


def delete(acting: Acting, sobject: SObject, record_id: str) -> None:
    """Put a record and what hangs on it in the recycle bin."""
    if sobject.name in NOT_DELETED:
        raise RefusedError("METHOD_NOT_ALLOWED", "HTTP Method 'DELETE' not allowed. Allowed are GET,PATCH", status=405)
    row = find(acting, sobject, record_id)
    acting.state.automation.lock(row["Id"])
    person_accounts.check_delete(row)
    if not acting.may.may("delete", sobject.name) or not acting.deletes(sobject, row):
        raise forbidden()
    bin_it(acting, sobject, row)


def bin_it(acting: Acting, sobject: SObject, row: Row, *, root: str | None = None) -> None:
    """Mark a row and its dependants as deleted, unasked; each remembers with which record it went."""
    state = acting.state
    root = root or row["Id"]
    binned = row | {"IsDeleted": True, WENT_WITH: root} | _touched(acting, state.stamp())
    state.tables.put(sobject.name, row["Id"], binned)
    activity_dates.follow(state, sobject, row, binned)
    children = invitees.went(acting, sobject, row)
    for child, field in CASCADES.get(sobject.name, ()):
        shape = state.schema.objects[child]
        for dependant in state.children(child, field, row["Id"]):
            if not dependant["IsDeleted"]:
                bin_it(acting, shape, dependant, root=root)
    for one in children:
        invited = state.tables["Event"].rows.get(one)
        if invited is not None and not invited["IsDeleted"]:
            bin_it(acting, state.schema.objects["Event"], invited, root=root)


def upsert(acting: Acting, sobject: SObject, key: str, value: object, values: Mapping[str, Any]) -> tuple[str, bool]:
    """Update the one record that holds `value` in `key`, or create it; answer its id and whether it was made."""
    field = key_field(acting, sobject, key)
    wanted = stored(field, value)
    if field.type == "id":
        if wanted is None:
            return create(acting, sobject, values), True
        update(acting, sobject, wanted, values)
        return wanted, False
    found = matches(acting, sobject, field, wanted)
    if len(found) > 1:
        raise SeveralFoundError(found)
    if found:
        update(acting, sobject, found[0], {field.name: value, **values})
        return found[0], False
    return create(acting, sobject, {field.name: value, **values}), True


def find(acting: Acting, sobject: SObject, record_id: str) -> Row:
    """Find a record that the user sees, or say why not."""
    whole = long_id(record_id)
    if whole is None:
        raise RefusedError("MALFORMED_ID", f"bad id {record_id}", fields=("Id",))
    if not whole.startswith(sobject.prefix):
        raise RefusedError(
            "MALFORMED_ID", f"{sobject.label} ID: id value of incorrect type: {record_id}", fields=("Id",)
        )
    row = acting.state.tables[sobject.name].rows.get(whole)
    if row is None or not acting.sees(sobject, row):
        raise not_found()
    if row.get("IsDeleted"):
        raise deleted()
    return row


def required(names: list[str]) -> RefusedError:
    """Fields that a record cannot be without."""
    message = f"Required fields are missing: [{', '.join(names)}]"
    return RefusedError("REQUIRED_FIELD_MISSING", message, fields=tuple(names))


def _read(acting: Acting, sobject: SObject, values: Mapping[str, Any], flag: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    refused: list[str] = []
    for name, value in values.items():
        if name == "attributes":
            continue
        field = acting.field(sobject, name)
        if field is None:
            raise bad_column(name, sobject.name)
        if not acting.writes_field(sobject, field, flag):
            refused.append(field.name)
        else:
            given[field.name] = stored(field, value)
    if refused:
        raise _read_only(refused)
    return given


def _read_only(names: list[str]) -> RefusedError:
    message = (
        f"Unable to create/update fields: {', '.join(names)}. Please check the security settings of this field and"
        " verify that it is read/write for your profile or permission set."
    )
    return RefusedError("INVALID_FIELD_FOR_INSERT_UPDATE", message, fields=tuple(names))


def _defaults(acting: Acting, sobject: SObject) -> Row:
    row: Row = {}
    for field in sobject.fields.values():
        if field.type == "boolean":
            row[field.name] = field.default == "True"
        elif field.default is not None:
            row[field.name] = field.default
    if sobject.owned:
        row["OwnerId"] = acting.user_id
    return row


def _nullable(sobject: SObject, name: str) -> bool:
    return sobject.fields[name].has("n")


def _touched(acting: Acting, stamp: object) -> Row:
    return {"LastModifiedById": acting.user_id, "LastModifiedDate": stamp, "SystemModstamp": stamp}
