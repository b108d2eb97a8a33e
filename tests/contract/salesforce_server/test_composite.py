"""Composite: requests that lean on each other, in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

BASE = "/services/data/v60.0"
Request = dict[str, Any]


def _request(reference: str, method: str, path: str, body: object = None, **headers: str) -> Request:
    made: Request = {"referenceId": reference, "method": method, "url": f"{BASE}{path}"}
    return {**made, **({"body": body} if body is not None else {}), **({"httpHeaders": headers} if headers else {})}


def _composite(rest: Rest, *requests: Request, all_or_none: bool = False) -> dict[str, dict[str, Any]]:
    answer = rest.send("POST", "/composite", {"allOrNone": all_or_none, "compositeRequest": list(requests)})
    assert answer.status_code == 200, answer.text
    entries = answer.json()["compositeResponse"]
    assert [entry["referenceId"] for entry in entries] == [request["referenceId"] for request in requests]
    return {entry["referenceId"]: entry for entry in entries}


def test_later_requests_use_the_answers_of_earlier_ones(world: World, rest: Rest) -> None:
    world.org.requests.reset()

    answers = _composite(
        rest,
        _request("account", "POST", "/sobjects/Account", {"Name": "Acme"}),
        _request("contact", "POST", "/sobjects/Contact", {"LastName": "Vogel", "AccountId": "@{account.id}"}),
        _request("found", "GET", "/query?q=SELECT Id, AccountId FROM Contact WHERE Id = '@{contact.id}'"),
        _request("change", "PATCH", "/sobjects/Contact/@{found.records[0].Id}", {"Title": "of @{account.id}"}),
        _request(
            "many", "POST", "/composite/sobjects", {"records": [{"attributes": {"type": "Contact"}, "LastName": "M"}]}
        ),
        _request("read", "GET", "/sobjects/Contact/@{many[0].id}?fields=LastName"),
    )

    account = answers["account"]["body"]["id"]
    contact = answers["contact"]["body"]["id"]
    assert [entry["httpStatusCode"] for entry in answers.values()] == [201, 201, 200, 204, 200, 200]
    assert answers["account"]["httpHeaders"] == {"Location": f"{BASE}/sobjects/Account/{account}"}
    assert rest.get(f"/sobjects/Contact/{contact}", fields="AccountId,Title")["Title"] == f"of {account}"
    assert answers["read"]["body"]["LastName"] == "M"
    assert dict(world.org.requests.by_kind) == {"composite": 1, "sobjects": 1}


def test_one_that_fails_leaves_the_others_standing(world: World, rest: Rest) -> None:
    answers = _composite(
        rest,
        _request("bad", "POST", "/sobjects/Contact", {}),
        _request("leaning", "PATCH", "/sobjects/Contact/@{bad.id}", {"Title": "x"}),
        _request("good", "POST", "/sobjects/Contact", {"LastName": "Vogel"}),
    )

    assert answers["bad"]["body"][0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    assert answers["leaning"]["httpStatusCode"] == 400
    assert answers["leaning"]["body"] == [
        {"message": "Invalid reference specified. No value for bad.id found in bad", "errorCode": "PROCESSING_HALTED"}
    ]
    assert (answers["good"]["httpStatusCode"], world.org.count("Contact")) == (201, 1)


def test_all_or_none_takes_everything_back(world: World, rest: Rest) -> None:
    kept = rest.create("Contact", LastName="Before")

    answers = _composite(
        rest,
        _request("one", "PATCH", f"/sobjects/Contact/{kept}", {"LastName": "After"}),
        _request("two", "POST", "/sobjects/Contact", {"LastName": "New"}),
        _request("bad", "POST", "/sobjects/Contact", {"LastName": "x" * 81}),
        _request("never", "DELETE", f"/sobjects/Contact/{kept}"),
        all_or_none=True,
    )

    halted = {
        "message": "The transaction was rolled back since another operation in the same transaction failed.",
        "errorCode": "PROCESSING_HALTED",
    }
    assert answers["bad"]["body"][0]["errorCode"] == "STRING_TOO_LONG"
    assert [answers[name]["body"] for name in ("one", "two", "never")] == [[halted]] * 3
    assert [row["LastName"] for row in rest.query("SELECT LastName FROM Contact")] == ["Before"]
    assert world.org.count("Contact", deleted=True) == 0


def test_headers_of_one_request_are_its_own(world: World, rest: Rest) -> None:
    world.org.admin.create_many(
        "Contact", [{"LastName": "x", "OwnerId": world.org.user_id("marianne@acme.example")}] * 201
    )
    options = {"Sforce-Query-Options": "batchSize=200"}

    answers = _composite(
        rest,
        _request("small", "GET", "/query?q=SELECT Id FROM Contact", **options),
        _request("large", "GET", "/query?q=SELECT Id FROM Contact"),
    )

    assert [len(answers[name]["body"]["records"]) for name in ("small", "large")] == [200, 201]


@pytest.mark.parametrize(
    "requests",
    [
        [_request(f"r{n}", "GET", "/limits") for n in range(26)],
        [_request(f"r{n}", "GET", "/query?q=SELECT Id FROM Contact") for n in range(6)],
        [_request(f"r{n}", "POST", "/composite/sobjects", {"records": []}) for n in range(6)],
        [_request("same", "GET", "/limits")] * 2,
        [{"method": "GET", "url": f"{BASE}/limits"}],
        "nothing",
    ],
)
def test_too_much_or_too_little_is_refused_as_a_whole(rest: Rest, requests: object) -> None:
    assert rest.refusal("POST", "/composite", {"compositeRequest": requests})[0] == 400


def test_a_composite_does_not_nest(rest: Rest) -> None:
    answers = _composite(rest, _request("inner", "POST", "/composite", {"compositeRequest": []}))

    assert answers["inner"]["body"][0]["errorCode"] == "INVALID_INPUT"


def test_a_batch_counts_each_request_and_goes_on_after_a_failure(world: World, rest: Rest) -> None:
    requests = [
        {"method": "POST", "url": "v60.0/sobjects/Contact", "richInput": {}},
        {"method": "POST", "url": "v60.0/sobjects/Contact", "richInput": {"LastName": "Vogel"}},
        {"method": "GET", "url": "v60.0/query?q=SELECT+LastName+FROM+Contact"},
    ]

    batch = rest.send("POST", "/composite/batch", {"batchRequests": requests}).json()
    halted = rest.send("POST", "/composite/batch", {"batchRequests": requests, "haltOnError": True}).json()

    assert (batch["hasErrors"], [result["statusCode"] for result in batch["results"]]) == (True, [400, 201, 200])
    assert batch["results"][2]["result"]["records"][0]["LastName"] == "Vogel"
    assert [result["statusCode"] for result in halted["results"]] == [400, 412, 412]
    assert world.org.requests.total == 6
