"""What an org offers to whoever maps fields and writes conditions, and the count of what they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.connectors.port import OrgUser
from syncline.connectors.salesforce.criteria import ImpossibleCriterionError
from syncline.planner.policy import ContactPolicy, Criterion
from syncline.records.words import Direction
from tests.support.sf_connector_world import COLLEAGUE, REP

if TYPE_CHECKING:
    from tests.support.sf_connector_world import World


def policy(which: str = "selected", *where: Criterion) -> ContactPolicy:
    return ContactPolicy(direction=Direction.BOTH, which=which, where=where)


def test_only_fields_that_fit_are_offered(world: World) -> None:
    world.org.setup.add_field("Contact", "Score__c", kind="double")
    world.org.setup.add_field("Contact", "Region__c", kind="picklist", values=("North", "South"))
    fields = world.connection.fields()
    by_name = {one.name: one for one in fields.contacts}
    assert "JobTitle" in by_name["Title"].goes_with
    assert "JobTitle" in by_name["Region__c"].goes_with
    assert by_name["Region__c"].choices == {"North": "North", "South": "South"}
    assert by_name["Score__c"].goes_with == ()
    assert by_name["Birthdate"].goes_with == ("Birthday",)
    assert by_name["Id"].written is False
    assert not any("Surname" in one.goes_with for one in fields.contacts), "locked fields are nobody's choice"
    assert by_name["Account.Industry"].goes_with == ()
    events = {one.name: one for one in fields.events}
    assert "Location" in events["Location"].goes_with


def test_operators_are_those_that_the_org_takes(world: World) -> None:
    world.org.setup.add_field("Contact", "Topics__c", kind="multipicklist", values=("golf", "wine"))
    world.org.setup.add_field("Contact", "Vip__c", kind="boolean")
    by_name = {one.name: one for one in world.connection.fields().contacts}
    assert by_name["Vip__c"].operators == ("equals", "not_equals")
    assert {"includes", "excludes"} < set(by_name["Topics__c"].operators)
    assert "contains" in by_name["MailingCity"].operators
    assert by_name["Description"].operators == ()
    assert "less_than" in by_name["Account.NumberOfEmployees"].operators


def test_fields_are_asked_for_in_one_request(world: World) -> None:
    world.connection.fields()
    before = world.connection.calls["total"]
    world.connection.fields()
    assert world.connection.calls["total"] == before + 1


def test_the_count_is_of_the_whole_org_or_of_one_rep(world: World) -> None:
    mine, other = world.org.as_user(REP), world.org.as_user(COLLEAGUE)
    for country in ("DE", "DE", "AT"):
        mine.create("Contact", {"LastName": "Mine", "MailingCountry": country})
    other.create("Contact", {"LastName": "Theirs", "MailingCountry": "DE"})
    german = Criterion("MailingCountry", "equals", "DE")
    connection = world.connection
    user = OrgUser(world.rep_id, REP, REP, active=True, zone="UTC", profile="Sales User")
    assert connection.count(policy("selected", german)) == 3
    assert connection.count(policy("selected", german), user) == 2
    assert connection.count(policy("selected"), user) == 3
    assert connection.count(policy("all", german), user) == 2, "what sharing hides from the rep does not count"


def test_a_condition_that_cannot_be_asked_says_why(world: World) -> None:
    with pytest.raises(ImpossibleCriterionError):
        world.connection.count(policy("all", Criterion("Nothing__c", "equals", "x")))
