"""Validation rules, duplicate rules, triggers and locks: who else has a say when a record is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.salesforce import RefusedError
from syncline.sandbox.salesforce.duplicates import DuplicateRule

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

SAME_EMAIL = DuplicateRule("Contact", "Same_Email", ("Email",), message="This person is known.")
ALLOW = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}


def test_a_validation_rule_says_its_message_at_its_field(world: World, rest: Rest) -> None:
    world.org.setup.add_validation_rule(
        "Contact", lambda row: "Phone" not in row, "Every contact has a phone number.", field="Phone"
    )

    refused = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel"})

    told = {
        "message": "Every contact has a phone number.",
        "errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "fields": ["Phone"],
    }
    assert refused == (400, told)
    assert rest.send("POST", "/sobjects/Contact", {"LastName": "Vogel", "Phone": "1"}).status_code == 201


def test_a_duplicate_is_refused_with_what_was_found(world: World, rest: Rest) -> None:
    """The shape is that of a real org's answer, as clients of others read it."""
    world.org.setup.add_duplicate_rule(SAME_EMAIL)
    first = rest.create("Contact", LastName="Vogel", Email="v@b.example")

    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogl", "Email": "V@b.example"})

    assert (status, error["errorCode"], error["message"]) == (400, "DUPLICATES_DETECTED", "This person is known.")
    result = error["duplicateResult"]
    assert (result["allowSave"], result["duplicateRule"], result["duplicateRuleEntityType"]) == (
        True,
        "Same_Email",
        "Contact",
    )
    (match,) = result["matchResults"]
    assert (match["entityType"], match["size"], match["success"]) == ("Contact", 1, True)
    (found,) = match["matchRecords"]
    assert (found["record"]["Id"], found["record"]["attributes"]["type"]) == (first, "Contact")
    assert world.org.count("Contact") == 1


def test_who_insists_may_save_a_duplicate(world: World, rest: Rest) -> None:
    world.org.setup.add_duplicate_rule(SAME_EMAIL)
    rest.create("Contact", LastName="Vogel", Email="v@b.example")

    body = {"LastName": "Vogl", "Email": "v@b.example"}
    answer = rest.send("POST", "/sobjects/Contact", body, headers=ALLOW)

    assert answer.status_code == 201


def test_a_rule_that_blocks_cannot_be_overruled(world: World, rest: Rest) -> None:
    world.org.setup.add_duplicate_rule(DuplicateRule("Contact", "Same_Email", ("Email",), blocks=True))
    rest.create("Contact", LastName="Vogel", Email="v@b.example")

    answer = rest.send("POST", "/sobjects/Contact", {"LastName": "Vogl", "Email": "v@b.example"}, headers=ALLOW)

    assert answer.status_code == 400
    assert answer.json()[0]["duplicateResult"]["allowSave"] is False


def test_a_rule_that_only_reports_stands_in_nobodys_way(world: World, rest: Rest) -> None:
    world.org.setup.add_duplicate_rule(DuplicateRule("Contact", "Same_Email", ("Email",), reports=True))
    for _ in range(2):
        rest.create("Contact", LastName="Vogel", Email="v@b.example")


def test_an_update_that_touches_nothing_of_the_rule_is_no_duplicate(world: World, rest: Rest) -> None:
    first, second = (rest.create("Contact", LastName="Vogel", Email="v@b.example") for _ in range(2))
    world.org.setup.add_duplicate_rule(SAME_EMAIL)

    assert rest.send("PATCH", f"/sobjects/Contact/{first}", {"Title": "CEO"}).status_code == 204
    third = rest.create("Contact", LastName="Amsel", Email="a@b.example")
    status, error = rest.refusal("PATCH", f"/sobjects/Contact/{third}", {"Email": "v@b.example"})
    assert (status, error["errorCode"]) == (400, "DUPLICATES_DETECTED")
    assert error["duplicateResult"]["matchResults"][0]["size"] == len((first, second))


def records(*emails: str) -> dict[str, Any]:
    listed = [{"attributes": {"type": "Contact"}, "LastName": "Vogel", "Email": email} for email in emails]
    return {"allOrNone": False, "records": listed}


def test_in_a_collection_only_the_duplicate_fails(world: World, rest: Rest) -> None:
    world.org.setup.add_duplicate_rule(SAME_EMAIL)

    first, second, third = rest.send(
        "POST", "/composite/sobjects", records("a@b.example", "a@b.example", "c@b.example")
    ).json()

    assert (first["success"], third["success"]) == (True, True)
    (error,) = second["errors"]
    assert (error["statusCode"], error["fields"]) == ("DUPLICATES_DETECTED", [])
    assert error["duplicateResult"]["matchResults"][0]["matchRecords"][0]["record"]["Id"] == first["id"]


@pytest.mark.parametrize("where", ["outside", "inside"])
def test_a_composite_request_may_insist_too(world: World, rest: Rest, where: str) -> None:
    world.org.setup.add_duplicate_rule(SAME_EMAIL)
    part = {
        "method": "POST",
        "url": "/services/data/v60.0/composite/sobjects",
        "referenceId": "made",
        "body": records("a@b.example", "a@b.example"),
        **({"httpHeaders": ALLOW} if where == "inside" else {}),
    }
    body = {"compositeRequest": [part]}

    answer = rest.send("POST", "/composite", body, headers=ALLOW if where == "outside" else None).json()

    assert [result["success"] for result in answer["compositeResponse"][0]["body"]] == [True, True]


def test_a_trigger_rewrites_what_is_saved(world: World, rest: Rest) -> None:
    world.org.setup.add_trigger("Contact", lambda row, _before: {"LastName": row["LastName"].upper()})

    made = rest.create("Contact", FirstName="Ina", LastName="Vogel")

    assert rest.get(f"/sobjects/Contact/{made}", fields="Name")["Name"] == "Ina VOGEL"


def test_a_trigger_may_refuse(world: World, rest: Rest) -> None:
    def trigger(_row: object, _before: object) -> dict[str, Any]:
        message = "ContactTrigger: execution of BeforeInsert caused by: System.NullPointerException"
        raise RefusedError("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", message, fields=())

    world.org.setup.add_trigger("Contact", trigger)

    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel"})

    assert (status, error["errorCode"]) == (400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY")
    assert world.org.count("Contact") == 0


def test_a_locked_record_is_free_again_later(world: World, rest: Rest) -> None:
    made = rest.create("Contact", LastName="Vogel")
    world.org.setup.lock(made)

    status, error = rest.refusal("PATCH", f"/sobjects/Contact/{made}", {"Title": "CEO"})

    assert (status, error["errorCode"]) == (400, "UNABLE_TO_LOCK_ROW")
    assert rest.send("PATCH", f"/sobjects/Contact/{made}", {"Title": "CEO"}).status_code == 204
