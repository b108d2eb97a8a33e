"""Relating records as a person decided: contacts to accounts, events to contacts, a lead, or another record.

Source: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
(WhoId, WhatId, and EventWhoIds where the org lets several contacts share an activity).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.relating_events import RelatingEvents
from syncline.connectors.salesforce.rows import queries, text_in
from syncline.connectors.salesforce.updating import Updating
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.port import Conflict, ItemError, Missing, Relation, Written
    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape

CONTACT, LEAD = "003", "00Q"
WHO_IDS = "EventWhoIds"


def relate(desk: Desk, shape: Shape, relations: Sequence[Relation]) -> list[Written | Conflict | Missing | ItemError]:
    """Relate records, up to 200 in a request."""
    if shape.collection is Collection.CONTACTS:
        return Updating(desk, shape).send([(one.id, {"AccountId": one.targets[0]}) for one in relations])
    now = _converted(desk, [target for one in relations for target in one.targets if target.startswith(LEAD)])
    return RelatingEvents(desk).run(
        [(one.id, _event_body(desk, [now.get(target, target) for target in one.targets])) for one in relations]
    )


def who_body(desk: Desk, people: Sequence[str]) -> dict[str, Any]:
    """Write who an event is about: the first of them, and all where contacts can share an activity."""
    if not people:
        return {}
    several = len(people) > 1 and desk.shares_activities()
    return {"WhoId": people[0], **({WHO_IDS: list(people)} if several else {})}


def _event_body(desk: Desk, targets: Sequence[str]) -> dict[str, Any]:
    people = list(dict.fromkeys(one for one in targets if one.startswith((CONTACT, LEAD))))
    others = [one for one in targets if one not in people]
    return {**who_body(desk, people), **({"WhatId": others[0]} if others else {})}


def _converted(desk: Desk, leads: Sequence[str]) -> Mapping[str, str]:
    """Answer the contacts that leads were converted to: a converted lead cannot be related any more.

    https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_lead.htm
    """
    wanted = sorted({lead for lead in leads if soql.is_id(lead)})
    if not wanted:
        return {}
    columns = ("Id", "ConvertedContactId")
    statement = soql.select(columns, "Lead", (soql.ids(wanted), "IsConverted = true"))
    (rows,) = queries(desk.client, "leads", [statement], asked=columns)
    return {str(row.get("Id")): contact for row in rows if (contact := text_in(row, "ConvertedContactId"))}
