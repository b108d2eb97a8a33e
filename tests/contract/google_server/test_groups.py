"""Contact groups: https://developers.google.com/people/api/rest/v1/contactGroups."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.support.google_world import Rest, World

MY_CONTACTS = "contactGroups/myContacts"
SYNC = "Salesforce Sync"


@pytest.fixture
def group(rest: Rest) -> str:
    return str(rest.ok("POST", "/contactGroups", {"contactGroup": {"name": SYNC}})["resourceName"])


def contact(world: World, *groups: str) -> str:
    return world.rep.create_contact({"names": [{"givenName": "Ada"}]}, groups=groups).name


def modify(rest: Rest, group: str, **changes: Any) -> dict[str, Any]:
    return rest.ok("POST", f"/{group}/members:modify", changes)


def groups_of(rest: Rest, name: str) -> list[str]:
    memberships = rest.ok("GET", f"/{name}", personFields="memberships")["memberships"]
    return [one["contactGroupMembership"]["contactGroupResourceName"] for one in memberships]


def test_a_group_is_known_by_a_name_that_is_its_own(rest: Rest, group: str) -> None:
    again = rest.refused(409, "POST", "/contactGroups", {"contactGroup": {"name": SYNC.lower()}})
    read = rest.ok("GET", f"/{group}")

    assert again["status"] == "ALREADY_EXISTS"
    assert (read["name"], read["groupType"], "memberCount" in read) == (SYNC, "USER_CONTACT_GROUP", False)
    assert rest.refused(400, "POST", "/contactGroups", {"contactGroup": {"name": " "}})["code"] == 400
    assert rest.refused(404, "GET", "/contactGroups/none")["status"] == "NOT_FOUND"


def test_members_come_and_go(world: World, rest: Rest, group: str) -> None:
    name = contact(world)
    added = modify(rest, group, resourceNamesToAdd=[name, "people/c1"])

    assert added == {"notFoundResourceNames": ["people/c1"]}
    assert rest.ok("GET", f"/{group}", maxMembers=10)["memberResourceNames"] == [name]
    assert rest.ok("GET", f"/{group}")["memberCount"] == 1
    assert groups_of(rest, name) == [MY_CONTACTS, group]
    assert modify(rest, group, resourceNamesToRemove=[name]) == {}
    assert groups_of(rest, name) == [MY_CONTACTS]
    stuck = modify(rest, MY_CONTACTS, resourceNamesToRemove=[name])
    assert stuck == {"canNotRemoveLastContactGroupResourceNames": [name]}


def test_members_are_listed_as_such_minutes_later(world: World, rest: Rest, group: str) -> None:
    name = contact(world)
    token = rest.connections()["nextSyncToken"]
    modify(rest, group, resourceNamesToAdd=[name])

    assert "connections" not in rest.connections(syncToken=token)
    world.clock.advance(timedelta(minutes=2))
    (told,) = rest.connections(syncToken=token)["connections"]
    assert group in [one["contactGroupMembership"]["contactGroupResourceName"] for one in told["memberships"]]


@pytest.mark.parametrize("system", ["all", "friends"])
def test_not_every_system_group_takes_members(world: World, rest: Rest, system: str) -> None:
    body = {"resourceNamesToAdd": [contact(world)]}

    assert rest.refused(400, "POST", f"/contactGroups/{system}/members:modify", body)["code"] == 400
    assert modify(rest, "contactGroups/starred", **body) == {}
    assert rest.refused(400, "POST", "/contactGroups/starred/members:modify", {})["code"] == 400
    many = {"resourceNamesToAdd": ["people/c1"] * 1001}
    assert rest.refused(400, "POST", "/contactGroups/starred/members:modify", many)["code"] == 400


def test_groups_are_listed_and_synchronized(world: World, rest: Rest, group: str) -> None:
    world.clock.advance(timedelta(minutes=2))
    page = rest.ok("GET", "/contactGroups", pageSize=1000)
    second = rest.ok("POST", "/contactGroups", {"contactGroup": {"name": "Second"}})["resourceName"]
    rest.ok("PUT", f"/{group}", {"contactGroup": {"name": "Renamed"}})
    early = rest.ok("GET", "/contactGroups", syncToken=page["nextSyncToken"])
    world.clock.advance(timedelta(minutes=2))

    told = rest.ok("GET", "/contactGroups", syncToken=page["nextSyncToken"])["contactGroups"]
    assert {one["resourceName"] for one in page["contactGroups"]} >= {group, MY_CONTACTS}
    assert "contactGroups" not in early
    assert [(one["resourceName"], one["name"]) for one in told] == [(group, "Renamed"), (second, "Second")]
    rest.ok("DELETE", f"/{group}")
    world.clock.advance(timedelta(minutes=2))
    (stone,) = rest.ok("GET", "/contactGroups", syncToken=early["nextSyncToken"])["contactGroups"][:1]
    assert (stone["resourceName"], stone["metadata"]) == (group, {"deleted": True})


@pytest.mark.parametrize(("with_contacts", "code"), [("true", 404), ("false", 200)])
def test_a_deleted_group_leaves_its_contacts_unless_told_otherwise(
    world: World, rest: Rest, group: str, with_contacts: str, code: int
) -> None:
    name = contact(world, group)
    rest.ok("DELETE", f"/{group}", deleteContacts=with_contacts)

    assert rest.call("GET", f"/{name}", personFields="names").status_code == code
    assert rest.refused(404, "GET", f"/{group}")["code"] == 404
    assert rest.refused(400, "DELETE", f"/{MY_CONTACTS}")["code"] == 400


def test_a_contact_must_stay_in_a_group(world: World, rest: Rest, group: str) -> None:
    name = contact(world, group)
    read = rest.ok("GET", f"/{name}", personFields="memberships")
    path, mask = f"/{name}:updateContact", {"updatePersonFields": "memberships"}

    assert rest.refused(400, "PATCH", path, {"etag": read["etag"], "memberships": []}, **mask)["code"] == 400
    kept = [one for one in read["memberships"] if group in str(one)]
    rest.ok("PATCH", path, {"etag": read["etag"], "memberships": kept}, **mask)
    assert groups_of(rest, name) == [group]


def test_a_person_moves_contacts_between_groups_by_hand(world: World, rest: Rest, group: str) -> None:
    name = contact(world, group)
    world.rep.move_contact(name, out_of=group, into="contactGroups/starred")

    assert groups_of(rest, name) == [MY_CONTACTS, "contactGroups/starred"]


def test_several_groups_at_once(world: World, rest: Rest, group: str) -> None:
    ada = contact(world, group)
    asked = {"resourceNames": [group, "contactGroups/nothing", MY_CONTACTS], "maxMembers": 5}
    found = rest.ok("GET", "/contactGroups:batchGet", **asked)["responses"]
    assert [one["requestedResourceName"] for one in found] == asked["resourceNames"]
    assert (found[0]["contactGroup"]["name"], found[0]["contactGroup"]["memberResourceNames"]) == (SYNC, [ada])
    assert (found[1]["status"]["code"], "contactGroup" in found[1]) == (5, False)
    assert rest.refused(400, "GET", "/contactGroups:batchGet")["status"] == "INVALID_ARGUMENT"
