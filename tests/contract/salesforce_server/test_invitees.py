"""Who is invited to an event: relations with a response, and the child events of users (as the vendor's pages say)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.salesforce_org import OTHER

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

VISIT = {"Subject": "Visit", "StartDateTime": "2026-03-28T10:00:00Z", "DurationInMinutes": 60}
ALL = "SELECT Id, Subject, OwnerId, IsChild, IsGroupEvent, GroupEventType FROM Event ORDER BY IsChild, Id"


def _event(rest: Rest) -> str:
    made: str = rest.send("POST", "/sobjects/Event", VISIT).json()["id"]
    return made


def _invite(rest: Rest, event: str, person: str, **more: Any) -> Any:
    body = {"EventId": event, "RelationId": person, **more}
    return rest.send("POST", "/sobjects/EventRelation", body)


def test_a_user_who_is_invited_has_a_child_event_and_a_contact_has_none(world: World, rest: Rest) -> None:
    event, other = _event(rest), world.org.user_id(OTHER)
    contact = rest.send("POST", "/sobjects/Contact", {"LastName": "Person"}).json()["id"]
    assert [_invite(rest, event, one).status_code for one in (other, contact)] == [201, 201]
    parent, child = world.org.admin.query(ALL)
    assert (parent["Id"], child["OwnerId"], child["Subject"]) == (event, other, "Visit")
    assert [one["GroupEventType"] for one in (parent, child)] == ["1", "1"]
    assert [one["IsChild"] for one in (parent, child)] == [False, True]
    kept = world.org.admin.query("SELECT EventId, Status, Relation.Email FROM EventRelation ORDER BY Id")
    assert [(one["EventId"], one["Status"]) for one in kept] == [(event, "New")] * 2
    assert kept[0]["Relation"]["Email"] == OTHER


def test_a_child_follows_its_parent_and_of_itself_changes_its_reminder_alone(world: World, rest: Rest) -> None:
    event = _event(rest)
    _invite(rest, event, world.org.user_id(OTHER))
    child = world.org.admin.query(ALL)[1]["Id"]
    mine = world.rest(OTHER)
    refused = mine.send("PATCH", f"/sobjects/Event/{child}", {"Subject": "Mine"})
    assert (refused.status_code, refused.json()[0]["errorCode"]) == (400, "FIELD_INTEGRITY_EXCEPTION")
    reminder = {"IsReminderSet": True, "ReminderDateTime": "2026-03-28T09:45:00Z"}
    assert mine.send("PATCH", f"/sobjects/Event/{child}", reminder).status_code == 204
    rest.send("PATCH", f"/sobjects/Event/{event}", {"Subject": "Later", "StartDateTime": "2026-03-28T12:00:00Z"})
    held = world.org.get(child)
    assert held is not None
    assert (held["Subject"], held["StartDateTime"][:16], held["IsReminderSet"]) == ("Later", "2026-03-28T12:00", True)
    assert (world.org.get(event) or {})["IsReminderSet"] is False
    assert _invite(rest, child, world.org.user_id(OTHER)).status_code == 400


def test_a_child_goes_alone_or_with_its_invitation_or_with_its_parent(world: World, rest: Rest) -> None:
    for way in ("alone", "invitation", "parent"):
        event = _event(rest)
        relation = _invite(rest, event, world.org.user_id(OTHER)).json()["id"]
        child = next(one["Id"] for one in world.org.admin.query(ALL) if one["IsChild"])
        taken = {"alone": (world.rest(OTHER), "Event", child), "parent": (rest, "Event", event)}
        who, sobject, one = taken.get(way, (rest, "EventRelation", relation))
        assert who.send("DELETE", f"/sobjects/{sobject}/{one}").status_code == 204
        left = {row["Id"]: row for row in world.org.admin.query(ALL)}
        assert child not in left
        assert (event in left) is (way != "parent")
        if way == "parent":
            world.org.admin.undelete(event)
            assert {event, child} <= {row["Id"] for row in world.org.admin.query(ALL)}
            assert world.org.count("EventRelation") == 1
        if event in left:
            assert left[event]["GroupEventType"] == ("1" if way == "alone" else "0")
        world.org.admin.delete(event)


@pytest.mark.parametrize("invited_first", [True, False])
def test_where_activities_are_shared_one_person_has_one_relation(
    world: World, rest: Rest, *, invited_first: bool
) -> None:
    world.org.setup.share_activities()
    contact = rest.send("POST", "/sobjects/Contact", {"LastName": "Person"}).json()["id"]
    event = _event(rest)
    if invited_first:
        assert _invite(rest, event, contact, Status="Accepted").status_code == 201
        rest.send("PATCH", f"/sobjects/Event/{event}", {"EventWhoIds": [contact]})
    else:
        rest.send("PATCH", f"/sobjects/Event/{event}", {"EventWhoIds": [contact]})
        assert _invite(rest, event, contact).json()[0]["errorCode"] == "DUPLICATE_VALUE"
        (held,) = world.org.admin.query("SELECT Id FROM EventRelation")
        rest.send("PATCH", f"/sobjects/EventRelation/{held['Id']}", {"IsInvitee": True, "Status": "Accepted"})
    (row,) = world.org.admin.query("SELECT RelationId, IsParent, IsInvitee, Status FROM EventRelation")
    assert (row["IsParent"], row["IsInvitee"], row["Status"]) == (True, True, "Accepted")


def test_who_is_invited_is_read_with_the_event(world: World, rest: Rest) -> None:
    event = _event(rest)
    _invite(rest, event, world.org.user_id(OTHER), Status="Maybe")
    statement = f"SELECT Id, (SELECT Id, Status, Relation.Email, Relation.Type FROM EventRelations) FROM Event WHERE Id = '{event}'"  # noqa: S608, E501
    (row,) = rest.get("/query", q=statement)["records"]
    (relation,) = row["EventRelations"]["records"]
    assert (relation["Status"], relation["Relation"]["Type"]) == ("Maybe", "User")
