"""SPEC 4.2 and 4.3: who is the same person, who only looks like it, and what a company name may do."""

from __future__ import annotations

from datetime import date

import pytest

from syncline.records.candidate import Candidate
from syncline.sandbox.salesforce import Access
from tests.support.house import House
from tests.support.house_people import add, change, contacts, edit, held, kinds, person, put, rest, shown
from tests.support.house_tables import NO_EVENTS, contacts_with

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@customer.example"}
NAMED = {"GivenName": "Ann", "Surname": "Lee"}


def house_with(**settings: str) -> House:
    return House(contacts=contacts_with(**settings), events=NO_EVENTS)


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        (ANN, {**ANN, "Surname": "LEE "}, True),
        (ANN, {"Surname": "Lee", "EmailAddress1": ANN["EmailAddress1"]}, True),
        ({"Surname": "Lee", "EmailAddress1": ANN["EmailAddress1"]}, ANN, True),
        (ANN, NAMED, True),
        (NAMED, NAMED, True),
        (ANN, {**ANN, "EmailAddress1": "other@customer.example"}, False),
        (NAMED, {"GivenName": "Ann", "Surname": "Leigh"}, False),
    ],
)
def test_pairs(mine: dict[str, str], theirs: dict[str, str], same: bool) -> None:  # noqa: FBT001
    house = house_with()
    put(house, mine)
    add(house, theirs)
    rest(house)
    assert len(contacts(house)) == len(house.items()) == (1 if same else 2)


def test_two_people_on_one_address_are_asked_about_and_nothing_is_made() -> None:
    house = house_with()
    put(house, {**ANN, "EmailAddress1": "info@customer.example"})
    add(house, {"GivenName": "Bob", "Surname": "Ray", "EmailAddress1": "info@customer.example"})
    rest(house)
    assert "contradiction" in kinds(house)
    assert len(contacts(house)) == 1


def test_a_doubt_is_settled_when_a_person_mends_the_name() -> None:
    house = house_with()
    item = put(house, {**ANN, "EmailAddress1": "info@customer.example"})
    add(house, {"GivenName": "Bob", "Surname": "Ray", "EmailAddress1": "info@customer.example"})
    rest(house)
    edit(house, item, GivenName="Bob", Surname="Ray")
    rest(house)
    assert kinds(house) == []
    assert len(contacts(house)) == len(house.items()) == 1


@pytest.mark.parametrize(
    ("ties", "chosen"),
    [("ask", None), ("most_recently_updated", 0), ("oldest", 0), ("most_recent_activity", None)],
)
def test_ties_in_salesforce_go_by_the_configured_preference(ties: str, chosen: int | None) -> None:
    house = house_with(ties=ties)
    ids = []
    for _ in range(2):
        ids.append(add(house, ANN))
        house.wait(minutes=1)
    change(house, ids[0], Department="Touched last")
    item = put(house, ANN)
    rest(house)
    assert len(contacts(house)) == 2
    if chosen is None:
        assert "several_in_salesforce" in kinds(house)
        assert "Department" not in shown(item)
    else:
        assert shown(item)["Department"] == "Touched last"


def test_a_tie_goes_by_activity_where_there_is_some() -> None:
    house = house_with(ties="most_recent_activity")
    _, busy = add(house, ANN), add(house, {**ANN, "Department": "Busy"})
    rows = house.org._state.tables["Contact"].rows
    house.org._state.tables.put("Contact", busy, rows[busy] | {"LastActivityDate": date(2026, 3, 1)})
    item = put(house, ANN)
    rest(house)
    assert shown(item).get("Department") == "Busy"


def test_twins_in_the_mailbox_are_asked_about() -> None:
    house = house_with(direction="to_salesforce")
    add(house, ANN)
    put(house, ANN)
    put(house, ANN)
    rest(house)
    assert kinds(house) == ["several_in_mailbox", "several_in_mailbox"]
    assert len(contacts(house)) == 1


def test_a_copy_made_in_the_folder_makes_no_second_contact_in_salesforce() -> None:
    house = house_with()
    item = put(house, ANN)
    rest(house)
    with house.mailbox().lock:
        house.mailbox().copy_item(item, house.folder())
    rest(house)
    assert len(contacts(house)) == 1
    assert kinds(house) == ["copy_in_mailbox"]
    edit(house, item, JobTitle="The original")
    rest(house)
    assert next(iter(contacts(house).values()))["JobTitle"] == "The original"


def test_what_the_rep_cannot_see_is_no_match() -> None:
    house = house_with(which="all")
    house.org.add_user("other@acme.example", last_name="Other")
    hidden = add(house, {**ANN, "JobTitle": "Secret"}, rep="other@acme.example")
    item = put(house, ANN)
    rest(house)
    assert held(house, hidden)["JobTitle"] == "Secret"
    assert shown(item) == ANN
    assert len(contacts(house)) == 2


def test_a_company_sets_the_account_of_that_name_and_of_no_other() -> None:
    house = house_with()
    rep = house.org.as_user("rep@acme.example")
    account = rep.create("Account", {"Name": "Globex GmbH"})
    item = put(house, {**ANN, "CompanyName": "globex  gmbh"})
    rest(house)
    (record_id,) = contacts(house)
    row = house.org.get(record_id)
    assert row is not None
    assert row["AccountId"] == account
    assert shown(item)["CompanyName"] == "globex  gmbh"
    assert kinds(house) == []


def test_an_unknown_company_is_asked_about_and_stays_in_the_mailbox() -> None:
    house = house_with()
    near = house.org.as_user("rep@acme.example").create("Account", {"Name": "Globex Holding"})
    item = put(house, {**ANN, "CompanyName": "Globex GmbH"})
    rest(house)
    (record_id,) = contacts(house)
    (row,) = house.store.unresolved()
    assert (row.kind, row.record_id) == ("company_unresolved", record_id)
    assert row.candidates == (Candidate(near, "Globex Holding", "begins_alike"),)
    change(house, record_id, JobTitle="Edited")
    rest(house)
    assert shown(item)["CompanyName"] == "Globex GmbH"
    assert kinds(house) == ["company_unresolved"]
    house.org.as_user("rep@acme.example").update(record_id, {"AccountId": near})
    rest(house)
    assert shown(item)["CompanyName"] == "Globex Holding"
    assert kinds(house) == []


def test_a_contact_without_a_last_name_gets_a_stand_in_that_does_not_flow_back() -> None:
    house = house_with()
    people = [
        ({"GivenName": "Cher"}, "Cher"),
        ({"CompanyName": "Globex"}, "Globex"),
        ({"EmailAddress1": "frontdesk@customer.example"}, "frontdesk"),
    ]
    for fields, _ in people:
        put(house, fields)
    rest(house)
    assert sorted(one["Surname"] for one in contacts(house).values()) == sorted(name for _, name in people)
    assert not any("Surname" in shown(item) for item in house.items())
    first = next(item for item in house.items() if "EmailAddress1" in shown(item))
    edit(house, first, JobTitle="Desk")
    rest(house)
    record_id = next(one for one, values in contacts(house).items() if values["Surname"] == "frontdesk")
    change(house, record_id, Department="Lobby")
    rest(house)
    assert "Surname" not in shown(first)
    change(house, record_id, Surname="Real")
    rest(house)
    assert shown(first)["Surname"] == "Real"


def test_one_contact_in_two_reps_mailboxes_is_one_contact() -> None:
    reps = ("rep@acme.example", "second@acme.example")
    house = House(contacts=contacts_with(which="all"), events=NO_EVENTS, reps=reps)
    first = put(house, ANN, rep=reps[0])
    rest(house)
    (record_id,) = contacts(house)
    house.org.share(record_id, reps[1], Access.EDIT)
    second = put(house, ANN, rep=reps[1])
    rest(house)
    assert list(contacts(house)) == [record_id]
    edit(house, first, rep=reps[0], JobTitle="From the first")
    rest(house)
    assert shown(second)["JobTitle"] == held(house, record_id)["JobTitle"] == "From the first"
    edit(house, second, rep=reps[1], Department="From the second")
    rest(house)
    assert shown(first)["Department"] == "From the second"
    edit(house, first, rep=reps[0], BusinessCity="Bonn")
    edit(house, second, rep=reps[1], BusinessCity="Berlin")
    rest(house)
    assert shown(first)["BusinessCity"] == shown(second)["BusinessCity"] == held(house, record_id)["BusinessCity"]


def test_hundreds_of_strangers_do_not_pair_up() -> None:
    house = house_with()
    for number in range(120):
        put(house, person(number)) if number % 3 else add(house, person(number))
    rest(house)
    assert len(contacts(house)) == len(house.items()) == 120
    assert kinds(house) == []
