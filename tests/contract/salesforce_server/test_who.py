"""Who an event is about: one contact or lead, several contacts where activities are shared, and converted leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

VISIT = {"Subject": "Visit", "StartDateTime": "2026-03-28T10:00:00Z", "DurationInMinutes": 60}


def _make(rest: Rest, sobject: str, **values: str) -> str:
    made: str = rest.send("POST", f"/sobjects/{sobject}", values).json()["id"]
    return made


def _people(rest: Rest, count: int) -> list[str]:
    return [_make(rest, "Contact", LastName=f"Person {number}") for number in range(count)]


def _relations(world: World, event: str) -> list[dict[str, Any]]:
    return world.org.admin.query(
        f"SELECT RelationId, IsParent, IsWhat, IsInvitee FROM EventRelation WHERE EventId = '{event}' ORDER BY Id"  # noqa: S608
    )


def test_without_shared_activities_there_is_no_such_field(world: World, rest: Rest) -> None:
    answer = rest.send("POST", "/sobjects/Event", VISIT | {"EventWhoIds": _people(rest, 1)})
    assert answer.status_code == 400
    assert answer.json()[0]["errorCode"] == "INVALID_FIELD"
    assert "EventWhoIds" in answer.json()[0]["message"]


def test_the_first_of_the_list_becomes_the_name_of_the_event(world: World, rest: Rest) -> None:
    world.org.setup.share_activities()
    people = _people(rest, 3)
    event = rest.send("POST", "/sobjects/Event", VISIT | {"EventWhoIds": people}).json()["id"]
    assert rest.get(f"/sobjects/Event/{event}", fields="WhoId")["WhoId"] == people[0]
    assert [row["RelationId"] for row in _relations(world, event)] == people
    assert all(
        (row["IsParent"], row["IsWhat"], row["IsInvitee"]) == (True, False, False) for row in _relations(world, event)
    )
    rest.send("PATCH", f"/sobjects/Event/{event}", {"EventWhoIds": people[1:]})
    assert [row["RelationId"] for row in _relations(world, event)] == people[1:]


def test_a_lead_shares_an_event_with_nobody(world: World, rest: Rest) -> None:
    world.org.setup.share_activities()
    lead = _make(rest, "Lead", LastName="Lead", Company="Prospect")
    answer = rest.send("POST", "/sobjects/Event", VISIT | {"EventWhoIds": [lead, *_people(rest, 1)]})
    assert answer.status_code == 400
    assert world.org.count("Event") == 0


def test_activities_follow_a_converted_lead_which_then_takes_no_more(world: World, rest: Rest) -> None:
    lead = _make(rest, "Lead", LastName="Lead", Company="Prospect", Email="l@customer.example")
    event = rest.send("POST", "/sobjects/Event", VISIT | {"WhoId": lead}).json()["id"]
    contact = world.org.admin.convert(lead)
    assert world.org.admin.get(event)["WhoId"] == contact
    assert world.org.admin.get(contact)["Email"] == "l@customer.example"
    refused = rest.send("POST", "/sobjects/Event", VISIT | {"WhoId": lead})
    assert refused.json()[0]["errorCode"] == "CANNOT_UPDATE_CONVERTED_LEAD"
