"""Nonsense is refused, never a server error: random bodies and random queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncline.sandbox.salesforce import RefusedError
from syncline.sandbox.salesforce.schema import Schema
from tests.support.salesforce_org import REP, Rest, make_world

if TYPE_CHECKING:
    from syncline.sandbox.salesforce import AppKey, Person

CONTACT, EVENT = Schema().objects["Contact"], Schema().objects["Event"]
BASE = "/services/data/v60.0"
PLACES = [
    ("POST", "/sobjects/Contact"),
    ("POST", "/sobjects/Event"),
    ("PATCH", "/sobjects/Contact/Email/a@b.example"),
    ("POST", "/composite"),
    ("POST", "/composite/batch"),
    ("POST", "/composite/sobjects"),
    ("PATCH", "/composite/sobjects"),
    ("PATCH", "/composite/sobjects/Contact/Email"),
    ("POST", "/composite/sobjects/Contact"),
    ("POST", "/composite/tree/Contact"),
    ("POST", "/composite/graph"),
    ("POST", "/parameterizedSearch"),
    ("POST", "/jobs/ingest"),
    ("POST", "/jobs/query"),
]
_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=50)
    | st.sampled_from(
        ["2026-03-10", "2026-03-10T10:00:00Z", "9999-12-31T23:59:59-12:00", "@{a.id}", "003gL0000047wsyQAA"]
    )
)
_names = st.sampled_from(
    [*CONTACT.fields, *EVENT.fields, "attributes", "records", "id", "ids", "fields", "allOrNone", "x"]
)
_requests = st.fixed_dictionaries(
    {},
    optional={
        "referenceId": _scalars,
        "method": st.sampled_from(["GET", "POST", "PATCH", "DELETE", "x", 1]),
        "url": st.sampled_from([f"{BASE}{path}" for _, path in PLACES] + ["", "/", f"{BASE}/query?q=SELECT", 5]),
        "body": st.dictionaries(_names, _scalars, max_size=3),
        "httpHeaders": _scalars | st.dictionaries(st.text(max_size=5), _scalars, max_size=2),
    },
)
_records = st.dictionaries(_names, _scalars, max_size=4).map(
    lambda values: {"attributes": {"type": "Contact"}, **values}
)
_asked = {
    "graphId": _scalars,
    "operation": st.sampled_from(["insert", "upsert", "query"]) | _scalars,
    "object": st.sampled_from(["Contact", "x"]) | _scalars,
    "externalIdFieldName": _names | _scalars,
    "query": _scalars,
    "q": _scalars,
    "in": _scalars,
    "sobjects": st.lists(st.fixed_dictionaries({"name": _scalars, "limit": _scalars, "fields": _scalars}), max_size=2),
    "overallLimit": _scalars,
}
_bodies = (
    st.fixed_dictionaries({}, optional=_asked)
    | st.dictionaries(_names, _scalars | st.lists(_scalars, max_size=3), max_size=5)
    | st.builds(lambda requests: {"compositeRequest": requests}, st.lists(_requests, max_size=4))
    | st.builds(
        lambda requests: {"graphs": [{"graphId": "a", "compositeRequest": requests}]}, st.lists(_requests, max_size=4)
    )
    | st.builds(lambda requests: {"batchRequests": requests}, st.lists(_requests, max_size=4))
    | st.builds(
        lambda records, every: {"records": records, "allOrNone": every}, st.lists(_records, max_size=4), st.booleans()
    )
)


@pytest.fixture(scope="module")
def client(key: AppKey) -> Rest:
    return make_world(key).rest()


@pytest.fixture(scope="module")
def rep(key: AppKey) -> Person:
    made = make_world(key).org.as_user(REP)
    made.create_many("Contact", [{"LastName": str(n), "MailingCity": "x"} for n in range(3)])
    return made


@settings(max_examples=80, deadline=None)
@given(place=st.sampled_from(PLACES), body=_bodies)
def test_a_random_body_is_answered_in_good_order(client: Rest, place: tuple[str, str], body: dict[str, Any]) -> None:
    answer = client.send(*place, body)

    assert answer.status_code in {200, 201, 300, 400, 403, 404}
    if answer.status_code >= 400:
        assert set(answer.json()[0]) >= {"message", "errorCode"}


_words = st.sampled_from(
    [
        *(
            "SELECT",
            "FROM",
            "WHERE",
            "AND",
            "OR",
            "NOT",
            "IN",
            "LIKE",
            "ORDER BY",
            "GROUP BY",
            "LIMIT",
            "OFFSET",
            "NULLS LAST",
        ),
        *(
            "COUNT()",
            "COUNT(Id)",
            "SUM(LastName)",
            "MIN(MailingAddress)",
            "FIELDS(ALL)",
            "Contact",
            "Account",
            "Event",
            "c",
        ),
        *(
            "Id",
            "Name",
            "MailingAddress",
            "IsDeleted",
            "CreatedDate",
            "Birthdate",
            "Account.Name",
            "Owner.Name",
            "Description",
        ),
        *(
            "=",
            "!=",
            "<",
            ">",
            "(",
            ")",
            ",",
            ":",
            "null",
            "true",
            "'x'",
            "5",
            "-1.5",
            "2026-01-01",
            "2026-01-01T00:00:00Z",
        ),
        *(
            "TODAY",
            "LAST_N_DAYS:5",
            "LAST_N_DAYS:99999999999",
            "NEXT_N_YEARS:9999",
            "(SELECT Id FROM Contacts)",
            "'\\u00e4'",
        ),
    ]
)
_conditions = st.lists(_words, min_size=1, max_size=6).map(" ".join)
_selects = st.builds("SELECT {} FROM Contact WHERE {}".format, _words, _conditions)
_tails = st.builds("SELECT {} FROM Contact {}".format, _words, _conditions)


def _refusal(rep: Person, text: str) -> RefusedError | None:
    try:
        rep.query(text)
    except RefusedError as refused:
        return refused
    return None


@settings(max_examples=250, deadline=None)
@given(text=st.lists(_words, max_size=10).map(" ".join) | _selects | _tails | st.text(max_size=30))
def test_a_random_query_is_answered_or_refused(rep: Person, text: str) -> None:
    refusal = _refusal(rep, text)

    assert refusal is None or (refusal.status == 400 and refusal.message)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT COUNT(Id) FROM Contact GROUP BY MailingAddress",
        "SELECT SUM(LastName) FROM Contact",
        "SELECT COUNT_DISTINCT(MailingAddress) FROM Contact",
        "SELECT Id FROM Contact WHERE AccountId IN (SELECT Name FROM Account)",
        "SELECT Id FROM Contact WHERE AccountId IN (SELECT Id, Name FROM Account)",
        "SELECT Id FROM Contact WHERE LastName IN (SELECT Id FROM Account)",
        "SELECT Id FROM Contact WHERE CreatedDate = LAST_N_DAYS:999999999999",
    ],
)
def test_what_makes_no_sense_is_refused(rep: Person, text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        rep.query(text)

    assert refused.value.code in {"MALFORMED_QUERY", "INVALID_QUERY_FILTER_OPERATOR"}
