"""What an address may say besides an object and an id, and what is not done to every record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.salesforce_org import OTHER

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World


def test_parents_and_children_by_address(rest: Rest) -> None:
    account = rest.send("POST", "/sobjects/Account", {"Name": "Acme"}).json()["id"]
    contact = rest.send("POST", "/sobjects/Contact", {"LastName": "Brandt", "AccountId": account}).json()["id"]
    lonely = rest.send("POST", "/sobjects/Contact", {"LastName": "Petit"}).json()["id"]
    page = rest.get(f"/sobjects/Account/{account}/Contacts", fields="LastName")
    assert (page["totalSize"], page["records"][0]["LastName"]) == (1, "Brandt")
    assert rest.get(f"/sobjects/Contact/{contact}/Account")["Name"] == "Acme"
    assert rest.refusal("GET", f"/sobjects/Contact/{lonely}/Account")[0] == 404
    assert rest.refusal("GET", f"/sobjects/Contact/{contact}/Nothing")[0] == 404


def test_what_can_be_read_has_a_head(rest: Rest) -> None:
    answer = rest.send("HEAD", "/sobjects/Contact/describe")
    assert (answer.status_code, answer.content) == (200, b"")


def test_users_are_not_deleted(rest: Rest, world: World) -> None:
    """Their description says so."""
    (user,) = rest.ids("SELECT Id FROM User WHERE LastName = 'Petit'")
    assert rest.refusal("DELETE", f"/sobjects/User/{user}")[1]["errorCode"] == "METHOD_NOT_ALLOWED"
    (told,) = rest.send("DELETE", f"/composite/sobjects?ids={user}").json()
    assert told["success"] is False
    assert world.org.user_id(OTHER) == user


def test_a_body_that_only_says_it_is_zipped(rest: Rest) -> None:
    answer = rest.send("POST", "/sobjects/Contact", {"LastName": "x"}, headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_a_body_that_says_it_is_no_json(rest: Rest, media: str) -> None:
    answer = rest.send("POST", "/sobjects/Contact", {"LastName": "x"}, headers={"Content-Type": media})
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert rest.query("SELECT Id FROM Contact") == []
