"""HAVING and TYPEOF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest


@pytest.fixture(autouse=True)
def people(rest: Rest) -> None:
    for name, city in (("A", "Bonn"), ("B", "Bonn"), ("C", "Köln"), ("D", None)):
        rest.create("Contact", LastName=name, MailingCity=city)


@pytest.mark.parametrize(
    ("having", "cities"),
    [
        ("COUNT(Id) > 1", ["Bonn"]),
        ("COUNT(Id) >= 1 AND MailingCity != NULL", ["Bonn", "Köln"]),
        ("MailingCity = 'BONN' OR MailingCity = NULL", [None, "Bonn"]),
        ("COUNT_DISTINCT(LastName) < 2", [None, "Köln"]),
    ],
)
def test_only_the_groups_that_pass_are_answered(rest: Rest, having: str, cities: list[str | None]) -> None:
    found = rest.query(f"SELECT MailingCity, COUNT(Id) many FROM Contact GROUP BY MailingCity HAVING {having}")  # noqa: S608 - our own words
    assert [row["MailingCity"] for row in found] == cities


@pytest.mark.parametrize("having", ["LastName = 'A'", "COUNT(Id)", "COUNT(Id) LIKE 'x'"])
def test_what_makes_no_sense_in_having_is_refused(rest: Rest, having: str) -> None:
    soql = f"SELECT COUNT(Id) FROM Contact GROUP BY MailingCity HAVING {having}"  # noqa: S608 - our own words
    assert rest.refusal("GET", "/query", q=soql)[1]["errorCode"] == "MALFORMED_QUERY"


def test_each_kind_of_a_reference_shows_its_own_fields(rest: Rest) -> None:
    contact = rest.create("Contact", LastName="Vogel", Email="v@b.example")
    lead = rest.create("Lead", LastName="Amsel", Company="Acme")
    for who in (contact, lead, None):
        rest.create("Event", Subject="x", WhoId=who, StartDateTime="2026-03-11T09:00:00Z", DurationInMinutes=30)
    soql = (
        "SELECT Subject, TYPEOF Who WHEN Contact THEN Email, LastName WHEN Lead THEN Company END FROM Event ORDER BY Id"
    )

    found: list[dict[str, Any]] = rest.query(soql)

    assert [found[0]["Who"][name] for name in ("Email", "LastName")] == ["v@b.example", "Vogel"]
    assert (found[1]["Who"]["Company"], "Email" in found[1]["Who"]) == ("Acme", False)
    assert found[0]["Who"]["attributes"]["type"] == "Contact"
    assert found[2]["Who"] is None


def test_what_no_case_names_shows_what_else_says(rest: Rest) -> None:
    lead = rest.create("Lead", LastName="Amsel", Company="Acme")
    rest.create("Event", Subject="x", WhoId=lead, StartDateTime="2026-03-11T09:00:00Z", DurationInMinutes=30)
    (row,) = rest.query("SELECT TYPEOF Who WHEN Contact THEN Email ELSE Name END FROM Event")
    assert row["Who"]["Name"] == "Amsel"


@pytest.mark.parametrize("what", ["Account WHEN Account THEN Name", "Who WHEN Nothing THEN Id", "Who THEN Id"])
def test_a_typeof_that_makes_no_sense_is_refused(rest: Rest, what: str) -> None:
    assert rest.refusal("GET", "/query", q=f"SELECT TYPEOF {what} END FROM Event")[0] == 400  # noqa: S608 - our own words
