"""SOQL: which records an expression finds, and how they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.salesforce_org import OTHER, REP, Rest, World

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE: list[dict[str, Any]] = [
    {"LastName": "Amsel", "FirstName": "Ada", "Email": "ada@amsel.example", "Birthdate": "1980-02-29"},
    {"LastName": "Brandt", "FirstName": "Bo", "Phone": "030 5", "Birthdate": "1975-01-01"},
    {"LastName": "brandt", "Email": "b_c%d@x.example", "Title": "It's 100%"},
    {"LastName": "Dachs", "FirstName": "Dan", "Email": "Dan@Dachs.example", "MailingCity": "Köln"},
]


@pytest.fixture
def people(world: World, rest: Rest) -> Rest:
    account = rest.create("Account", Name="Acme")
    for values in PEOPLE:
        rest.create("Contact", **values, **({"AccountId": account} if "Phone" in values else {}))
    return rest


FOUND = [
    ("LastName = 'Amsel'", "Amsel"),
    ("LastName = 'brandt'", "Brandt brandt"),
    ("LastName != 'BRANDT'", "Amsel Dachs"),
    ("LastName <> 'BRANDT'", "Amsel Dachs"),
    ("LastName > 'brandt'", "Dachs"),
    ("LastName >= 'brandt'", "Brandt brandt Dachs"),
    ("LastName < 'b'", "Amsel"),
    ("Email = null", "Brandt"),
    ("Email = ''", "Brandt"),
    ("Email != null", "Amsel brandt Dachs"),
    ("Email != 'ada@amsel.example'", "Brandt brandt Dachs"),
    ("Email = 'DAN@dachs.EXAMPLE'", "Dachs"),
    ("Email LIKE 'd%'", "Dachs"),
    ("Email LIKE '%EXAMPLE'", "Amsel brandt Dachs"),
    ("Email LIKE '%_c%'", "brandt Dachs"),
    (r"Email LIKE 'b\_c\%d%'", "brandt"),
    (r"Title = 'It\'s 100%'", "brandt"),
    (r"Title LIKE '%100\%'", "brandt"),
    ("NOT Email LIKE '%example'", "Brandt"),
    ("(NOT Email LIKE 'd%') AND FirstName != null", "Amsel Brandt"),
    ("LastName IN ('Amsel', 'DACHS')", "Amsel Dachs"),
    ("LastName NOT IN ('Amsel','DACHS')", "Brandt brandt"),
    ("Email IN ('ada@amsel.example', null)", "Amsel Brandt"),
    ("Email IN ('ada@amsel.example', '')", "Amsel Brandt"),
    ("FirstName = 'Ada' OR Phone != null", "Amsel Brandt"),
    ("FirstName = 'Ada' OR (LastName = 'brandt' AND Phone = null)", "Amsel brandt"),
    ("Birthdate = 1980-02-29", "Amsel"),
    ("Birthdate < 1980-01-01", "Brandt"),
    ("Birthdate <= 1980-02-29", "Amsel Brandt"),
    ("IsDeleted = false", "Amsel Brandt brandt Dachs"),
    ("IsDeleted = TRUE", ""),
    ("Account.Name = 'acme'", "Brandt"),
    ("Account.Name = null", "Amsel brandt Dachs"),
    ("AccountId IN (SELECT Id FROM Account WHERE Name LIKE 'A%')", "Brandt"),
    ("AccountId NOT IN (SELECT Id FROM Account)", "Amsel brandt Dachs"),
    ("Owner.Email = 'marianne@acme.example'", "Amsel Brandt brandt Dachs"),
    ("Owner.Profile.Name = 'Sales User'", "Amsel Brandt brandt Dachs"),
    ("MailingCity = 'köln'", "Dachs"),
    ("CreatedDate = TODAY", "Amsel Brandt brandt Dachs"),
    ("CreatedDate > 2026-03-10T11:29:59+02:00", "Amsel Brandt brandt Dachs"),
    ("CreatedDate < 2026-03-10T09:30:00.000Z", ""),
]


@pytest.mark.parametrize(("where", "names"), FOUND)
def test_a_condition_finds(people: Rest, where: str, names: str) -> None:
    records = people.query(f"SELECT LastName FROM Contact WHERE {where}")  # noqa: S608 - SOQL, and no database

    assert " ".join(record["LastName"] for record in records) == names


ORDERED = [
    ("ORDER BY Email", [None, "ada@amsel.example", "b_c%d@x.example", "dan@dachs.example"]),
    ("ORDER BY Email ASC NULLS LAST", ["ada@amsel.example", "b_c%d@x.example", "dan@dachs.example", None]),
    ("ORDER BY Email DESC NULLS LAST", ["dan@dachs.example", "b_c%d@x.example", "ada@amsel.example", None]),
    ("ORDER BY LastName DESC, Email LIMIT 2", ["dan@dachs.example", None]),
    ("ORDER BY Account.Name NULLS LAST LIMIT 1", [None]),
    ("ORDER BY LastName LIMIT 2 OFFSET 1", [None, "b_c%d@x.example"]),
    ("LIMIT 1", ["ada@amsel.example"]),
    ("LIMIT 0", []),
    ("USING SCOPE mine ORDER BY Email LIMIT 1", [None]),
    (
        "WHERE Email != null ORDER BY CreatedDate, Id FOR VIEW",
        ["ada@amsel.example", "b_c%d@x.example", "dan@dachs.example"],
    ),
]


@pytest.mark.parametrize(("tail", "emails"), ORDERED)
def test_records_come_in_order(people: Rest, tail: str, emails: list[str | None]) -> None:
    assert [record["Email"] for record in people.query(f"SELECT Email FROM Contact {tail}")] == emails  # noqa: S608 - SOQL


def test_fields_of_related_records_are_nested(world: World, people: Rest) -> None:
    fields = "c.Name, Account.Name, c.Account.Owner.Username, Owner.Id"
    text = f"SELECT {fields} FROM Contact c WHERE c.FirstName IN ('Bo','Ada')"  # noqa: S608 - SOQL

    ada, bo = people.query(text)

    assert ada["Account"] is None
    assert bo["Account"]["attributes"]["type"] == "Account"
    assert (bo["Account"]["Name"], bo["Account"]["Owner"]["Username"]) == ("Acme", REP)
    assert bo["Owner"]["Id"] == world.org.user_id(REP)
    assert list(bo) == ["attributes", "Name", "Account", "Owner"]


def test_who_an_event_is_with_is_shown_by_name_and_type(people: Rest) -> None:
    ada = people.ids("SELECT Id FROM Contact WHERE FirstName = 'Ada'")[0]
    people.create("Event", Subject="Lunch", StartDateTime="2026-03-11T11:00:00Z", DurationInMinutes=60, WhoId=ada)

    event = people.query("SELECT Who.Name, Who.Type, Who.Email, What.Name, Owner.Name FROM Event")[0]

    assert event["Who"]["attributes"] == {"type": "Name", "url": f"/services/data/v60.0/sobjects/Contact/{ada}"}
    assert (event["Who"]["Name"], event["Who"]["Type"], event["Who"]["Email"]) == (
        "Ada Amsel",
        "Contact",
        "ada@amsel.example",
    )
    assert (event["What"], event["Owner"]["Name"]) == (None, "Marianne Vogel")
    assert people.ids(f"SELECT Id FROM Event WHERE Who.Type = 'Contact' AND WhoId = '{ada[:15]}'")  # noqa: S608 - SOQL


def test_children_are_nested_with_their_own_conditions(people: Rest) -> None:
    account = people.query(
        "SELECT Name, (SELECT LastName FROM Contacts WHERE Phone != null), (SELECT Id FROM Events) FROM Account"
    )[0]

    assert [contact["LastName"] for contact in account["Contacts"]["records"]] == ["Brandt"]
    assert (account["Contacts"]["totalSize"], account["Contacts"]["done"], account["Events"]) == (1, True, None)


COUNTED: list[tuple[str, int, list[dict[str, Any]]]] = [
    ("SELECT COUNT() FROM Contact", 4, []),
    ("SELECT COUNT() FROM Contact WHERE Email = null", 1, []),
    ("SELECT COUNT(Id) FROM Contact", 1, [{"expr0": 4}]),
    ("SELECT COUNT(Email) n, COUNT_DISTINCT(LastName) FROM Contact", 1, [{"n": 3, "expr0": 3}]),
    ("SELECT MIN(Birthdate), MAX(LastName) last FROM Contact", 1, [{"expr0": "1975-01-01", "last": "brandt"}]),
    (
        "SELECT LastName, COUNT(Id) FROM Contact GROUP BY LastName",
        3,
        [{"LastName": "Amsel", "expr0": 1}, {"LastName": "Brandt", "expr0": 2}, {"LastName": "Dachs", "expr0": 1}],
    ),
]


@pytest.mark.parametrize(("text", "total", "results"), COUNTED)
def test_records_are_counted_and_grouped(people: Rest, text: str, total: int, results: list[dict[str, Any]]) -> None:
    answer = people.get("/query", q=text)

    shown = [{name: value for name, value in record.items() if name != "attributes"} for record in answer["records"]]
    assert (answer["totalSize"], shown) == (total, results)


def test_all_fields_at_once_need_a_limit(people: Rest) -> None:
    record = people.query("SELECT FIELDS(ALL) FROM Contact LIMIT 200")[0]

    assert len(record) == 60
    assert people.refusal("GET", "/query", q="SELECT FIELDS(ALL) FROM Contact")[1]["errorCode"] == "MALFORMED_QUERY"


HINT = (
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please"
    " reference your WSDL or the describe call for the appropriate names."
)


def test_an_unknown_field_is_pointed_at(rest: Rest) -> None:
    status, error = rest.refusal("GET", "/query", q="SELECT Id, Foo FROM Contact")

    assert (status, error) == (
        400,
        {
            "message": "\nSELECT Id, Foo FROM Contact\n           ^\nERROR at Row:1:Column:12\n"
            f"No such column 'Foo' on entity 'Contact'. {HINT}",
            "errorCode": "INVALID_FIELD",
        },
    )


BAD = [
    ("SELECT Id FROM Nothing", "INVALID_TYPE"),
    ("SELECT Account.Foo FROM Contact", "INVALID_FIELD"),
    ("SELECT Foo.Name FROM Contact", "INVALID_FIELD"),
    ("SELECT Id FROM Contact WHERE Foo = 1", "INVALID_FIELD"),
    ("SELECT Id FROM Contact ORDER BY Foo", "INVALID_FIELD"),
    ("SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD"),
    ("SELECT Id FROM Contact WHERE LastName = 1", "INVALID_FIELD"),
    ("SELECT Id FROM Contact WHERE IsDeleted = 'true'", "INVALID_FIELD"),
    ("SELECT Id FROM Contact WHERE CreatedDate = '2026-01-01T00:00:00Z'", "INVALID_FIELD"),
    ("SELECT Id FROM Contact WHERE CreatedDate > 2026-01-01", "INVALID_FIELD"),
    ("SELECT Id FROM Contact WHERE Birthdate > 2026-01-01T00:00:00Z", "INVALID_FIELD"),
    ("SELECT Id FROM Contact WHERE LastName = TODAY", "INVALID_FIELD"),
    ("SELECT Id FROM Contact WHERE Id = 'abc'", "INVALID_QUERY_FILTER_OPERATOR"),
    ("SELECT Id FROM Contact WHERE IsDeleted > false", "INVALID_QUERY_FILTER_OPERATOR"),
    ("SELECT Id FROM Contact WHERE AccountId LIKE '001%'", "INVALID_QUERY_FILTER_OPERATOR"),
    ("SELECT Id FROM Contact WHERE LastName < null", "INVALID_QUERY_FILTER_OPERATOR"),
    ("SELECT Id FROM Contact ORDER BY Description", "MALFORMED_QUERY"),
    ("SELECT FROM Contact", "MALFORMED_QUERY"),
    ("SELECT * FROM Contact", "MALFORMED_QUERY"),
    ("SELECT Id Contact", "MALFORMED_QUERY"),
    ("SELECT Id FROM Contact WHERE", "MALFORMED_QUERY"),
    ("SELECT Id FROM Contact WHERE LastName = 'x", "MALFORMED_QUERY"),
    ('SELECT Id FROM Contact WHERE LastName = "x"', "MALFORMED_QUERY"),
    (r"SELECT Id FROM Contact WHERE LastName = 'a\q'", "MALFORMED_QUERY"),
    ("SELECT Id FROM Contact WHERE A = 1 AND B = 2 OR C = 3", "MALFORMED_QUERY"),
    ("SELECT Id FROM Contact WHERE CreatedDate = SOMEDAY", "MALFORMED_QUERY"),
    ("SELECT Id FROM Contact WHERE CreatedDate > 2026-01-01T00:00:00 00:00", "MALFORMED_QUERY"),
    ("SELECT Id FROM Contact WHERE Birthdate = 2026-02-30", "MALFORMED_QUERY"),
    ("SELECT Id FROM Contact WHERE LastName IN ()", "MALFORMED_QUERY"),
    ("SELECT Id FROM Contact LIMIT x", "MALFORMED_QUERY"),
    ("SELECT Id FROM Contact LIMIT 1 WHERE Id = null", "MALFORMED_QUERY"),
    ("SELECT Id, COUNT(Id) FROM Contact", "MALFORMED_QUERY"),
    ("SELECT Id FROM Contact OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE"),
    ("DELETE FROM Contact", "MALFORMED_QUERY"),
    ("", "MALFORMED_QUERY"),
]


@pytest.mark.parametrize(("text", "code"), BAD)
def test_a_bad_query_is_refused(people: Rest, text: str, code: str) -> None:
    status, error = people.refusal("GET", "/query", q=text)

    assert (status, error["errorCode"]) == (400, code)


def test_a_plus_sign_in_an_address_is_a_space(people: Rest) -> None:
    """An instant's offset must be escaped: unescaped it loses its sign, as many a client has found."""
    base = "/query?q=SELECT+Id+FROM+Contact+WHERE+CreatedDate+>+2026-03-10T00:00:00"

    assert people.refusal("GET", f"{base}+01:00")[1]["errorCode"] == "MALFORMED_QUERY"
    assert people.get(f"{base}%2B01:00")["totalSize"] == 4


def test_pages_follow_each_other(world: World, rest: Rest) -> None:
    made = world.org.as_user(REP).create_many("Contact", [{"LastName": f"L{n:04}"} for n in range(450)])
    first = rest.send(
        "GET", "/query?q=SELECT Id FROM Contact", headers={"Sforce-Query-Options": "batchSize=200"}
    ).json()
    world.org.as_user(REP).create("Contact", {"LastName": "Late"})

    second = rest.get(first["nextRecordsUrl"])
    third = rest.get(second["nextRecordsUrl"])

    assert (first["totalSize"], first["done"], third["done"]) == (450, False, True)
    assert first["nextRecordsUrl"].endswith("-200")
    assert "nextRecordsUrl" not in third
    pages = [record["Id"] for page in (first, second, third) for record in page["records"]]
    assert pages == made


def test_without_a_wish_a_page_has_2000_records(world: World, rest: Rest) -> None:
    world.org.as_user(REP).create_many("Contact", [{"LastName": "x"} for _ in range(2001)])

    assert len(rest.get("/query", q="SELECT Id FROM Contact")["records"]) == 2000


def _another_user(world: World, url: str) -> tuple[int, dict[str, Any]]:
    return world.rest(OTHER).refusal("GET", url)


def _expired(world: World, url: str) -> tuple[int, dict[str, Any]]:
    world.org.forget_cursors()
    return world.rest().refusal("GET", url)


def _invented(world: World, url: str) -> tuple[int, dict[str, Any]]:
    return world.rest().refusal("GET", "/query/nothing")


@pytest.mark.parametrize("ask", [_another_user, _expired, _invented])
def test_a_locator_that_is_not_ones_own_is_invalid(
    world: World, rest: Rest, ask: Callable[[World, str], tuple[int, dict[str, Any]]]
) -> None:
    world.org.as_user(REP).create_many("Contact", [{"LastName": "x"} for _ in range(201)])
    page = rest.send("GET", "/query?q=SELECT Id FROM Contact", headers={"Sforce-Query-Options": "batchSize=200"}).json()

    assert ask(world, page["nextRecordsUrl"]) == (
        400,
        {"message": "invalid query locator", "errorCode": "INVALID_QUERY_LOCATOR"},
    )


def test_an_address_that_is_too_long_is_refused_before_it_is_read(rest: Rest) -> None:
    assert rest.send("GET", "/query", params={"q": "SELECT Id FROM Contact" + " " * 16_400}).status_code == 414
