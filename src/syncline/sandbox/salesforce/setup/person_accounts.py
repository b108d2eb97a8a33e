"""Person accounts: an account that is a person, and the contact behind it, always in step.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_guidelines_personaccounts.htm and
https://help.salesforce.com/s/articleView?id=sales.account_person_behavior.htm. The person is made, renamed and deleted
through the account; the contact's other fields may be changed on either and show on both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.schema import load_lines, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.state import OrgState
    from syncline.sandbox.salesforce.tables import Row

DEVELOPER_NAME: Final = "PersonAccount"
_NAMES: Final = ("LastName", "FirstName", "Salutation")
_ALIKE: Final = (*_NAMES, "Phone", "Fax", "Description", "OwnerId")
"""Fields that have one name on both."""
_OWN: Final = frozenset({*_NAMES, "AccountId", "OwnerId"})
"""Fields of the contact that only the account may change."""


def enable(state: OrgState) -> None:
    """Give accounts and contacts the fields that person accounts bring. A record type has to be added besides."""
    account, contact = state.schema.objects["Account"], state.schema.objects["Contact"]
    for line in load_lines("personaccount.txt"):
        account.add(parse(line))
    account.add(parse("Name : string(255) : cunfsgaN : Account Name : in=Name; info=switchablepersonname"))
    account.required = [name for name in account.required if name != "Name"]
    contact.add(parse("IsPersonAccount : boolean : fsgd : Is Person Account :"))
    for sobject in (account, contact):
        for record_id, row in state.tables[sobject.name].rows.items():
            state.tables.put(sobject.name, record_id, {**row, "IsPersonAccount": False})
    state.tables.commit()


def enabled(state: OrgState) -> bool:
    """Say whether the org has person accounts."""
    return "IsPersonAccount" in state.schema.objects["Account"].fields


def complete(acting: Acting, sobject: SObject, before: Row | None, given: Mapping[str, Any], row: Row) -> Row:
    """Answer a row of an account with what makes it a person or not. Raises RefusedError."""
    if sobject.name != "Account" or not enabled(acting.state):
        return row
    types = {kind.id for kind in acting.state.record_types["Account"] if kind.developer_name == DEVELOPER_NAME}
    if before is None and row.get("LastName"):
        if row.get("RecordTypeId") not in types and "RecordTypeId" in given:
            raise _not_here("LastName")
        row = {**row, "RecordTypeId": row["RecordTypeId"] if row.get("RecordTypeId") in types else min(types)}
    person = row.get("RecordTypeId") in types
    if not person and (named := [name for name in _NAMES if given.get(name)]):
        raise _not_here(*named)
    if not row.get("LastName" if person else "Name"):
        missing = "LastName" if person else "Name"
        raise RefusedError("REQUIRED_FIELD_MISSING", f"Required fields are missing: [{missing}]", fields=(missing,))
    return {**row, "IsPersonAccount": person}


def check(acting: Acting, sobject: SObject, before: Row | None, given: Mapping[str, Any]) -> None:
    """Refuse what may only be done to the account of a person."""
    if sobject.name == "Contact" and before and before.get("IsPersonAccount") and enabled(acting.state):
        refused = [name for name in given if name in _OWN and given[name] != before.get(name)]
        if refused:
            raise _not_here(*refused)


def check_delete(row: Row) -> None:
    """The contact of a person account goes with its account, and not without."""
    if row.get("IsPersonAccount") and row["Id"].startswith("003"):
        message = "The contact of a person account cannot be deleted. Delete the account instead."
        raise RefusedError("DELETE_FAILED", message, fields=())


def follow(acting: Acting, sobject: SObject, row: Row) -> None:
    """Bring the other half of a person in step with what was just written."""
    if not row.get("IsPersonAccount"):
        return
    state = acting.state
    if sobject.name == "Account":
        contact_id = row.get("PersonContactId") or state.make_id("003")
        held = state.tables["Contact"].rows.get(contact_id) or _new_contact(row)
        shared = {theirs: row.get(ours) for ours, theirs in _pairs(state).items()}
        name = {"Name": row["Name"], "AccountId": row["Id"], "IsPersonAccount": True}
        _put(acting, "Contact", contact_id, {**held, **shared, **name}, row)
        if "PersonContactId" not in row:
            state.tables.put("Account", row["Id"], {**row, "PersonContactId": contact_id})
    elif sobject.name == "Contact":
        account = state.tables["Account"].rows[row["AccountId"]]
        shared = {ours: row.get(theirs) for ours, theirs in _pairs(state).items()}
        _put(acting, "Account", account["Id"], {**account, **shared}, row)


def _new_contact(account: Row) -> Row:
    made = {name: account[name] for name in ("CreatedById", "CreatedDate", "OwnerId")}
    return {**made, "IsDeleted": False, "IsEmailBounced": False}


def _put(acting: Acting, name: str, record_id: str, row: Row, touched: Row) -> None:
    stamps = {field: touched[field] for field in ("LastModifiedById", "LastModifiedDate", "SystemModstamp")}
    whole = {**row, "Id": record_id, **stamps}
    acting.state.tables.put(name, record_id, {field: value for field, value in whole.items() if value is not None})


def _pairs(state: OrgState) -> dict[str, str]:
    """Answer which field of the account shows which of the contact: Person..., __pc, or the same name."""
    contact = state.schema.objects["Contact"].fields
    pairs = {name: name for name in _ALIKE}
    for name in state.schema.objects["Account"].fields:
        if name.startswith("Person") and name.removeprefix("Person") in contact:
            pairs[name] = name.removeprefix("Person")
        elif name.endswith("__pc") and f"{name.removesuffix('__pc')}__c" in contact:
            pairs[name] = f"{name.removesuffix('__pc')}__c"
    return pairs


def _not_here(*names: str) -> RefusedError:
    message = (
        f"Unable to create/update fields: {', '.join(names)}. Please check the security settings of this field and"
        " verify that it is read/write for your profile or permission set."
    )
    return RefusedError("INVALID_FIELD_FOR_INSERT_UPDATE", message, fields=names)
