"""Answers that a real org may give and the sandbox does not: whole batches refused, the org's own rules, nonsense."""

from __future__ import annotations

from typing import Any

import pytest

from syncline import catalogue
from syncline.connectors.errors import (
    BadAnswerError,
    ConnectorError,
    StopCollectionError,
    StopConnectionError,
    StopRepError,
    ThrottledError,
    UnavailableError,
)
from syncline.connectors.port import Draft, Duty, Edit, ItemError, Mention, Missing, Written
from syncline.records.words import Collection
from tests.support.sf_connector_script import TOKEN, Script, composite, error, failed, rows, saved

CONTACTS = Collection.CONTACTS
AN_ID = "003000000000001AAA"


def drafts(*names: str) -> list[Draft]:
    return [Draft(name, {"Surname": name}) for name in names]


def test_a_batch_that_is_refused_for_one_record_goes_through_without_it() -> None:
    """A value of the wrong JSON type makes the org refuse the whole collection, without a word about which."""

    def answer(_path: str, body: Any) -> tuple[int, Any]:
        records = body["compositeRequest"][0]["body"]["records"]
        if any(record["LastName"] == "bad" for record in records):
            refused = error("JSON_PARSER_ERROR", "Cannot deserialize 'bad'")
            return composite(made=(400, refused), after=(400, error("PROCESSING_HALTED")))
        done = [saved(f"0030000000000{record['LastName']}AAA") for record in records]
        return composite(made=(200, done), after=(200, rows()))

    script = Script(answer)
    outcomes = script.open().create(CONTACTS, drafts("01", "02", "bad", "04", "05", "06", "07"))
    assert [isinstance(outcome, Written) for outcome in outcomes] == [True, True, False, True, True, True, True]
    bad = outcomes[2]
    assert isinstance(bad, ItemError)
    assert bad.code == "JSON_PARSER_ERROR"
    assert "bad" not in bad.message
    sent = [record["LastName"] for body in script.asked for record in body["compositeRequest"][0]["body"]["records"]]
    assert sent.count("bad") == 4


@pytest.mark.parametrize(
    ("code", "quoted"),
    [
        ("FIELD_CUSTOM_VALIDATION_EXCEPTION", True),
        ("DUPLICATES_DETECTED", True),
        ("STRING_TOO_LONG", False),
        ("SOMETHING_NEW", False),
    ],
)
def test_only_what_the_orgs_people_wrote_is_quoted(code: str, quoted: bool) -> None:  # noqa: FBT001 - a table
    script = Script(lambda _path, _body: composite(made=(200, [failed(code, "said", "Title")]), after=(400, [])))
    (outcome,) = script.open().create(CONTACTS, drafts("a"))
    assert isinstance(outcome, ItemError)
    assert ("said" in outcome.message) is quoted
    assert (("Title" in outcome.message), outcome.duty) == (not quoted, Duty.MEND)
    assert outcome.remedy


@pytest.mark.parametrize("code", ["UNABLE_TO_LOCK_ROW", "UNKNOWN_EXCEPTION", "QUERY_TIMEOUT"])
def test_a_busy_org_is_tried_again(code: str) -> None:
    script = Script(
        lambda _path, _body: composite(
            before=(200, rows()), changed=(200, [failed(code)]), after=(200, rows()), deleted=(200, [failed(code)])
        )
    )
    org = script.open()
    (changed,) = org.update(CONTACTS, [Edit(AN_ID, "", {"JobTitle": "CEO"}, {})])
    (deleted,) = org.delete(CONTACTS, [Mention(AN_ID, "")])
    assert isinstance(changed, ItemError)
    assert isinstance(deleted, ItemError)
    assert (changed.duty, deleted.duty) == (Duty.RETRY, Duty.RETRY)


@pytest.mark.parametrize(("fields", "missing"), [((), True), (("AccountId",), False)])
def test_a_refusal_that_names_a_field_is_about_another_record(fields: tuple[str, ...], missing: bool) -> None:  # noqa: FBT001
    result = failed("INVALID_CROSS_REFERENCE_KEY", "said", *fields)
    script = Script(lambda _path, _body: composite(before=(200, rows()), changed=(200, [result]), after=(200, rows())))
    (outcome,) = script.open().update(CONTACTS, [Edit(AN_ID, "", {"JobTitle": "CEO"}, {})])
    assert isinstance(outcome, Missing if missing else ItemError)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, error("INVALID_FIELD", "No such column 'Fax' on sobject of type Contact"), StopCollectionError),
        (400, error("MALFORMED_QUERY", "unexpected token: 'Secret'"), StopRepError),
        (403, error("REQUEST_LIMIT_EXCEEDED"), ThrottledError),
        (500, error("UNKNOWN_EXCEPTION"), UnavailableError),
        (500, {"weird": True}, UnavailableError),
        (400, {"weird": True}, BadAnswerError),
        (404, error("NOT_FOUND"), StopConnectionError),
        (410, error("UNSUPPORTED_API_VERSION"), StopConnectionError),
        (302, {}, BadAnswerError),
        (401, error("INVALID_SESSION_ID"), StopRepError),
    ],
)
def test_a_refused_request(status: int, body: Any, expected: type[ConnectorError]) -> None:
    with pytest.raises(expected) as caught:
        Script(lambda _path, _body: (status, body)).open().read(CONTACTS, [AN_ID])
    assert "Secret" not in str(caught.value)
    assert caught.value.remedy != catalogue.remedy(ConnectorError.code)


def test_a_refused_part_is_raised_like_a_refused_request() -> None:
    hidden = error("INVALID_FIELD", "No such column 'Fax' on entity 'Contact'")
    with pytest.raises(StopCollectionError, match="Fax"):
        Script(lambda _path, _body: composite(q0=(400, hidden))).open().read(CONTACTS, [AN_ID])


NONSENSE: list[Any] = [
    [],
    {},
    "text",
    {"compositeResponse": []},
    {"compositeResponse": [{"referenceId": "q0"}]},
    composite(q0=(200, {}))[1],
    composite(q0=(200, {"done": True, "records": [1]}))[1],
    composite(q0=(200, {"done": False, "records": []}))[1],
    composite(q0=(200, {"done": False, "records": [], "nextRecordsUrl": "https://elsewhere.example/"}))[1],
    composite(q0=(200, rows({"Id": AN_ID, "CreatedDate": "yesterday"})))[1],
]


@pytest.mark.parametrize("body", NONSENSE)
def test_json_that_is_no_answer(body: Any) -> None:
    with pytest.raises(BadAnswerError):
        Script(lambda _path, _body: (200, body)).open().read(CONTACTS, [AN_ID])


@pytest.mark.parametrize("results", [[], [saved("1"), saved("2")], ["x"], {}])
def test_a_collection_that_does_not_answer_every_record(results: Any) -> None:
    script = Script(lambda _path, _body: composite(made=(200, results), after=(200, rows())))
    with pytest.raises(BadAnswerError):
        script.open().create(CONTACTS, drafts("a"))


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, {"error": "invalid_grant", "error_description": "user hasn't approved this consumer"}, StopRepError),
        (400, {"error": "invalid_app_access", "error_description": "said"}, StopRepError),
        (400, {"error": "inactive_user", "error_description": "user is inactive"}, StopRepError),
        (400, {"error": "invalid_grant", "error_description": "audience is invalid"}, StopRepError),
        (400, {"error": "invalid_client_id", "error_description": "client identifier invalid"}, StopRepError),
        (400, {"error": "inactive_org", "error_description": "said"}, StopConnectionError),
        (400, {"error": "rate_limit_exceeded"}, ThrottledError),
        (500, {"error": "server_error"}, UnavailableError),
        (400, ["odd"], StopRepError),
        (200, {}, BadAnswerError),
        (200, [], BadAnswerError),
        (200, {**TOKEN, "id": 7}, BadAnswerError),
        (200, {**TOKEN, "instance_url": "http://acme.script.test"}, BadAnswerError),
    ],
)
def test_a_refused_sign_in_of_a_rep(status: int, body: Any, expected: type[ConnectorError]) -> None:
    script = Script(lambda _path, _body: (200, {}), token=(status, body))
    with pytest.raises(expected):
        script.open().read(CONTACTS, [AN_ID])
    assert script.asked == []


def test_text_that_looks_like_a_reference_never_travels_in_a_composite_request() -> None:
    def answer(path: str, body: Any) -> tuple[int, Any]:
        if path.endswith("/composite"):
            return composite(made=(200, [saved(AN_ID)]), after=(200, rows()))
        return (200, [saved("003000000000002AAA")]) if "records" in body else (200, rows())

    script = Script(answer)
    values = {"Surname": "Odd", "Body": "see @{made[0].id}"}
    outcomes = script.open().create(CONTACTS, [*drafts("Plain"), Draft("odd", values)])
    assert [outcome.id for outcome in outcomes if isinstance(outcome, Written)] == [AN_ID, "003000000000002AAA"]
    together, apart = script.asked
    assert "Odd" not in str(together)
    assert apart["records"][0]["Description"] == "see @{made[0].id}"
    assert isinstance(outcomes[1], Written)
    assert outcomes[1].after == values
