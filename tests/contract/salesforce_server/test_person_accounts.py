"""Person accounts, held against what a real org with them described."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.salesforce_recordings import load

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

FACTS = (
    *("type", "length", "createable", "updateable", "nillable", "filterable", "sortable", "groupable", "label"),
    *("compoundFieldName", "extraTypeInfo", "referenceTo", "relationshipName", "nameField", "aggregatable"),
)
ANNA = {"FirstName": "Anna", "LastName": "Vogel", "PersonEmail": "anna@b.example", "PersonMailingCity": "Bonn"}


@pytest.fixture(autouse=True)
def enabled(world: World) -> None:
    world.org.setup.enable_person_accounts()


def person(rest: Rest, **more: Any) -> tuple[str, str]:
    """A new person: ids of account and contact."""
    account = rest.create("Account", **{**ANNA, **more})
    contact: str = rest.get(f"/sobjects/Account/{account}")["PersonContactId"]
    return account, contact


def test_the_fields_are_those_of_a_real_org(rest: Rest) -> None:
    body = load("tests/cassettes/GET_sobjects_Account_PersonAccount_describe.yaml")["response"]["body"]["string"]
    recorded = {field["name"]: field for field in json.loads(body)["fields"]}
    ours = {field["name"]: field for field in rest.get("/sobjects/Account/describe")["fields"]}
    brought = [
        name for name in ours if name.startswith("Person") or name in {"LastName", "FirstName", "IsPersonAccount"}
    ]
    assert len(brought) > 30
    for name in [*brought, "Name"]:
        assert {fact: ours[name][fact] for fact in FACTS} == {fact: recorded[name][fact] for fact in FACTS}, name


def test_a_person_is_an_account_and_a_contact(rest: Rest) -> None:
    account, contact = person(rest)

    held, behind = rest.get(f"/sobjects/Account/{account}"), rest.get(f"/sobjects/Contact/{contact}")

    assert (held["Name"], held["IsPersonAccount"]) == ("Anna Vogel", True)
    shown = ("Name", "Email", "MailingCity", "AccountId", "IsPersonAccount")
    assert tuple(behind[name] for name in shown) == ("Anna Vogel", "anna@b.example", "Bonn", account, True)
    (row,) = rest.query("SELECT RecordType.DeveloperName FROM Account WHERE IsPersonAccount = true")
    assert row["RecordType"]["DeveloperName"] == "PersonAccount"


def test_a_business_account_has_a_name_and_no_last_name(world: World, rest: Rest) -> None:
    made = rest.create("Account", Name="Acme")
    assert rest.get(f"/sobjects/Account/{made}")["IsPersonAccount"] is False
    assert world.org.count("Contact") == 0
    assert rest.refusal("PATCH", f"/sobjects/Account/{made}", {"LastName": "X"})[1]["errorCode"] == (
        "INVALID_FIELD_FOR_INSERT_UPDATE"
    )
    assert rest.refusal("POST", "/sobjects/Account", {"Phone": "1"})[1]["fields"] == ["Name"]
    contact = rest.create("Contact", LastName="Amsel", AccountId=made)
    assert rest.get(f"/sobjects/Contact/{contact}")["IsPersonAccount"] is False


def test_either_half_shows_what_was_changed_on_the_other(rest: Rest) -> None:
    account, contact = person(rest)
    rest.send("PATCH", f"/sobjects/Account/{account}", {"PersonTitle": "CEO", "LastName": "Amsel", "Phone": "1"})
    behind = rest.get(f"/sobjects/Contact/{contact}")
    assert (behind["Title"], behind["Name"], behind["Phone"]) == ("CEO", "Anna Amsel", "1")

    assert rest.send("PATCH", f"/sobjects/Contact/{contact}", {"Email": "new@b.example"}).status_code == 204
    assert rest.get(f"/sobjects/Account/{account}")["PersonEmail"] == "new@b.example"


@pytest.mark.parametrize("name", ["LastName", "FirstName", "AccountId"])
def test_the_contact_is_not_renamed_or_moved(rest: Rest, name: str) -> None:
    _, contact = person(rest)
    value = rest.create("Account", Name="Acme") if name == "AccountId" else "Other"

    status, error = rest.refusal("PATCH", f"/sobjects/Contact/{contact}", {name: value})

    assert (status, error["errorCode"], error["fields"]) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE", [name])


def test_the_contact_goes_with_its_account_and_not_without(world: World, rest: Rest) -> None:
    account, contact = person(rest)
    assert rest.refusal("DELETE", f"/sobjects/Contact/{contact}")[1]["errorCode"] == "DELETE_FAILED"
    assert rest.send("DELETE", f"/sobjects/Account/{account}").status_code == 204
    assert (world.org.count("Contact"), world.org.count("Account")) == (0, 0)
