"""Who an event is about: one contact or lead, or several contacts where the org shares activities.

Sources: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
(EventWhoIds), .../sforce_api_objects_eventrelation.htm; converted leads:
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_convertlead.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.ids import long_id
from syncline.sandbox.salesforce.schema import Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import Schema, SObject
    from syncline.sandbox.salesforce.tables import Row

WHO_IDS: Final = "EventWhoIds"
MOST_CONTACTS: Final = 50
_PERSON: Final = ("FirstName", "LastName", "Name", "Email", "Phone", "Title")


def share_activities(schema: Schema) -> None:
    """Let events be about several contacts, as the setting *Allow Users to Relate Multiple Contacts* does."""
    event, relation = schema.objects["Event"], schema.objects["EventRelation"]
    event.insert_after("WhatId", Field(WHO_IDS, "junctionidlist", "cun", "Name ID List"))
    for name, label in (("IsInvitee", "Is Invitee"), ("IsWhat", "Is What"), ("IsParent", "Is Parent")):
        relation.insert_after("EventId", Field(name, "boolean", "cufsgd", label))


def taken(sobject: SObject, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str] | None]:
    """Take the list of people out of a request; the first of them is the event's WhoId unless one is given."""
    if sobject.name != "Event" or WHO_IDS not in sobject.fields or values.get(WHO_IDS) is None:
        return dict(values), None
    rest = {name: value for name, value in values.items() if name != WHO_IDS}
    people = [long_id(str(one)) or str(one) for one in values[WHO_IDS]]
    return {**({"WhoId": people[0]} if people else {}), **rest}, people


def settle(acting: Acting, sobject: SObject, row: Row, people: list[str] | None) -> None:
    """Write the relations of a saved event anew, where the org shares activities."""
    if sobject.name != "Event" or WHO_IDS not in sobject.fields:
        return
    state = acting.state
    wanted = list(dict.fromkeys([*([row["WhoId"]] if row.get("WhoId") else []), *(people or ())]))
    held = [one for one in state.children("EventRelation", "EventId", row["Id"]) if one.get("IsParent")]
    if people is None and {one["RelationId"] for one in held} >= set(wanted):
        return
    _check(acting, wanted)
    for old in held:
        state.tables.put("EventRelation", old["Id"], {**old, "IsParent": False} if old.get("IsInvitee") else None)
    for one in wanted:
        _relate(acting, row["Id"], one)


def _check(acting: Acting, people: Sequence[str]) -> None:
    leads = [one for one in people if one.startswith("00Q")]
    if len(people) > MOST_CONTACTS or (leads and len(people) > 1):
        message = f"You can relate an event to one lead or up to {MOST_CONTACTS} contacts"
        raise RefusedError("FIELD_INTEGRITY_EXCEPTION", message, fields=(WHO_IDS,))
    for one in people:
        target = acting.state.schema.of_id(one)
        row = acting.state.tables[target.name].rows.get(one) if target else None
        if target is None or row is None or row.get("IsDeleted") or not acting.sees(target, row):
            message = f"insufficient access rights on cross-reference id: {one}"
            raise RefusedError("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", message, fields=(WHO_IDS,))


def _relate(acting: Acting, event_id: str, person: str) -> None:
    """One person has one relation: who is invited, too, is told so by it."""
    state = acting.state
    stamp = state.stamp()
    for held in state.children("EventRelation", "EventId", event_id):
        if held["RelationId"] == person and not held.get("IsDeleted"):
            state.tables.put("EventRelation", held["Id"], {**held, "IsParent": True, "SystemModstamp": stamp})
            return
    record_id = state.make_id("0RE")
    row = {
        "Id": record_id,
        "EventId": event_id,
        "RelationId": person,
        "IsParent": True,
        "IsWhat": False,
        "IsInvitee": False,
        "Status": "New",
        "IsDeleted": False,
        "CreatedById": acting.user_id,
        "CreatedDate": stamp,
        "LastModifiedById": acting.user_id,
        "LastModifiedDate": stamp,
        "SystemModstamp": stamp,
    }
    state.tables.put("EventRelation", record_id, row)


def convert(acting: Acting, lead_id: str) -> str:
    """Convert a lead: an account and a contact are made, and its activities follow. Answers the contact's id."""
    state = acting.state
    lead = state.tables["Lead"].rows[lead_id]
    account, contact = state.make_id("001"), state.make_id("003")
    stamp = state.stamp()
    made = {
        "OwnerId": lead["OwnerId"],
        "IsDeleted": False,
        "CreatedById": acting.user_id,
        "CreatedDate": stamp,
        "LastModifiedById": acting.user_id,
        "LastModifiedDate": stamp,
        "SystemModstamp": stamp,
    }
    state.tables.put("Account", account, {**made, "Id": account, "Name": lead["Company"]})
    person: dict[str, Any] = {name: lead[name] for name in _PERSON if name in lead}
    state.tables.put(
        "Contact", contact, {**made, **person, "Id": contact, "AccountId": account, "IsEmailBounced": False}
    )
    converted = {
        "IsConverted": True,
        "ConvertedDate": stamp.date(),
        "ConvertedAccountId": account,
        "ConvertedContactId": contact,
        "SystemModstamp": stamp,
    }
    state.tables.put("Lead", lead_id, {**lead, **converted})
    for child, field in (("Event", "WhoId"), ("Task", "WhoId"), ("EventRelation", "RelationId")):
        for row in list(state.children(child, field, lead_id)):
            state.tables.put(child, row["Id"], {**row, field: contact, "SystemModstamp": stamp})
    return contact
