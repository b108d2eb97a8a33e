"""SPEC 4.3: exact names become accounts in one request a page, and a renamed account reaches the mailboxes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

from syncline.sandbox.faults import Fault, FaultKind
from tests.simulation.house.test_calls import Counted, settled
from tests.support.house import REP
from tests.support.house_people import change, contacts, edit, kinds, person, put, rest, shown
from tests.support.house_tables import NO_EVENTS, contacts_with

if TYPE_CHECKING:
    from syncline.sandbox.exchange import Item

SECOND = "second@acme.example"
ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@customer.example"}


def house_with(*reps: str, **settings: str) -> Counted:
    return Counted(contacts=contacts_with(**settings), events=NO_EVENTS, reps=reps or (REP,))


def account(house: Counted, name: str, rep: str = REP) -> str:
    return house.org.as_user(rep).create("Account", {"Name": name})


def employed(house: Counted, company: str, rep: str = REP) -> tuple[Item, str, str]:
    """A contact in step whose company is an account: its item, its id and the account's."""
    at = account(house, company, rep)
    item = put(house, {**ANN, "CompanyName": company}, rep=rep)
    rest(house)
    return item, next(iter(contacts(house))), at


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Müller & Söhne GmbH", "Müller & Söhne GmbH"),
        ("Müller\u00a0& Söhne  GmbH", "Müller & Söhne GmbH"),
        ("MÜLLER & SÖHNE gmbh", "Müller & Söhne GmbH"),
        (normalize("NFD", "Müller & Söhne GmbH"), "Müller & Söhne GmbH"),
        ("Müller & Söhne GmbH", normalize("NFD", "Müller & Söhne GmbH")),
        ("Müller & Söhne GmbH", "Müller &  Söhne\u00a0GmbH"),
        ("O'Brien 100% \\ _Sons", "O'Brien 100% \\ _Sons"),
    ],
)
def test_names_are_the_same_in_every_spelling_of_blanks_case_and_accents(typed: str, named: str) -> None:
    house = house_with(direction="to_salesforce")
    wanted = account(house, named)
    put(house, {**ANN, "CompanyName": typed})
    rest(house)
    (record_id,) = contacts(house)
    assert (house.org.get(record_id) or {})["AccountId"] == wanted
    assert kinds(house) == []


def test_two_accounts_of_one_name_are_asked_about() -> None:
    house = house_with()
    twins = {account(house, "Globex"), account(house, "GLOBEX")}
    put(house, {**ANN, "CompanyName": "Globex"})
    rest(house)
    (row,) = house.store.unresolved()
    assert {one.id for one in row.candidates} == twins
    assert {one.why for one in row.candidates} == {"same_name"}


def test_a_page_of_newcomers_costs_one_request_for_its_companies() -> None:
    house = settled(house_with())
    for number in range(120):
        account(house, f"Customer {number} AG")
        put(house, {**person(number), "CompanyName": f"Customer {number} AG"})
    house.wait(minutes=10)
    costs = house.costs()["salesforce"]
    assert (costs["accounts"], costs["create"]) == (1, 1)
    assert all(row["CompanyName"] for row in contacts(house).values())


def test_a_renamed_account_reaches_every_mailbox_that_holds_a_contact_of_it() -> None:
    house = house_with(REP, SECOND, which="all")
    house.org.add_user("boss@acme.example", last_name="Boss")
    item, record_id, at = employed(house, "Globex")
    for one in (record_id, at):
        house.org.share(one, SECOND)
    other = put(house, ANN, rep=SECOND)
    house.store.reset(f"acme/{SECOND}")
    rest(house)
    assert shown(other)["CompanyName"] == "Globex"
    house.org.as_user(REP).update(at, {"Name": "Globex International"})
    rest(house)
    assert {shown(one)["CompanyName"] for one in (item, other)} == {"Globex International"}
    assert [row for row in house.store.journal() if row.side == "salesforce"] == []


def test_a_company_that_the_rep_typed_stays_when_the_account_is_renamed() -> None:
    house = house_with()
    item, record_id, at = employed(house, "Globex")
    edit(house, item, CompanyName="Unknown Works")
    rest(house)
    house.org.as_user(REP).update(at, {"Name": "Globex International"})
    change(house, record_id, JobTitle="Edited meanwhile")
    rest(house)
    assert (shown(item)["CompanyName"], shown(item)["JobTitle"]) == ("Unknown Works", "Edited meanwhile")
    assert kinds(house) == ["company_unresolved"]
    elsewhere = account(house, "Initech")
    house.org.as_user(REP).update(record_id, {"AccountId": elsewhere})
    rest(house)
    assert shown(item)["CompanyName"] == "Initech", "another account is an edit of a person's, not a renaming"
    assert kinds(house) == []


def test_a_company_typed_in_the_moment_of_the_renaming_is_the_reps_word() -> None:
    house = house_with()
    item, record_id, at = employed(house, "Globex")
    elsewhere = account(house, "Initech")
    edit(house, item, CompanyName="Initech")
    house.org.as_user(REP).update(at, {"Name": "Globex International"})
    rest(house)
    assert shown(item)["CompanyName"] == "Initech"
    assert (house.org.get(record_id) or {})["AccountId"] == elsewhere


def test_an_emptied_company_stays_empty_and_takes_no_account_away() -> None:
    house = house_with()
    item, record_id, at = employed(house, "Globex")
    edit(house, item, CompanyName=None)
    rest(house)
    house.org.as_user(REP).update(at, {"Name": "Globex International"})
    rest(house)
    assert "CompanyName" not in shown(item)
    assert (house.org.get(record_id) or {})["AccountId"] == at


def test_the_spelling_of_the_mailbox_gives_way_to_the_new_name() -> None:
    house = house_with()
    at = account(house, "Globex GmbH")
    item = put(house, {**ANN, "CompanyName": "globex gmbh"})
    rest(house)
    assert shown(item)["CompanyName"] == "globex gmbh"
    house.org.as_user(REP).update(at, {"Name": "Globex AG"})
    rest(house)
    assert shown(item)["CompanyName"] == "Globex AG"


def test_other_changes_of_an_account_cost_one_request_and_write_nothing() -> None:
    house = house_with()
    _, _, at = employed(house, "Globex")
    stranger = account(house, "Nobody's customer")
    settled(house)
    house.org.as_user(REP).update(stranger, {"Phone": "1"})
    house.clock.advance(timedelta(seconds=10))
    assert house.costs()["salesforce"] == {"contacts of accounts": 1, "feed": 1}
    assert house.costs()["salesforce"] == {"feed": 1}, "the overlap brings the account again, and nobody asks again"
    house.org.as_user(REP).update(at, {"Phone": "1"})
    house.clock.advance(timedelta(seconds=10))
    assert house.costs()["salesforce"] == {"contacts of accounts": 1, "feed": 1, "read": 1}
    assert house.costs() == {"salesforce": {"feed": 1}, "exchange": {"GetFolder": 1}}


def test_under_to_salesforce_a_renaming_changes_no_mailbox() -> None:
    house = house_with(direction="to_salesforce")
    item, _, at = employed(house, "Globex")
    house.org.as_user(REP).update(at, {"Name": "Globex International"})
    rest(house)
    assert shown(item)["CompanyName"] == "Globex"


def test_a_company_is_asked_about_though_nobody_heard_that_the_contact_was_made() -> None:
    house = house_with()
    near = house.org.as_user(REP).create("Account", {"Name": "Globex Holding"})
    put(house, {**person(1), "CompanyName": "Globex GmbH"})
    house.org_faults.arm(Fault(FaultKind.LOST_AFTER, lambda body, _environ: b"composite/sobjects" in body))
    house.sync()
    assert house.org_faults.acted == [FaultKind.LOST_AFTER]
    house.wait(minutes=5)
    rest(house)
    (row,) = house.store.unresolved()
    assert (row.kind, [one.id for one in row.candidates]) == ("company_unresolved", [near])
    assert len(contacts(house)) == 1
