"""SPEC 7.7: what a rep needs, direction by direction, found out without writing anything."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.port import Draft, Edit, ItemError, OrgUser, Written
from syncline.connectors.salesforce.rights import PermissionMissingError
from syncline.planner.policy import ContactPolicy, EventPolicy
from syncline.records.words import Collection, Direction
from syncline.sandbox.salesforce import Access
from tests.support.sf_connector_world import COLLEAGUE, REP

if TYPE_CHECKING:
    from syncline.sandbox.salesforce import Permissions
    from tests.support.sf_connector_world import World

CONTACTS, EVENTS = Collection.CONTACTS, Collection.EVENTS
BOTH, IN, OUT, NONE = Direction.BOTH, Direction.TO_SALESFORCE, Direction.TO_MAILBOX, Direction.NONE
EVERYTHING = frozenset({"read", "create", "edit", "delete"})


def user(world: World, username: str = REP) -> OrgUser:
    return OrgUser(world.org.user_id(username), username, username, active=True, zone="UTC", profile="")


def lacking(world: World, contacts: Direction, events: Direction, relate: str = "") -> list[str]:
    policies = ContactPolicy(direction=contacts), EventPolicy(direction=events, relate=bool(relate))
    return [str(need) for need in world.connection.permissions(user(world), *policies)]


NEEDS = [
    (BOTH, NONE, "", {"Read on Contact", "Create on Contact", "Edit on Contact", "Read on Account"}),
    (OUT, NONE, "", {"Read on Contact"}),
    (IN, NONE, "", {"Create on Contact"}),
    (NONE, IN, "", {"Create on Event"}),
    (NONE, BOTH, "", {"Read on Event", "Create on Event", "Edit on Event"}),
    (NONE, OUT, "", {"Read on Event"}),
    (NONE, IN, "relate", {"Create on Event", "Read on Contact", "Read on Lead"}),
]


@pytest.mark.parametrize(("contacts", "events", "relate", "needs"), NEEDS)
def test_without_any_right_exactly_what_the_direction_needs_is_missing(
    world: World, contacts: Direction, events: Direction, relate: str, needs: set[str]
) -> None:
    for sobject in ("Contact", "Account", "Event", "Lead"):
        world.org.permissions(REP).objects[sobject] = frozenset()
    assert set(lacking(world, contacts, events, relate)) == needs


@pytest.mark.parametrize(("contacts", "events", "relate", "needs"), NEEDS)
def test_with_every_right_nothing_is_missing_for_one_request(
    world: World, contacts: Direction, events: Direction, relate: str, needs: set[str]
) -> None:
    assert needs
    before = world.org.requests.total
    assert lacking(world, contacts, events, relate) == []
    assert world.org.requests.total == before + 1


@pytest.mark.parametrize(
    ("right", "need"), [("create", "Create on Contact"), ("edit", "Edit on Contact"), ("read", "Read on Contact")]
)
def test_each_right_is_named_by_itself(world: World, right: str, need: str) -> None:
    world.org.permissions(REP).objects["Contact"] = EVERYTHING - {right}
    assert need in lacking(world, BOTH, NONE)


def test_field_security_counts_for_what_is_mapped(world: World) -> None:
    world.org.permissions(REP).hidden |= {("Contact", "Fax"), ("Contact", "LeadSource")}
    world.org.permissions(REP).read_only.add(("Contact", "Title"))
    assert lacking(world, BOTH, NONE) == ["Edit on Contact.Title", "Read on Contact.Fax"]
    assert lacking(world, OUT, NONE) == ["Read on Contact.Fax"]


@pytest.mark.parametrize("direction", [BOTH, IN, OUT])
def test_the_company_needs_the_accounts_to_be_seen(world: World, direction: Direction) -> None:
    world.org.permissions(REP).objects["Account"] = frozenset()
    assert lacking(world, direction, NONE) == ["Read on Account"]


def test_a_changed_permission_is_seen_and_an_unchanged_description_is_not_sent_again(world: World) -> None:
    assert lacking(world, BOTH, NONE) == []
    world.clock.advance(timedelta(seconds=1))
    world.org.permissions(REP).objects["Contact"] = EVERYTHING - {"create"}
    assert lacking(world, BOTH, NONE) == ["Create on Contact"]
    world.clock.advance(timedelta(seconds=1))
    world.org.permissions(REP).objects["Contact"] = EVERYTHING
    assert lacking(world, BOTH, NONE) == []


def test_one_reps_field_security_is_not_anothers(world: World) -> None:
    world.org.permissions(REP).hidden.add(("Contact", "Fax"))
    policies = ContactPolicy(direction=BOTH), EventPolicy()
    assert world.connection.permissions(user(world, COLLEAGUE), *policies) == []
    assert len(world.connection.permissions(user(world), *policies)) == 1


def deny(permissions: Permissions, right: str) -> None:
    permissions.objects["Contact"] = EVERYTHING - {right}


def test_a_create_that_the_rep_may_never_do_names_the_permission_instead_of_every_record(world: World) -> None:
    deny(world.org.permissions(REP), "create")
    drafts = [Draft(str(number), {"Surname": f"Name {number}"}) for number in range(3)]
    with pytest.raises(PermissionMissingError, match="Create on Contact") as caught:
        world.open().create(CONTACTS, drafts)
    assert (caught.value.code, world.org.count("Contact")) == ("permission_missing", 0)
    assert caught.value.remedy


def test_an_edit_that_the_rep_may_never_do_names_the_permission(world: World) -> None:
    (made,) = world.open().create(CONTACTS, [Draft("a", {"Surname": "A"})])
    assert isinstance(made, Written)
    deny(world.org.permissions(REP), "edit")
    with pytest.raises(PermissionMissingError, match="Edit on Contact"):
        world.open().update(CONTACTS, [Edit(made.id, "", {"JobTitle": "CEO"}, {"Surname": "A"})])


def test_a_record_that_is_only_shared_to_read_is_an_error_of_the_record(world: World) -> None:
    record_id = world.org.as_user(COLLEAGUE).create("Contact", {"LastName": "Lee"})
    world.org.share(record_id, REP, Access.READ)
    org = world.open(ContactPolicy(direction=BOTH, which="all"))
    (outcome,) = org.update(CONTACTS, [Edit(record_id, "", {"JobTitle": "CEO"}, {})])
    assert isinstance(outcome, ItemError)


def test_an_object_that_is_hidden_is_named(world: World) -> None:
    world.org.permissions(REP).objects["Contact"] = frozenset()
    org = world.open()
    with pytest.raises(PermissionMissingError, match="Read on Contact"):
        org.check(CONTACTS)
    org.check(EVENTS)
