"""SPEC 7.2: what the org's rules and limits refuse is told in its words, stops nothing else, and heals by itself."""

from __future__ import annotations

import pytest

from syncline.sandbox.salesforce.duplicates import DuplicateRule
from tests.support.house import CONTACTS, House
from tests.support.house_people import add, both, contacts, edit, person, put, rest

WORDS = "Every contact has a job title."


def validation_rule(house: House) -> None:
    house.org.setup.add_validation_rule("Contact", lambda row: "Title" not in row, WORDS, field="Title")


def test_a_contact_that_breaks_a_rule_says_so_and_the_others_go_on() -> None:
    house = House()
    validation_rule(house)
    bare = put(house, {name: value for name, value in person(1).items() if name != "JobTitle"})
    put(house, person(2))

    house.sync()

    (row,) = house.store.errors()
    assert (row.code, row.message) == ("FIELD_CUSTOM_VALIDATION_EXCEPTION", WORDS)
    assert len(contacts(house)) == 1
    edit(house, bare, JobTitle="Buyer")
    house.wait(minutes=10)
    rest(house)
    assert house.errors() == []
    mailbox, org = both(house)
    assert mailbox == org


def test_a_refused_edit_leaves_both_copies_as_they_are_until_somebody_acts() -> None:
    house = House()
    item = put(house, person(1))
    rest(house)
    house.org.setup.add_validation_rule("Contact", lambda row: row.get("Department") == "Sales", WORDS)
    edit(house, item, Department="Sales", JobTitle="Head")
    house.wait(minutes=5)
    house.sync()
    assert house.errors() == ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]
    mailbox, org = both(house)
    assert mailbox[0]["Department"] == "Sales"
    assert "Department" not in org[0]

    house.org.setup.end_automation()
    house.wait(hours=2)
    rest(house)
    mailbox, org = both(house)
    assert mailbox == org


@pytest.mark.parametrize(("policy", "made"), [("report", 1), ("allow", 2)])
def test_a_duplicate_rule_is_obeyed_or_overruled_as_configured(policy: str, made: int) -> None:
    house = House(contacts={**CONTACTS, "duplicates": policy})
    house.org.setup.add_duplicate_rule(DuplicateRule("Contact", "Same_Phone", ("Phone",), message="Known already."))
    house.org.admin.create("Contact", {"LastName": "Somebody else", "Phone": person(1)["BusinessPhone"]})
    put(house, person(1))

    if policy == "allow":
        rest(house)
        assert house.errors() == []
    else:
        house.sync()
        assert [(row.code, row.message) for row in house.store.errors()] == [("DUPLICATES_DETECTED", "Known already.")]
    assert len(contacts(house)) == made


def test_a_spent_allowance_stops_everybody_loses_nothing_and_goes_on_when_there_is_more() -> None:
    house = House()
    put(house, person(1))
    rest(house)
    house.org.requests.limit = house.org.requests.used
    put(house, person(2))
    add(house, person(3))
    house.wait(minutes=5)

    house.sync()

    assert house.errors() == ["salesforce_request_limit"]
    house.wait(hours=12)
    house.sync()
    assert len(house.items()) == 2
    house.org.requests.limit += 10_000
    house.wait(hours=12)
    rest(house)
    assert house.errors() == []
    mailbox, org = both(house)
    assert mailbox == org
    assert len(org) == 3


def test_a_locked_record_goes_through_on_a_later_cycle() -> None:
    house = House()
    item = put(house, person(1))
    rest(house)
    (record_id,) = contacts(house)
    house.org.setup.lock(record_id)
    edit(house, item, JobTitle="Head")
    house.wait(minutes=5)
    house.sync()
    assert house.errors() == ["UNABLE_TO_LOCK_ROW"]
    house.wait(minutes=10)
    rest(house)
    assert contacts(house)[record_id]["JobTitle"] == "Head"
    assert house.errors() == []
