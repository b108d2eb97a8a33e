"""SPEC 4.2: person accounts are matched and edited through their account; none is made, none is deleted."""

from __future__ import annotations

from tests.simulation.house.test_calls import Counted, settled
from tests.support.house import REP
from tests.support.house_people import contacts, edit, held, kinds, person, put, rest, shown
from tests.support.house_tables import NO_EVENTS, contacts_with

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@customer.example"}
PERSON = {
    "FirstName": "Ann",
    "LastName": "Lee",
    "PersonEmail": "ann@customer.example",
    "PersonMobilePhone": "+49 171 1",
}


def house_with(**settings: str) -> Counted:
    house = Counted(contacts=contacts_with(**settings), events=NO_EVENTS, person_accounts=True)
    house.org.setup.enable_person_accounts()
    return house


def ann(house: Counted) -> tuple[str, str]:
    """A person account of the rep's: the ids of the account and of its contact."""
    account = house.org.as_user(REP).create("Account", PERSON)
    contact: str = house.org.admin.get(account)["PersonContactId"]
    return account, contact


def test_a_person_is_matched_and_edited_through_the_account() -> None:
    house = house_with()
    account, contact = ann(house)
    item = put(house, {**ANN, "CompanyName": "Globex", "JobTitle": "Buyer"})
    other = put(house, person(1))
    rest(house)
    assert len(contacts(house)) == 2
    assert shown(item)["MobilePhone"] == "+49 171 1"
    edit(house, item, JobTitle="Head", BusinessCity="Bonn", BusinessPhone="+49 30 1", Surname="Leigh", Birthday=None)
    edit(house, other, JobTitle="Also edited")
    rest(house)
    assert {**held(house, contact), "CompanyName": "Globex"} == shown(item)
    row = house.org.admin.get(account)
    told = (row["Name"], row["PersonTitle"], row["PersonMailingCity"], row["Phone"], row["PersonContactId"])
    assert told == ("Ann Leigh", "Head", "Bonn", "+49 30 1", contact)
    assert kinds(house) == [], "a person has no company that could be missing"


def test_an_edit_of_the_person_in_salesforce_reaches_the_mailbox_without_a_company() -> None:
    house = house_with()
    account, _ = ann(house)
    rest(house)
    (item,) = house.items()
    assert "CompanyName" not in shown(item)
    house.org.as_user(REP).update(account, {"PersonEmail": "new@customer.example", "LastName": "Leigh"})
    rest(house)
    assert (shown(item)["EmailAddress1"], shown(item)["Surname"]) == ("new@customer.example", "Leigh")


def test_no_person_account_is_made_and_none_is_anybodys_company() -> None:
    house = house_with()
    account, _ = ann(house)
    put(house, {**person(1), "CompanyName": "Ann Lee"})
    rest(house)
    assert house.org.count("Account") == 1
    assert account not in {
        row["AccountId"] for row in house.org.admin.query("SELECT AccountId FROM Contact WHERE IsPersonAccount = false")
    }
    assert kinds(house) == ["company_unresolved"]


def test_deleting_on_both_sides_spares_the_account_and_says_so() -> None:
    house = house_with(deletes="both")
    ann(house)
    rest(house)
    house.mailbox().trash(house.items()[0])
    house.sync()
    assert house.org.count("Account") == 1
    assert house.errors() == ["person_account_kept"]


def test_an_edit_costs_one_request_more_and_only_in_such_an_org() -> None:
    house = house_with()
    ann(house)
    put(house, person(1))
    settled(house)
    for item in house.items():
        edit(house, item, JobTitle="Edited")
    house.wait(minutes=10)
    assert house.costs()["salesforce"] == {"feed": 1, "person accounts": 1, "update": 1}


def test_persons_and_others_in_turns_are_edited_in_one_request() -> None:
    house = house_with()
    people = [house.org.as_user(REP) for _ in range(12)]
    for number, rep in enumerate(people):
        rep.create("Account", {"LastName": f"Person {number:02}", "PersonEmail": f"p{number}@customer.example"})
        rep.create("Contact", {"LastName": f"Contact {number:02}", "Email": f"c{number}@customer.example"})
    settled(house)
    for item in house.items():
        edit(house, item, JobTitle="Edited")
    house.wait(minutes=10)
    assert house.costs()["salesforce"]["update"] == 1
    assert [row["JobTitle"] for row in contacts(house).values()] == ["Edited"] * 24


def test_an_org_with_persons_that_the_set_up_does_not_tell_of_stops_contacts_before_anything_is_read() -> None:
    house = house_with()
    house.person_accounts = False
    ann(house)
    put(house, person(1))
    house.sync()
    assert house.errors() == ["person_accounts_not_said"]
    assert (len(house.items()), house.org.count("Contact")) == (1, 1)
    house.person_accounts = True
    rest(house)
    assert (len(house.items()), house.org.count("Contact")) == (2, 2)
