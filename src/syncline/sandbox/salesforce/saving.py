"""What happens to a row between the request and the table: what follows from it, and who objects.

Order of execution: https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_triggers_order_of_execution.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.sandbox.salesforce import duplicates, invitees, rules
from syncline.sandbox.salesforce.errors import RefusedError, bad_reference
from syncline.sandbox.salesforce.keys_of_records import matches
from syncline.sandbox.salesforce.setup import address_picklists, person_accounts, record_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import Field, SObject
    from syncline.sandbox.salesforce.tables import Row


def complete(acting: Acting, sobject: SObject, before: Row | None, given: Mapping[str, Any], row: Row) -> Row:
    """Answer the row with what follows from it, triggers included. `before` is None at create. Raises RefusedError."""
    state = acting.state
    if before is None:
        row = record_types.fill(acting, sobject, row)
    row = person_accounts.complete(acting, sobject, before, given, row)
    row = address_picklists.settle(state, sobject, before, given, row)
    row = rules.apply(state, sobject, before, given, _clean(row))
    rewritten = _clean(state.automation.before_save(sobject.name, before, row))
    return rewritten if rewritten == row else _clean(rules.apply(state, sobject, before, given, rewritten))


def check(acting: Acting, sobject: SObject, before: Row | None, given: Mapping[str, Any], row: Row) -> None:
    """Refuse what the platform, a validation rule or a duplicate rule refuses."""
    automation = acting.state.automation
    person_accounts.check(acting, sobject, before, given)
    automation.lock(row["Id"], *(row.get(name) for name in ("AccountId", "WhatId", "WhoId") if name in given))
    for name in given:
        field = sobject.fields[name]
        value = row.get(name)
        if value is None:
            continue
        if field.type == "reference":
            _check_reference(acting, field, value)
        if field.has("U"):
            _check_unique(acting, sobject, field, row)
    record_types.check(acting, sobject, given, row)
    invitees.check(acting, sobject, before, given, row)
    automation.validate(sobject.name, row)
    duplicates.check(acting, sobject, before, row)


def _clean(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}


def _check_reference(acting: Acting, field: Field, value: str) -> None:
    target = acting.state.schema.of_id(value)
    if target is None or target.name not in field.references:
        raise RefusedError(
            "FIELD_INTEGRITY_EXCEPTION", f"{field.label}: id value of incorrect type: {value}", fields=(field.name,)
        )
    if target.name == "RecordType":
        return
    row = acting.state.tables[target.name].rows.get(value)
    if row is None:
        raise bad_reference(field.name)
    if row.get("IsDeleted"):
        raise RefusedError("ENTITY_IS_DELETED", "entity is deleted", fields=(field.name,))
    if not acting.sees(target, row):
        message = f"insufficient access rights on cross-reference id: {value}"
        raise RefusedError("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", message, fields=(field.name,))
    if field.name == "WhoId" and row.get("IsConverted"):
        raise RefusedError("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead", fields=(field.name,))
    if field.name == "OwnerId" and not row.get("IsActive", True):
        message = f"operation performed with inactive user [{value}] as owner of {field.label}"
        raise RefusedError("INACTIVE_OWNER_OR_USER", message, fields=(field.name,))


def _check_unique(acting: Acting, sobject: SObject, field: Field, row: Row) -> None:
    for other in matches(acting, sobject, field, row[field.name]):
        if other != row["Id"]:
            message = f"duplicate value found: {field.name} duplicates value on record with id: {other[:15]}"
            raise RefusedError("DUPLICATE_VALUE", message, fields=())
