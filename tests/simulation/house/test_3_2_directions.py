"""SPEC 3.2: edits flow where the direction lets them; a target's own edits stay until the source changes the field."""

from __future__ import annotations

import pytest

from syncline.records.words import Collection
from tests.support.house import House
from tests.support.house_people import (
    add,
    both,
    change,
    contacts,
    edit,
    held,
    lost,
    person,
    put,
    rest,
    shown,
)
from tests.support.house_tables import NO_CONTACTS, NO_EVENTS, contacts_with

ANN = person(1)
FILLED = {
    "Department": "Sales",
    "MobilePhone": "+49 171 1",
    "HomePhone": "+49 30 2",
    "OtherTelephone": "+49 30 3",
    "BusinessFax": "+49 30 4",
    "AssistantName": "Kim",
    "AssistantPhone": "+49 30 5",
    "BusinessStreet": "Main St 1\n2nd floor",
    "BusinessCity": "Berlin",
    "BusinessState": "BE",
    "BusinessPostalCode": "10115",
    "BusinessCountry": "Germany",
    "OtherStreet": "Side St 2",
    "OtherCity": "Bonn",
    "Body": "Line one\nline two",
}


def test_every_mapped_field_travels_both_ways_and_back() -> None:
    house = House(events=NO_EVENTS)
    put(house, {**ANN, **FILLED})
    add(house, {**person(2), **FILLED})
    rest(house)
    mine, theirs = both(house)
    assert mine == theirs
    assert len(mine) == 2
    assert all(values.items() >= FILLED.items() for values in mine)


@pytest.mark.parametrize("from_mailbox", [True, False])
def test_every_field_is_changed_emptied_and_filled_again(from_mailbox: bool) -> None:  # noqa: FBT001
    house = House(events=NO_EVENTS)
    item = put(house, {**ANN, **FILLED})
    rest(house)
    (record_id,) = contacts(house)
    for value in ("changed", None, "filled again"):
        edits = dict.fromkeys(FILLED, value)
        edit(house, item, **edits) if from_mailbox else change(house, record_id, **edits)
        rest(house)
        expected = {**ANN, **{label: text for label, text in edits.items() if text}}
        assert shown(item) == held(house, record_id) == expected


def test_edits_of_different_fields_on_both_sides_are_merged() -> None:
    house = House(events=NO_EVENTS)
    item = put(house, ANN)
    rest(house)
    (record_id,) = contacts(house)
    edit(house, item, JobTitle="Mine")
    change(house, record_id, Department="Theirs")
    rest(house)
    expected = {**ANN, "JobTitle": "Mine", "Department": "Theirs"}
    assert shown(item) == held(house, record_id) == expected


def test_to_salesforce_leaves_the_targets_own_edit_until_the_source_changes_that_field() -> None:
    house = House(contacts=contacts_with(direction="to_salesforce"), events=NO_EVENTS)
    add(house, person(2))
    item = put(house, ANN)
    rest(house)
    assert len(house.items()) == 1
    record_id = max(contacts(house))
    change(house, record_id, JobTitle="Theirs", Department="Own")
    rest(house)
    assert held(house, record_id)["JobTitle"] == "Theirs"
    assert shown(item) == ANN
    edit(house, item, BusinessPhone="+1 1")
    rest(house)
    assert held(house, record_id)["JobTitle"] == "Theirs"
    edit(house, item, JobTitle="Mine")
    rest(house)
    assert held(house, record_id) == {**ANN, "BusinessPhone": "+1 1", "JobTitle": "Mine", "Department": "Own"}
    assert ("salesforce", {"JobTitle": "Theirs"}) in lost(house)


def test_to_mailbox_leaves_the_targets_own_edit_until_the_source_changes_that_field() -> None:
    house = House(contacts=contacts_with(direction="to_mailbox"), events=NO_EVENTS)
    put(house, person(2))
    record_id = add(house, ANN)
    rest(house)
    assert list(contacts(house)) == [record_id]
    item = next(item for item in house.items() if shown(item)["EmailAddress1"] == ANN["EmailAddress1"])
    edit(house, item, JobTitle="Own")
    rest(house)
    assert held(house, record_id) == ANN
    assert shown(item)["JobTitle"] == "Own"
    change(house, record_id, JobTitle="Boss")
    rest(house)
    assert shown(item)["JobTitle"] == "Boss"
    assert lost(house) == [("mailbox", {"JobTitle": "Own"})]


def test_none_reads_and_writes_nothing() -> None:
    house = House(contacts=NO_CONTACTS, events=NO_EVENTS)
    put(house, ANN)
    add(house, person(2))
    rest(house)
    assert len(contacts(house)) == len(house.items()) == 1
    assert house.link_count(Collection.CONTACTS) == 0
    assert sum(house.exchange.requests.values()) == 0


def test_writes_are_made_as_the_rep() -> None:
    house = House(events=NO_EVENTS)
    item = put(house, ANN)
    rest(house)
    (record_id,) = contacts(house)
    edit(house, item, JobTitle="Mine")
    rest(house)
    row = house.org.get(record_id)
    rep = house.org.user_id("rep@acme.example")
    assert row is not None
    assert row["CreatedById"] == row["LastModifiedById"] == row["OwnerId"] == rep
