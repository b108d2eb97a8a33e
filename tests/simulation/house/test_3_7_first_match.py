"""SPEC 3.7: a first match has no base. Equal is agreed, empty never beats filled, else direction or policy decides."""

from __future__ import annotations

import pytest

from tests.support.house import House
from tests.support.house_people import add, both, change, contacts, edit, held, kinds, lost, person, put, rest, shown
from tests.support.house_tables import contacts_with

ANN = person(1)


def met(direction: str = "both", policy: str = "salesforce", **theirs: str) -> tuple[House, str]:
    """Ann stands on both sides; Salesforce holds other values where `theirs` says so."""
    house = House(contacts=contacts_with(direction=direction, conflicts=policy))
    put(house, ANN)
    record_id = add(house, {**ANN, **theirs})
    return house, record_id


def test_equal_records_are_linked_and_nothing_is_written() -> None:
    house, record_id = met()
    first = house.sync()
    assert first["reps"]["rep@acme.example"]["contacts"]["to_salesforce"]["updated"] == 0
    rest(house)
    assert list(contacts(house)) == [record_id]
    assert len(house.items()) == 1
    assert house.store.journal() == []
    assert house.link_count("contacts") == 1  # type: ignore[arg-type]


def test_spelling_of_the_address_and_spacing_count_for_nothing() -> None:
    house = House()
    item = put(house, {**ANN, "EmailAddress1": ANN["EmailAddress1"].upper(), "Surname": f" {ANN['Surname'].upper()}  "})
    record_id = add(house, ANN)
    rest(house)
    assert list(contacts(house)) == [record_id]
    assert held(house, record_id)["EmailAddress1"] == ANN["EmailAddress1"]
    assert shown(item)["EmailAddress1"] == ANN["EmailAddress1"].upper()


@pytest.mark.parametrize("policy", ["salesforce", "mailbox", "latest"])
@pytest.mark.parametrize("direction", ["both", "to_salesforce", "to_mailbox"])
def test_empty_never_beats_filled(direction: str, policy: str) -> None:
    house = House(contacts=contacts_with(direction=direction, conflicts=policy))
    item = put(house, {**ANN, "Department": "Mine"})
    record_id = add(house, {**ANN, "MobilePhone": "+49 30 1"})
    rest(house)
    to_salesforce, to_mailbox = direction != "to_mailbox", direction != "to_salesforce"
    assert held(house, record_id).get("Department") == ("Mine" if to_salesforce else None)
    assert shown(item).get("MobilePhone") == ("+49 30 1" if to_mailbox else None)
    assert held(house, record_id)["MobilePhone"] == "+49 30 1"
    assert shown(item)["Department"] == "Mine"
    assert house.store.journal() == []


@pytest.mark.parametrize(
    ("direction", "policy", "winner"),
    [
        ("both", "salesforce", "Theirs"),
        ("both", "mailbox", "Mine"),
        ("to_salesforce", "salesforce", "Mine"),
        ("to_mailbox", "mailbox", "Theirs"),
    ],
)
def test_where_both_are_filled_direction_or_policy_decides_and_the_loser_is_journaled(
    direction: str, policy: str, winner: str
) -> None:
    house = House(contacts=contacts_with(direction=direction, conflicts=policy))
    item = put(house, {**ANN, "JobTitle": "Mine"})
    record_id = add(house, {**ANN, "JobTitle": "Theirs"})
    rest(house)
    assert shown(item)["JobTitle"] == held(house, record_id)["JobTitle"] == winner
    loser = {"Mine": ("salesforce", {"JobTitle": "Theirs"}), "Theirs": ("mailbox", {"JobTitle": "Mine"})}[winner]
    assert lost(house) == [loser]


@pytest.mark.parametrize("mailbox_is_later", [True, False])
def test_latest_takes_the_side_that_was_saved_later(mailbox_is_later: bool) -> None:  # noqa: FBT001
    house, record_id = met(policy="latest")
    (item,) = house.items()
    house.wait(minutes=1)
    for saved_by_mailbox in (not mailbox_is_later, mailbox_is_later):
        if saved_by_mailbox:
            edit(house, item, JobTitle="Mine")
        else:
            change(house, record_id, JobTitle="Theirs")
        house.wait(minutes=1)
    rest(house)
    assert shown(item)["JobTitle"] == held(house, record_id)["JobTitle"] == ("Mine" if mailbox_is_later else "Theirs")
    assert len(lost(house)) == 1


def test_a_first_match_after_a_reset_loses_nothing_and_makes_nothing() -> None:
    house = House()
    for number in range(12):
        put(house, person(number)) if number % 2 else add(house, person(number))
    rest(house)
    mine, theirs = both(house)
    assert mine == theirs
    house.store.reset("acme/rep@acme.example")
    report = house.sync()
    assert _made(report) == 0
    rest(house)
    assert both(house) == (mine, theirs)
    assert kinds(house) == []


def _made(report: dict[str, dict[str, dict[str, dict[str, dict[str, int]]]]]) -> int:
    ways = [way for rep in report["reps"].values() for one in rep.values() for way in one.values()]
    return sum(way["created"] + way["deleted"] for way in ways)
