"""sObject Collections: many records in one request, each with its own result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.salesforce_org import OTHER, REP

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

ROLLED_BACK = {
    "statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    "message": "Record rolled back because not all records were valid and the request was using AllOrNone header",
    "fields": [],
}


def _contact(**values: object) -> dict[str, object]:
    return {"attributes": {"type": "Contact"}, **values}


def _post(rest: Rest, *records: object, all_or_none: bool = False, method: str = "POST", path: str = "") -> Any:
    body = {"allOrNone": all_or_none, "records": list(records)}
    answer = rest.send(method, f"/composite/sobjects{path}", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_two_hundred_records_are_one_request(world: World, rest: Rest) -> None:
    results = _post(rest, *[_contact(LastName=f"L{n}") for n in range(200)])

    assert [result["success"] for result in results] == [True] * 200
    assert (world.org.count("Contact"), world.org.requests.total) == (200, 1)
    assert set(results[0]) == {"id", "success", "errors"}


def test_two_hundred_and_one_are_too_many(world: World, rest: Rest) -> None:
    body = {"records": [_contact(LastName="x")] * 201}

    status, error = rest.refusal("POST", "/composite/sobjects", body)

    assert (status, error["errorCode"]) == (400, "EXCEEDED_ID_LIMIT")
    assert world.org.count("Contact") == 0


def test_a_bad_record_stands_in_its_place_among_good_ones(world: World, rest: Rest) -> None:
    first, bad, last = _post(rest, _contact(LastName="a"), _contact(LastName="b", Email="no"), _contact(LastName="c"))

    assert (first["success"], last["success"], world.org.count("Contact")) == (True, True, 2)
    assert bad == {
        "success": False,
        "errors": [
            {"statusCode": "INVALID_EMAIL_ADDRESS", "message": "Email: invalid email address: no", "fields": ["Email"]}
        ],
    }


def test_all_or_none_keeps_none_when_one_fails(world: World, rest: Rest) -> None:
    kept = rest.create("Contact", LastName="Before")
    results = _post(rest, _contact(LastName="a"), _contact(), all_or_none=True)
    assert results[0] == {"success": False, "errors": [ROLLED_BACK]}
    assert results[1]["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"

    changes = [_contact(id=kept, LastName="After"), _contact(Id=kept, Email="no")]
    _post(rest, *changes, all_or_none=True, method="PATCH")

    assert world.org.count("Contact") == 1
    assert rest.ids("SELECT Id FROM Contact WHERE LastName = 'Before'") == [kept]
    assert rest.ids("SELECT Id FROM Contact WHERE LastName IN ('After', 'a')") == []


def test_records_of_several_kinds_are_changed_together(rest: Rest) -> None:
    contact, account = rest.create("Contact", LastName="x"), rest.create("Account", Name="y")

    results = _post(
        rest,
        _contact(Id=contact, Title="CEO"),
        {"attributes": {"type": "Account"}, "id": account[:15], "Phone": "1"},
        method="PATCH",
    )

    assert results == [{"id": made, "success": True, "errors": []} for made in (contact, account)]


def test_what_cannot_be_changed_says_why(world: World, rest: Rest) -> None:
    hidden = world.org.as_user(OTHER).create("Contact", {"LastName": "Hidden"})
    gone = rest.create("Contact", LastName="Gone")
    rest.send("DELETE", f"/sobjects/Contact/{gone}")
    changes = [
        _contact(Id="003gL000000zzzzQAA", Title="x"),
        _contact(Id=hidden, Title="x"),
        _contact(Id=gone, Title="x"),
        _contact(Id="12", Title="x"),
        _contact(Title="x"),
        {"Id": gone},
    ]

    codes = [result["errors"][0]["statusCode"] for result in _post(rest, *changes, method="PATCH")]

    assert codes == [
        "INVALID_CROSS_REFERENCE_KEY",
        "INVALID_CROSS_REFERENCE_KEY",
        "ENTITY_IS_DELETED",
        "MALFORMED_ID",
        "MISSING_ARGUMENT",
        "INVALID_TYPE",
    ]


def test_records_are_upserted_by_key(world: World, rest: Rest) -> None:
    world.org.setup.add_field("Contact", "Key__c", external_id=True, unique=True)
    rest.create("Contact", LastName="Old", Key__c="1")

    results = _post(
        rest,
        _contact(Key__c="1", LastName="New"),
        _contact(Key__c="2", LastName="Two"),
        _contact(LastName="None"),
        method="PATCH",
        path="/Contact/Key__c",
    )

    assert [result.get("created") for result in results] == [False, True, None]
    assert results[2]["errors"][0]["statusCode"] == "MISSING_ARGUMENT"
    assert [row["LastName"] for row in rest.query("SELECT LastName FROM Contact ORDER BY Key__c")] == ["New", "Two"]


def test_a_key_that_fits_several_records_is_refused_in_its_place(rest: Rest) -> None:
    made = [rest.create("Contact", LastName=name, Email="info@b.example") for name in ("a", "b")]

    result = _post(rest, _contact(Email="info@b.example", LastName="c"), method="PATCH", path="/Contact/Email")[0]

    assert result["errors"][0]["statusCode"] == "DUPLICATE_EXTERNAL_ID"
    assert ", ".join(made) in result["errors"][0]["message"]


def test_records_are_deleted_by_id(world: World, rest: Rest) -> None:
    made = [rest.create("Contact", LastName=str(n)) for n in range(3)]
    wanted = [made[0], made[1][:15], made[0]]

    answer = rest.send("DELETE", "/composite/sobjects", params={"ids": ",".join(wanted), "allOrNone": "false"})

    assert [result["success"] for result in answer.json()] == [True, True, False]
    assert answer.json()[2]["errors"][0]["statusCode"] == "ENTITY_IS_DELETED"
    assert world.org.count("Contact") == 1


def test_all_or_none_deletes_none_when_one_is_gone(world: World, rest: Rest) -> None:
    made = [rest.create("Contact", LastName=str(n)) for n in range(2)]
    params = {"ids": f"{made[0]},003gL000000zzzzQAA", "allOrNone": "true"}

    answer = rest.send("DELETE", "/composite/sobjects", params=params)

    assert answer.json()[0]["errors"] == [ROLLED_BACK]
    assert world.org.count("Contact") == 2


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_records_are_read_by_id_in_the_order_asked(world: World, rest: Rest, method: str) -> None:
    mine = rest.create("Contact", LastName="Mine", Phone="1")
    hidden = world.org.as_user(OTHER).create("Contact", {"LastName": "Hidden"})
    gone = world.org.as_user(REP).create("Contact", {"LastName": "Gone"})
    world.org.as_user(REP).delete(gone)
    ids = [hidden, mine[:15], gone, "003gL000000zzzzQAA"]

    if method == "GET":
        found = rest.get("/composite/sobjects/Contact", ids=",".join(ids), fields="Id,LastName")
    else:
        answer = rest.send("POST", "/composite/sobjects/Contact", {"ids": ids, "fields": ["Id", "LastName"]})
        found = answer.json()

    address = f"/services/data/v60.0/sobjects/Contact/{mine}"
    shown = {"attributes": {"type": "Contact", "url": address}, "Id": mine, "LastName": "Mine"}
    assert found == [None, shown, None, None]


def test_two_thousand_records_are_read_at_once_and_no_more(world: World, rest: Rest) -> None:
    made = world.org.as_user(REP).create_many("Contact", [{"LastName": "x"} for _ in range(2000)])

    found = rest.send("POST", "/composite/sobjects/Contact", {"ids": made, "fields": ["Id"]}).json()
    assert [record["Id"] for record in found] == made

    status, _ = rest.refusal("POST", "/composite/sobjects/Contact", {"ids": [*made, made[0]], "fields": ["Id"]})
    assert status == 400


def test_an_unknown_field_is_refused_as_a_whole(rest: Rest) -> None:
    made = rest.create("Contact", LastName="x")

    status, error = rest.refusal("POST", "/composite/sobjects/Contact", {"ids": [made], "fields": ["Foo"]})

    assert (status, error["errorCode"]) == (400, "INVALID_FIELD")


@pytest.mark.parametrize("attributes", [5, "Contact", ["Contact"], None, {}, {"type": {}}])
def test_attributes_that_name_no_type(rest: Rest, attributes: object) -> None:
    (told,) = rest.send(
        "POST", "/composite/sobjects", {"records": [{"attributes": attributes, "LastName": "x"}]}
    ).json()
    assert told["errors"][0]["statusCode"] == "INVALID_TYPE"
