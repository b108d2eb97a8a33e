"""One record at a time: create, read, change, delete, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.salesforce_org import OTHER, REP, Rest, World

UNKNOWN = "003gL000000zzzzQAA"


def test_a_record_is_created_read_changed_and_deleted(world: World, rest: Rest) -> None:
    answer = rest.send("POST", "/sobjects/Contact/", {"LastName": "Brandt", "FirstName": "Ute", "Phone": "030 1"})
    record_id = answer.json()["id"]
    assert answer.json() == {"id": record_id, "success": True, "errors": []}
    assert answer.headers["Location"] == f"/services/data/v60.0/sobjects/Contact/{record_id}"

    read = rest.get(f"/sobjects/Contact/{record_id}", fields="Name,Phone,Email")
    assert read == {
        "attributes": {"type": "Contact", "url": f"/services/data/v60.0/sobjects/Contact/{record_id}"},
        "Name": "Ute Brandt",
        "Phone": "030 1",
        "Email": None,
    }

    changed = rest.send("PATCH", f"/sobjects/Contact/{record_id}", {"Phone": None, "Email": "ute@brandt.example"})
    assert (changed.status_code, changed.content) == (204, b"")
    assert rest.get(f"/sobjects/Contact/{record_id}", fields="Phone,Email")["Email"] == "ute@brandt.example"

    assert rest.send("DELETE", f"/sobjects/Contact/{record_id}").status_code == 204
    assert rest.refusal("GET", f"/sobjects/Contact/{record_id}") == (
        404,
        {"message": "entity is deleted", "errorCode": "ENTITY_IS_DELETED", "fields": []},
    )
    assert world.org.count("Contact", deleted=True) == 1


def test_who_and_when_are_kept_to_the_second(world: World, rest: Rest) -> None:
    made = rest.create("Contact", LastName="Brandt")
    created = rest.get(f"/sobjects/Contact/{made}")
    world.clock.advance(timedelta(hours=1))
    world.org.admin.update(made, {"Title": "Director"})

    read = rest.get(f"/sobjects/Contact/{made}")

    assert created["CreatedDate"] == created["SystemModstamp"] == "2026-03-10T09:30:00.000+0000"
    assert read["LastModifiedDate"] == read["SystemModstamp"] == "2026-03-10T10:30:00.000+0000"
    assert (read["CreatedById"], read["LastModifiedById"]) == (world.org.user_id(REP), world.org.admin.id)
    assert read["OwnerId"] == world.org.user_id(REP)


def test_ids_are_taken_in_both_lengths_and_given_in_the_long_one(rest: Rest) -> None:
    made = rest.create("Contact", LastName="Brandt")

    assert len(made) == 18
    assert rest.get(f"/sobjects/Contact/{made[:15]}")["Id"] == made
    assert rest.ids(f"SELECT Id FROM Contact WHERE Id = '{made[:15]}'") == [made]  # noqa: S608 - SOQL
    assert rest.refusal("GET", f"/sobjects/Contact/{made[:15]}ZZZ")[1]["errorCode"] == "MALFORMED_ID"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  Vogel \n", "Vogel"),
        ("", None),
        ("   ", None),
        ("a\r\nb", "a\r\nb"),
        ("a\nb", "a\nb"),
        ("שלום עולם", "שלום עולם"),
        ("👩‍🔬 Dr.", "👩‍🔬 Dr."),
        (12, "12"),
    ],
)
def test_text_is_trimmed_and_empty_text_is_null(rest: Rest, sent: object, kept: str | None) -> None:
    made = rest.create("Contact", LastName="Vogel", Description=sent)

    assert rest.get(f"/sobjects/Contact/{made}", fields="Description")["Description"] == kept


def test_addresses_are_read_as_a_whole_too(rest: Rest) -> None:
    made = rest.create("Contact", LastName="Vogel", MailingStreet="Am Markt 1\r\nHof", MailingCity="Köln")

    address = rest.get(f"/sobjects/Contact/{made}")["MailingAddress"]

    assert (address["street"], address["city"], address["country"]) == ("Am Markt 1\r\nHof", "Köln", None)


REFUSED: list[tuple[dict[str, Any], str, str, list[str] | None]] = [
    ({}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", ["LastName"]),
    ({"LastName": " "}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", ["LastName"]),
    ({"Nickname": "x"}, "INVALID_FIELD", "No such column 'Nickname' on sobject of type Contact", None),
    (
        {"Email": "no at sign"},
        "INVALID_EMAIL_ADDRESS",
        "Email: invalid email address: no at sign",
        ["Email"],
    ),
    (
        {"FirstName": "x" * 41},
        "STRING_TOO_LONG",
        f"First Name: data value too large: {'x' * 41} (max length=40)",
        ["FirstName"],
    ),
    (
        {"CleanStatus": "Spotless"},
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "Clean Status: bad value for restricted picklist field: Spotless",
        ["CleanStatus"],
    ),
    ({"AccountId": "12"}, "MALFORMED_ID", "Account ID: id value of incorrect type: 12", ["AccountId"]),
    (
        {"AccountId": UNKNOWN},
        "FIELD_INTEGRITY_EXCEPTION",
        f"Account ID: id value of incorrect type: {UNKNOWN}",
        ["AccountId"],
    ),
    (
        {"ReportsToId": UNKNOWN},
        "INVALID_CROSS_REFERENCE_KEY",
        "invalid cross reference id",
        ["ReportsToId"],
    ),
]


@pytest.mark.parametrize(("values", "code", "message", "fields"), REFUSED)
def test_a_bad_record_is_refused_in_salesforces_words(
    world: World, rest: Rest, values: dict[str, Any], code: str, message: str, fields: list[str] | None
) -> None:
    body = values if code == "REQUIRED_FIELD_MISSING" else {"LastName": "Vogel", **values}

    status, error = rest.refusal("POST", "/sobjects/Contact", body)

    expected = {"message": message, "errorCode": code}
    assert (status, error) == (400, expected if fields is None else {**expected, "fields": fields})
    assert world.org.count("Contact") == 0


@pytest.mark.parametrize("name", ["Id", "Name", "CreatedDate", "SystemModstamp", "IsDeleted", "MailingAddress"])
def test_what_the_org_works_out_itself_cannot_be_written(rest: Rest, name: str) -> None:
    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel", name: "x"})

    assert (status, error["errorCode"], error["fields"]) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE", [name])


@pytest.mark.parametrize(
    ("name", "value"),
    [("Birthdate", "10.3.2026"), ("DoNotKnow", 1), ("Phone", {"a": 1}), ("Phone", ["x"]), ("Phone", True)],
)
def test_values_of_the_wrong_kind_are_refused(rest: Rest, name: str, value: object) -> None:
    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel", name: value})

    assert status == 400
    assert error["errorCode"] == ("INVALID_FIELD" if name == "DoNotKnow" else "JSON_PARSER_ERROR")


def test_a_body_that_is_no_json_is_refused(rest: Rest) -> None:
    address = f"{rest.origin}/services/data/v60.0/sobjects/Contact"
    headers = {"Authorization": f"Bearer {rest.token}"}
    for body in (b'{"LastName": ', b"[1]", b""):
        answer = rest.session.post(address, data=body, headers=headers, timeout=5)
        assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", f"/sobjects/Contact/{UNKNOWN}", 404, "NOT_FOUND"),
        ("PATCH", f"/sobjects/Contact/{UNKNOWN}", 404, "NOT_FOUND"),
        ("DELETE", f"/sobjects/Contact/{UNKNOWN}", 404, "NOT_FOUND"),
        ("GET", "/sobjects/Contact/12", 400, "MALFORMED_ID"),
        ("GET", f"/sobjects/Account/{UNKNOWN}", 400, "MALFORMED_ID"),
        ("GET", "/sobjects/Foo/001", 404, "NOT_FOUND"),
        ("GET", "/nothing", 404, "NOT_FOUND"),
        ("PUT", f"/sobjects/Contact/{UNKNOWN}", 405, "METHOD_NOT_ALLOWED"),
        ("POST", "/query", 405, "METHOD_NOT_ALLOWED"),
    ],
)
def test_what_is_not_there_is_not_found(rest: Rest, method: str, path: str, status: int, code: str) -> None:
    body: dict[str, object] | None = None if method == "GET" else {}

    assert rest.refusal(method, path, body)[0] == status
    assert rest.refusal(method, path, body)[1]["errorCode"] == code


def test_some_fields_are_given_only_at_first_and_some_only_later(rest: Rest) -> None:
    lead = rest.create("Lead", LastName="Specht", Company="Wald", IsConverted=False)

    assert rest.send("PATCH", f"/sobjects/Lead/{lead}", {"EmailBouncedReason": "full"}).status_code == 204
    refused = [
        rest.refusal("PATCH", f"/sobjects/Lead/{lead}", {"IsConverted": False}),
        rest.refusal("POST", "/sobjects/Lead", {"LastName": "x", "Company": "y", "EmailBouncedReason": "full"}),
    ]
    assert [error["errorCode"] for _, error in refused] == ["INVALID_FIELD_FOR_INSERT_UPDATE"] * 2


def test_a_required_field_cannot_be_emptied_and_the_record_stays_whole(rest: Rest) -> None:
    made = rest.create("Contact", LastName="Vogel", Phone="1")

    status, error = rest.refusal("PATCH", f"/sobjects/Contact/{made}", {"Phone": "2", "LastName": None})

    assert (status, error["errorCode"], error["fields"]) == (400, "REQUIRED_FIELD_MISSING", ["LastName"])
    assert rest.get(f"/sobjects/Contact/{made}")["Phone"] == "1"


def test_a_reference_to_a_deleted_record_is_refused(world: World, rest: Rest) -> None:
    account = rest.create("Account", Name="Acme")
    rest.send("DELETE", f"/sobjects/Account/{account}")

    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel", "AccountId": account})

    assert (status, error["errorCode"]) == (400, "ENTITY_IS_DELETED")


def test_records_are_not_given_to_an_inactive_user(world: World, rest: Rest) -> None:
    gone = world.org.user_id(OTHER)
    world.org.admin.update(gone, {"IsActive": False})

    _, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel", "OwnerId": gone})

    assert error["errorCode"] == "INACTIVE_OWNER_OR_USER"
