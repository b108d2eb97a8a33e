"""Conditional requests, as far as Salesforce has them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from werkzeug.http import http_date

from tests.support.salesforce_org import START

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

LATER = http_date(START + timedelta(minutes=1))
EARLIER = http_date(START - timedelta(minutes=1))


@pytest.fixture
def contact(rest: Rest) -> str:
    return f"/sobjects/Contact/{rest.create('Contact', LastName='Vogel')}"


@pytest.fixture
def account(rest: Rest) -> str:
    return f"/sobjects/Account/{rest.create('Account', Name='Acme')}"


def test_a_record_that_did_not_change_is_not_sent_again(world: World, rest: Rest, contact: str) -> None:
    told = rest.send("GET", contact).headers["Last-Modified"]

    again = rest.send("GET", contact, headers={"If-Modified-Since": told})
    assert (again.status_code, again.content) == (304, b"")
    world.clock.advance(timedelta(seconds=2))
    rest.send("PATCH", contact, {"Title": "CEO"})
    assert rest.send("GET", contact, headers={"If-Modified-Since": told}).json()["Title"] == "CEO"


def test_a_record_is_changed_only_if_it_is_as_old_as_thought(rest: Rest, contact: str) -> None:
    refused = rest.send("PATCH", contact, {"Title": "CEO"}, headers={"If-Unmodified-Since": EARLIER})

    assert (refused.status_code, refused.json()[0]["errorCode"]) == (412, "PRECONDITION_FAILED")
    assert rest.get(contact)["Title"] is None
    assert rest.send("PATCH", contact, {"Title": "CEO"}, headers={"If-Unmodified-Since": LATER}).status_code == 204


def test_a_write_with_an_unreadable_date_is_refused(rest: Rest, contact: str) -> None:
    answer = rest.send("PATCH", contact, {"Title": "CEO"}, headers={"If-Unmodified-Since": "yesterday"})

    assert answer.status_code == 400
    assert rest.send("GET", contact, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_accounts_have_entity_tags(rest: Rest, account: str) -> None:
    seen = rest.send("GET", account).headers["ETag"]
    assert rest.send("GET", account, headers={"If-None-Match": seen}).status_code == 304
    assert rest.send("PATCH", account, {"Phone": "1"}, headers={"If-Match": seen}).status_code == 204

    again = rest.send("PATCH", account, {"Phone": "2"}, headers={"If-Match": seen})

    assert again.status_code == 412
    assert rest.get(account)["Phone"] == "1"
    assert rest.send("GET", account, headers={"If-None-Match": seen}).status_code == 200


def test_contacts_have_none(rest: Rest, contact: str) -> None:
    assert "ETag" not in rest.send("GET", contact).headers
    assert rest.send("PATCH", contact, {"Title": "CEO"}, headers={"If-Match": '"other"'}).status_code == 204


@pytest.mark.parametrize("path", ["/sobjects/Contact/describe", "/sobjects"])
def test_a_description_is_sent_again_once_it_changed_for_this_user(world: World, rest: Rest, path: str) -> None:
    told = rest.send("GET", path).headers["Last-Modified"]
    world.clock.advance(timedelta(seconds=2))
    assert rest.send("GET", path, headers={"If-Modified-Since": told}).status_code == 304

    world.org.permissions("marianne@acme.example").objects["Contact"] = frozenset({"read"})

    again = rest.send("GET", path, headers={"If-Modified-Since": told})
    assert again.status_code == 200
    assert again.headers["Last-Modified"] != told


def test_a_part_of_a_composite_request_may_have_a_precondition(rest: Rest, contact: str) -> None:
    part = {
        "method": "PATCH",
        "url": f"/services/data/v60.0{contact}",
        "referenceId": "one",
        "httpHeaders": {"If-Unmodified-Since": EARLIER},
        "body": {"Title": "CEO"},
    }

    (answer,) = rest.send("POST", "/composite", {"compositeRequest": [part]}).json()["compositeResponse"]

    assert answer["httpStatusCode"] == 412
