"""Who is invited to an event, and the child events that invited users have in their own calendars.

A user who is invited has an event of their own, whose IsChild is true; contacts and leads have none:
https://developer.salesforce.com/docs/platform/change-data-capture/guide/cdc-standard-objects-task-event-invitees.html.
Of a child only the reminder can be changed, and nobody is invited to it; it may be deleted alone:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
and .../sforce_api_objects_eventrelation.htm. Where the org shares activities, who the event is about and who is invited
are told apart by IsParent and IsInvitee, and one person has one relation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.tables import Row

MOST: Final = 1_000
_RELATION: Final = "EventRelation"
_CHILD: Final = "child event"
"""Where a relation keeps the id of the invited user's event; no field has this name."""
_OF_A_CHILD: Final = frozenset({"IsReminderSet", "ReminderDateTime"})
_ITS_OWN: Final = frozenset(
    {"Id", "OwnerId", "IsChild", "CreatedById", "CreatedDate", "IsReminderSet", "ReminderDateTime", "WhoId", "WhatId"}
)


def check(acting: Acting, sobject: SObject, before: Row | None, given: Mapping[str, Any], row: Row) -> None:
    """Refuse what cannot be done to an invitation, or to a child event."""
    if sobject.name == "Event" and before is not None and before.get("IsChild") and not given.keys() <= _OF_A_CHILD:
        raise RefusedError("FIELD_INTEGRITY_EXCEPTION", "Only the reminder of a child event can be changed.", fields=())
    if sobject.name == _RELATION and before is None:
        _check_new(acting, row)


def _check_new(acting: Acting, row: Row) -> None:
    event = acting.state.tables["Event"].rows[row["EventId"]]
    if event.get("IsChild"):
        message = "An event relation cannot be created for a child event."
        raise RefusedError("FIELD_INTEGRITY_EXCEPTION", message, fields=("EventId",))
    if not acting.edits(acting.state.schema.objects["Event"], event):
        raise RefusedError("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "insufficient access rights", fields=())
    there = [one for one in relations(acting, event["Id"]) if one["Id"] != row["Id"]]
    if any(one["RelationId"] == row["RelationId"] for one in there):
        raise RefusedError("DUPLICATE_VALUE", "This person is related to the event already.", fields=("RelationId",))
    if len(there) >= MOST:
        raise RefusedError("LIMIT_EXCEEDED", f"An event has {MOST} invitees at most.", fields=())


def filled(sobject: SObject, row: Row) -> Row:
    """Answer a new relation with what it says unsaid: it is an invitation unless it is said to be something else."""
    if sobject.name != _RELATION or "IsInvitee" not in sobject.fields:
        return row
    said = any(row.get(name) for name in ("IsInvitee", "IsParent", "IsWhat"))
    return row if said else {**row, "IsInvitee": True}


def settle(acting: Acting, sobject: SObject, row: Row) -> None:
    """Let what follows from a saved relation or event happen: children are made, follow, and go."""
    if sobject.name == _RELATION:
        _settle_relation(acting, row)
    elif sobject.name == "Event" and not row.get("IsChild"):
        for one in relations(acting, row["Id"]):
            _follow(acting, row, one)


def relations(acting: Acting, event_id: str) -> list[Row]:
    """Answer the relations of an event that are not deleted."""
    return [one for one in acting.state.children(_RELATION, "EventId", event_id) if not one.get("IsDeleted")]


def went(acting: Acting, sobject: SObject, row: Row) -> list[str]:
    """Answer the child events that go with what was just deleted, or come back with it."""
    state = acting.state
    if sobject.name == _RELATION:
        _mark(acting, state.tables["Event"].rows.get(row["EventId"]))
        return [row[_CHILD]] if row.get(_CHILD) else []
    if sobject.name != "Event":
        return []
    return [one[_CHILD] for one in state.children(_RELATION, "EventId", row["Id"]) if one.get(_CHILD)]


def _settle_relation(acting: Acting, relation: Row) -> None:
    event = acting.state.tables["Event"].rows[relation["EventId"]]
    _mark(acting, event)
    invited = _invited(acting, relation)
    if invited and relation["RelationId"].startswith("005") and not relation.get(_CHILD):
        relation = {**relation, _CHILD: acting.state.make_id("00U")}
        acting.state.tables.put(_RELATION, relation["Id"], relation)
    elif not invited and relation.get(_CHILD):
        acting.state.tables.put("Event", relation[_CHILD], None)
        relation = {name: value for name, value in relation.items() if name != _CHILD}
        acting.state.tables.put(_RELATION, relation["Id"], relation)
    _follow(acting, acting.state.tables["Event"].rows[relation["EventId"]], relation)


def _invited(acting: Acting, relation: Row) -> bool:
    told_apart = "IsInvitee" in acting.state.schema.objects[_RELATION].fields
    return bool(relation.get("IsInvitee")) if told_apart else True


def _mark(acting: Acting, event: Row | None) -> None:
    """Tell whether an event is a group event: whether anybody is invited."""
    if event is None or event.get("IsDeleted"):
        return
    group = any(_invited(acting, one) for one in relations(acting, event["Id"]))
    if bool(event.get("IsGroupEvent")) is not group:
        marked = {"IsGroupEvent": group, "GroupEventType": "1" if group else "0"}
        acting.state.tables.put("Event", event["Id"], {**event, **marked, "SystemModstamp": acting.state.stamp()})


def _follow(acting: Acting, event: Row, relation: Row) -> None:
    """Let a child event hold what its parent holds; the reminder is the invited user's own."""
    child_id = relation.get(_CHILD)
    if not child_id:
        return
    rows = acting.state.tables["Event"].rows
    held = rows.get(child_id)
    if held is not None and held.get("IsDeleted"):
        return
    theirs = {name: value for name, value in event.items() if name not in _ITS_OWN and not name.endswith("__c")}
    kept = {name: held[name] for name in _ITS_OWN if held and name in held}
    stamp = acting.state.stamp()
    fresh = {"Id": child_id, "OwnerId": relation["RelationId"], "IsChild": True, "IsReminderSet": False}
    audit = {"CreatedById": acting.user_id, "CreatedDate": stamp}
    row = {**fresh, **audit, **theirs, **kept, "SystemModstamp": stamp, "LastModifiedDate": stamp}
    if held is None or any(held.get(name) != value for name, value in theirs.items() if name not in _STAMPS):
        acting.state.tables.put("Event", child_id, row)


_STAMPS: Final = frozenset({"SystemModstamp", "LastModifiedDate", "LastModifiedById"})
