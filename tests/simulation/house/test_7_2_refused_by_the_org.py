"""SPEC 7.2: what the org's rules and limits refuse is told in its words, stops nothing else, and heals by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from syncline.sandbox.salesforce.duplicates import DuplicateRule
from tests.support.house import CONTACTS, House
from tests.support.house_people import add, both, contacts, edit, person, put, rest
from tests.support.house_wire import tap

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

WORDS = "Every contact has a job title."


def validation_rule(house: House) -> None:
    house.org.setup.add_validation_rule("Contact", lambda row: "Title" not in row, WORDS, field="Title")


def test_a_contact_that_breaks_a_rule_says_so_and_the_others_go_on() -> None:
    house = House()
    validation_rule(house)
    bare = put(house, {name: value for name, value in person(1).items() if name != "JobTitle"})
    put(house, person(2))

    house.sync()

    (row,) = house.store.errors()
    assert (row.code, row.message) == ("FIELD_CUSTOM_VALIDATION_EXCEPTION", WORDS)
    assert len(contacts(house)) == 1
    edit(house, bare, JobTitle="Buyer")
    house.wait(minutes=10)
    rest(house)
    assert house.errors() == []
    mailbox, org = both(house)
    assert mailbox == org


def test_a_refused_edit_leaves_both_copies_as_they_are_until_somebody_acts() -> None:
    house = House()
    item = put(house, person(1))
    rest(house)
    house.org.setup.add_validation_rule("Contact", lambda row: row.get("Department") == "Sales", WORDS)
    edit(house, item, Department="Sales", JobTitle="Head")
    house.wait(minutes=5)
    house.sync()
    assert house.errors() == ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]
    mailbox, org = both(house)
    assert mailbox[0]["Department"] == "Sales"
    assert "Department" not in org[0]

    house.org.setup.end_automation()
    house.wait(hours=2)
    rest(house)
    mailbox, org = both(house)
    assert mailbox == org


@pytest.mark.parametrize(("policy", "made"), [("report", 1), ("allow", 2)])
def test_a_duplicate_rule_is_obeyed_or_overruled_as_configured(policy: str, made: int) -> None:
    house = House(contacts={**CONTACTS, "duplicates": policy})
    house.org.setup.add_duplicate_rule(DuplicateRule("Contact", "Same_Phone", ("Phone",), message="Known already."))
    house.org.admin.create("Contact", {"LastName": "Somebody else", "Phone": person(1)["BusinessPhone"]})
    put(house, person(1))

    if policy == "allow":
        rest(house)
        assert house.errors() == []
    else:
        house.sync()
        assert [(row.code, row.message) for row in house.store.errors()] == [("DUPLICATES_DETECTED", "Known already.")]
    assert len(contacts(house)) == made


ALICE, BOB = "alice@acme.example", "bob@acme.example"


@pytest.mark.parametrize("spent_by", ["the feed", "the first rep"])
def test_6_3_an_org_out_of_requests_is_left_alone_and_asked_once_a_pause(spent_by: str) -> None:
    house = House(reps=(ALICE, BOB))
    for number, rep in enumerate(house.reps):
        put(house, person(number), rep=rep)
    rest(house)
    for number, rep in enumerate(house.reps):
        put(house, person(10 + number), rep=rep)
        add(house, person(20 + number), rep=rep)
    house.wait(minutes=5)
    house.org.requests.limit = house.org.requests.used + (0 if spent_by == "the feed" else 1)

    house.sync()

    assert {row.rep for row in house.store.errors()} == {f"acme/{rep}" for rep in house.reps}
    assert house.errors() == ["salesforce_request_limit"] * 2
    assert "asked again at 09:" in house.store.errors()[0].message
    asked = []
    for _ in range(12 * 6):
        house.wait(minutes=5)
        org, _mail = tap(house)
        report = house.sync()
        asked.append(len([name for name in org.seen if name != "token"]))
        house.org_faults = org.application  # type: ignore[assignment]
        assert report["errors"] == 2
    assert sum(asked) <= 8, "after 15 and 30 minutes, then once an hour"
    assert max(asked) == 1
    house.org.requests.limit += 10_000
    house.wait(hours=1)
    rest(house)
    assert house.errors() == []
    assert len(contacts(house)) == 6
    assert [len(house.items(rep)) for rep in house.reps] == [3, 3]


def test_6_3_too_many_requests_at_once_hold_nobody() -> None:
    house = House()
    rest(house)
    body = [{"message": "ConcurrentPerOrgLongTxn Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]
    house.org_faults._application = Refusing(house.org, body)
    house.sync()
    assert house.errors() == ["throttled"]
    house.org_faults._application = house.org
    house.wait(minutes=1)
    house.sync()
    assert house.errors() == []


class Refusing:
    """An org that refuses every request but the sign-in with one body."""

    def __init__(self, application: Any, body: object) -> None:
        self._application = application
        self._body = json.dumps(body).encode()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer."""
        if "oauth2" in str(environ.get("PATH_INFO")):
            return cast("Iterable[bytes]", self._application(environ, start_response))
        start_response("403 Forbidden", [("Content-Type", "application/json")])
        return [self._body]


def test_a_locked_record_goes_through_on_a_later_cycle() -> None:
    house = House()
    item = put(house, person(1))
    rest(house)
    (record_id,) = contacts(house)
    house.org.setup.lock(record_id)
    edit(house, item, JobTitle="Head")
    house.wait(minutes=5)
    house.sync()
    assert house.errors() == ["UNABLE_TO_LOCK_ROW"]
    house.wait(minutes=10)
    rest(house)
    assert contacts(house)[record_id]["JobTitle"] == "Head"
    assert house.errors() == []
