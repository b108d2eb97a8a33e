"""Records addressed by a key of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World


@pytest.fixture(autouse=True)
def key_field(world: World) -> None:
    world.org.setup.add_field("Contact", "Mailbox_Key__c", external_id=True, unique=True, length=40)


def test_the_first_upsert_makes_the_record_and_the_second_changes_it(world: World, rest: Rest) -> None:
    first = rest.send("PATCH", "/sobjects/Contact/Mailbox_Key__c/k-1", {"LastName": "Vogel"})
    second = rest.send("PATCH", "/sobjects/Contact/Mailbox_Key__c/k-1", {"Title": "CEO"})

    made = first.json()["id"]
    assert (first.status_code, first.json()["created"]) == (201, True)
    assert (second.status_code, second.json()) == (200, {"id": made, "success": True, "errors": [], "created": False})
    read = rest.get("/sobjects/Contact/Mailbox_Key__c/k-1")
    assert (read["Id"], read["Mailbox_Key__c"], read["LastName"], read["Title"]) == (made, "k-1", "Vogel", "CEO")
    assert world.org.count("Contact") == 1


def test_keys_with_slashes_and_spaces_are_escaped_in_the_address(rest: Rest) -> None:
    rest.send("PATCH", "/sobjects/Contact/Mailbox_Key__c/a%2Fb%20c", {"LastName": "Vogel"})

    assert rest.query("SELECT Mailbox_Key__c FROM Contact")[0]["Mailbox_Key__c"] == "a/b c"


def test_a_key_is_not_given_twice(rest: Rest) -> None:
    rest.create("Contact", LastName="Vogel", Mailbox_Key__c="k-1")

    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Amsel", "Mailbox_Key__c": "K-1"})

    assert (status, error["errorCode"]) == (400, "DUPLICATE_VALUE")
    assert error["message"].startswith("duplicate value found: Mailbox_Key__c duplicates value on record with id: 003")


def test_the_key_of_a_deleted_record_is_free_again(world: World, rest: Rest) -> None:
    first = rest.create("Contact", LastName="Vogel", Mailbox_Key__c="k-1")
    rest.send("DELETE", f"/sobjects/Contact/{first}")

    again = rest.send("PATCH", "/sobjects/Contact/Mailbox_Key__c/k-1", {"LastName": "Vogel"})

    assert again.status_code == 201


def test_the_key_is_not_repeated_in_the_body(rest: Rest) -> None:
    body = {"LastName": "Vogel", "Mailbox_Key__c": "k-1"}

    status, error = rest.refusal("PATCH", "/sobjects/Contact/Mailbox_Key__c/k-1", body)

    assert (status, error["errorCode"]) == (400, "INVALID_FIELD")


def test_a_key_that_fits_several_records_answers_where_they_are(rest: Rest) -> None:
    made = [rest.create("Contact", LastName=name, Email="info@b.example") for name in ("Vogel", "Amsel")]

    answer = rest.send("PATCH", "/sobjects/Contact/Email/info@b.example", {"Title": "x"})

    assert answer.status_code == 300
    assert answer.json() == [f"/services/data/v60.0/sobjects/Contact/{record_id}" for record_id in made]


@pytest.mark.parametrize("name", ["LastName", "Nothing__c"])
def test_a_field_that_is_no_key_is_not_accessible(rest: Rest, name: str) -> None:
    status, error = rest.refusal("PATCH", f"/sobjects/Contact/{name}/x", {"LastName": "Vogel"})

    assert (status, error["errorCode"]) == (404, "NOT_FOUND")
    assert error["message"] == f"Provided external ID field does not exist or is not accessible: {name}"


def test_a_record_is_deleted_by_key(world: World, rest: Rest) -> None:
    rest.create("Contact", LastName="Vogel", Mailbox_Key__c="k-1")

    assert rest.send("DELETE", "/sobjects/Contact/Mailbox_Key__c/k-1").status_code == 204
    assert rest.refusal("GET", "/sobjects/Contact/Mailbox_Key__c/k-1")[0] == 404


def test_describe_shows_the_key_field(rest: Rest) -> None:
    fields = {field["name"]: field for field in rest.get("/sobjects/Contact/describe")["fields"]}

    shown = fields["Mailbox_Key__c"]
    assert (shown["externalId"], shown["unique"], shown["custom"], shown["idLookup"]) == (True, True, True, True)
    assert (shown["length"], shown["label"], shown["type"]) == (40, "Mailbox Key", "string")
