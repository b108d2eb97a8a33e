"""Profiles, roles and sharing rules: who may what, and who sees whose records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.salesforce import Access, Permissions
from tests.support.salesforce_org import OTHER, REP

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World


def test_users_are_found_by_the_name_of_their_profile(world: World, sync: Rest) -> None:
    world.org.add_user("inside@acme.example", profile="Inside Sales")

    found = sync.query("SELECT Username, Profile.Name FROM User WHERE Profile.Name = 'Inside Sales'")

    assert [(row["Username"], row["Profile"]["Name"]) for row in found] == [("inside@acme.example", "Inside Sales")]


def test_a_profile_decides_for_all_its_users(world: World, rest: Rest) -> None:
    world.org.setup.set_profile("Sales User", Permissions(objects={"Contact": frozenset({"read"})}))
    world.org.add_user("late@acme.example", profile="Sales User")

    for one in (rest, world.rest("late@acme.example")):
        described = one.get("/sobjects/Contact/describe")
        assert (described["createable"], described["updateable"], described["queryable"]) == (False, False, True)


def test_changing_one_user_leaves_the_others_of_the_profile(world: World) -> None:
    world.org.setup.set_profile("Sales User", Permissions())
    world.org.permissions(REP).hidden.add(("Contact", "Fax"))

    assert ("Contact", "Fax") not in world.org.permissions(OTHER).hidden


def test_those_above_in_the_hierarchy_see_and_change_what_those_below_own(world: World, rest: Rest) -> None:
    boss = world.org.setup.add_role("Head of Sales")
    region = world.org.setup.add_role("Region", parent=boss)
    field = world.org.setup.add_role("Field", parent=region)
    world.org.setup.set_role(world.org.user_id(OTHER), boss)
    world.org.setup.set_role(world.org.user_id(REP), field)
    made = rest.create("Contact", LastName="Vogel")
    above = world.rest(OTHER)

    assert above.ids("SELECT Id FROM Contact") == [made]
    assert above.send("PATCH", f"/sobjects/Contact/{made}", {"Title": "CEO"}).status_code == 204
    own = above.create("Contact", LastName="Amsel")
    assert rest.ids("SELECT Id FROM Contact") == [made]
    assert set(above.ids("SELECT Id FROM Contact WHERE Owner.UserRole.Name != NULL")) == {made, own}


def test_private_events_stay_their_owners(world: World, rest: Rest) -> None:
    boss = world.org.setup.add_role("Head of Sales")
    world.org.setup.set_role(world.org.user_id(OTHER), boss)
    world.org.setup.set_role(world.org.user_id(REP), world.org.setup.add_role("Field", parent=boss))
    times = {"StartDateTime": "2026-03-11T09:00:00Z", "DurationInMinutes": 30}
    rest.create("Event", Subject="Doctor", IsPrivate=True, **times)
    shown = rest.create("Event", Subject="Review", **times)

    assert world.rest(OTHER).ids("SELECT Id FROM Event") == [shown]


def test_a_sharing_rule_by_owner_opens_records_to_read(world: World, rest: Rest) -> None:
    field, office = world.org.setup.add_role("Field"), world.org.setup.add_role("Office")
    world.org.setup.set_role(world.org.user_id(REP), field)
    world.org.setup.set_role(world.org.user_id(OTHER), office)
    made = rest.create("Contact", LastName="Vogel")
    assert world.rest(OTHER).ids("SELECT Id FROM Contact") == []

    world.org.setup.add_sharing_rule("Contact", Access.READ, to=office, owned_by=field)

    assert world.rest(OTHER).ids("SELECT Id FROM Contact") == [made]
    status, error = world.rest(OTHER).refusal("PATCH", f"/sobjects/Contact/{made}", {"Title": "x"})
    assert (status, error["errorCode"]) == (403, "INSUFFICIENT_ACCESS_OR_READONLY")
    world.org.setup.end_sharing_rules("Contact")
    assert world.rest(OTHER).ids("SELECT Id FROM Contact") == []


def test_a_sharing_rule_by_criteria_follows_the_record(world: World, rest: Rest) -> None:
    world.org.setup.add_sharing_rule("Contact", Access.EDIT, where=lambda row: row.get("LeadSource") == "Web")
    made = rest.create("Contact", LastName="Vogel", LeadSource="Web")
    other = world.rest(OTHER)
    assert other.ids("SELECT Id FROM Contact") == [made]
    assert other.send("PATCH", f"/sobjects/Contact/{made}", {"LeadSource": "Other"}).status_code == 204

    assert other.ids("SELECT Id FROM Contact") == []
    assert other.refusal("GET", f"/sobjects/Contact/{made}")[0] == 404
