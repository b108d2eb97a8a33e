"""Records with their children in one request, and graphs that are carried out whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest

BASE = "/services/data/v60.0"


def tree(reference: str, children: list[dict[str, Any]], **values: object) -> dict[str, Any]:
    made: dict[str, Any] = {"attributes": {"type": "Account", "referenceId": reference}, **values}
    return {**made, "Contacts": {"records": children}} if children else made


def contact(reference: str, **values: object) -> dict[str, Any]:
    return {"attributes": {"type": "Contact", "referenceId": reference}, **values}


def test_a_tree_is_made_with_its_branches(rest: Rest) -> None:
    trees = [tree("a", [contact("b", LastName="Brandt"), contact("c", LastName="Petit")], Name="Acme")]
    answer = rest.send("POST", "/composite/tree/Account/", {"records": [*trees, tree("d", [], Name="Beta")]})
    assert (answer.status_code, answer.json()["hasErrors"]) == (201, False)
    assert [one["referenceId"] for one in answer.json()["results"]] == ["a", "b", "c", "d"]
    assert [one["Account"]["Name"] for one in rest.query("SELECT Account.Name FROM Contact")] == ["Acme", "Acme"]


def test_one_bad_leaf_and_nothing_is_made(rest: Rest) -> None:
    trees = [tree("a", [contact("b", LastName="Brandt", Email="no"), contact("c")], Name="Acme")]
    answer = rest.send("POST", "/composite/tree/Account", {"records": trees})
    assert (answer.status_code, answer.json()["hasErrors"]) == (400, True)
    told = {one["referenceId"]: one["errors"][0]["statusCode"] for one in answer.json()["results"]}
    assert told == {"b": "INVALID_EMAIL_ADDRESS", "c": "REQUIRED_FIELD_MISSING"}
    assert rest.query("SELECT Id FROM Account") == []


def test_a_tree_that_is_none(rest: Rest) -> None:
    for records, code in (
        ([{"Name": "Acme"}], "INVALID_INPUT"),
        ([tree("a", [], Name="x"), tree("a", [], Name="y")], "INVALID_INPUT"),
        ([tree(str(number), [], Name="x") for number in range(201)], "LIMIT_EXCEEDED"),
        ("x", "JSON_PARSER_ERROR"),
        ([{**tree("a", [], Name="x"), "Cars": {"records": []}}], "INVALID_FIELD"),
    ):
        assert rest.refusal("POST", "/composite/tree/Account", {"records": records})[1]["errorCode"] == code
    assert rest.refusal("POST", "/composite/tree/Nothing", {"records": []})[0] == 404


def graph(name: str, account: dict[str, Any]) -> dict[str, Any]:
    child = {"LastName": "Brandt", "AccountId": "@{account.id}"}
    return {
        "graphId": name,
        "compositeRequest": [
            {"method": "POST", "url": f"{BASE}/sobjects/Account", "referenceId": "account", "body": account},
            {"method": "POST", "url": f"{BASE}/sobjects/Contact", "referenceId": "contact", "body": child},
        ],
    }


def test_each_graph_is_whole_or_not_at_all(rest: Rest) -> None:
    asked = {"graphs": [graph("1", {"Name": "Acme"}), graph("2", {"Nothing": 1})]}
    told = rest.send("POST", "/composite/graph", asked).json()["graphs"]
    assert [(one["graphId"], one["isSuccessful"]) for one in told] == [("1", True), ("2", False)]
    answers = [[one["httpStatusCode"] for one in each["graphResponse"]["compositeResponse"]] for each in told]
    assert answers == [[201, 201], [400, 400]]
    assert len(rest.query("SELECT Id FROM Contact WHERE Account.Name = 'Acme'")) == 1


def test_graphs_that_are_none(rest: Rest) -> None:
    one = graph("1", {"Name": "Acme"})
    for graphs, code in (
        ([one, one], "INVALID_INPUT"),
        ([{**one, "graphId": None}], "INVALID_INPUT"),
        ([{"graphId": "1"}], "JSON_PARSER_ERROR"),
        ([graph(str(number), {}) for number in range(76)], "LIMIT_EXCEEDED"),
    ):
        assert rest.refusal("POST", "/composite/graph", {"graphs": graphs})[1]["errorCode"] == code
