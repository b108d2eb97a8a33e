"""SOSL and the search by parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest


@pytest.fixture(autouse=True)
def people(rest: Rest) -> None:
    account = rest.send("POST", "/sobjects/Account", {"Name": "Meyer & Sons"}).json()["id"]
    for values in (
        {"LastName": "Meyer", "FirstName": "Ann", "Email": "ann@acme.example", "AccountId": account},
        {"LastName": "Meyerhof", "FirstName": "Bo", "Title": "O'Neil {x}"},
        {"LastName": "Brandt", "Email": "meyer@brandt.example"},
    ):
        rest.send("POST", "/sobjects/Contact", values)


@pytest.mark.parametrize(("sosl", "names"), [
    ("FIND {meyer}", ["Account", "Contact", "Contact"]),
    ("FIND {Meyer} IN NAME FIELDS RETURNING Contact(LastName)", ["Meyer"]),
    ("FIND {Mey*} IN NAME FIELDS RETURNING Contact(LastName ORDER BY LastName DESC)", ["Meyerhof", "Meyer"]),
    ("find {meyer} in email fields returning contact(LastName)", ["Brandt"]),
    ("FIND {Mey*} RETURNING Contact(LastName WHERE FirstName = 'Bo')", ["Meyerhof"]),
    ("FIND {Mey*} RETURNING Contact(LastName ORDER BY LastName LIMIT 1)", ["Brandt"]),
    ("FIND {Me?er} IN NAME FIELDS RETURNING Contact(LastName), Account(Name) LIMIT 1", ["Meyer"]),
    ("FIND {\"O'Neil\" AND Bo} RETURNING Contact(LastName)", ["Meyerhof"]),
    ("FIND {\\{x\\} meyerhof} RETURNING Contact(LastName)", ["Meyerhof"]),
    ("FIND {nobody}", []),
])  # fmt: skip
def test_a_search(rest: Rest, sosl: str, names: list[str]) -> None:
    found = rest.get("/search", q=sosl)["searchRecords"]
    assert [one.get("LastName") or one["attributes"]["type"] for one in found] == names


@pytest.mark.parametrize(("sosl", "code"), [
    ("", "MALFORMED_SEARCH"),
    ("FIND meyer", "MALFORMED_SEARCH"),
    ("FIND {a*}", "MALFORMED_SEARCH"),
    ("FIND {meyer} IN SHOE FIELDS", "MALFORMED_SEARCH"),
    ("FIND {meyer} RETURNING Contact(Id", "MALFORMED_SEARCH"),
    ("FIND {meyer} RETURNING Contact(COUNT())", "MALFORMED_SEARCH"),
    ("FIND {meyer} RETURNING Contact(Nothing)", "INVALID_FIELD"),
    ("FIND {meyer} RETURNING Nothing", "INVALID_TYPE"),
])  # fmt: skip
def test_a_search_that_is_none(rest: Rest, sosl: str, code: str) -> None:
    status, refused = rest.refusal("GET", "/search", q=sosl)
    assert (status, refused["errorCode"]) == (400, code)


def test_a_search_by_parameters(rest: Rest) -> None:
    asked: dict[str, Any] = {"q": "Meyer", "in": "NAME", "sobjects": [{"name": "Contact", "fields": ["LastName"]}]}
    (posted,) = rest.send("POST", "/parameterizedSearch", asked).json()["searchRecords"]
    (got,) = rest.get("/parameterizedSearch", q="Meyer", sobject="Account", fields="Name")["searchRecords"]
    assert (posted["LastName"], got["Name"]) == ("Meyer", "Meyer & Sons")
    assert rest.refusal("POST", "/parameterizedSearch", {})[1]["errorCode"] == "MALFORMED_SEARCH"


@pytest.mark.parametrize("asked", [
    {"q": "Meyer", "fields": 5}, {"q": "Meyer", "sobjects": "Contact"}, {"q": 5}, {"q": "Meyer", "in": []},
    {"q": "Meyer", "sobjects": [{"name": "Contact", "fields": "Id"}]}, {"q": "Meyer", "sobjects": [{"name": 5}]},
])  # fmt: skip
def test_parameters_of_the_wrong_kind(rest: Rest, asked: dict[str, Any]) -> None:
    assert rest.refusal("POST", "/parameterizedSearch", asked)[0] == 400
