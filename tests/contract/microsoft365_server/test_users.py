"""Users and the settings of their mailboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.graph_raw import refusal

from .conftest import ANN, BOB

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365 import Microsoft365Server
    from tests.support.graph_raw import Caller


def test_a_user_is_shown_in_brief_unless_more_is_selected(call: Caller, server: Microsoft365Server) -> None:
    brief = call.get(f"/users/{ANN}")
    assert brief["id"] == server.user(ANN).id
    assert "proxyAddresses" not in brief
    more = call.get(f"/users/{brief['id']}?$select=id,proxyAddresses,accountEnabled")
    assert more["proxyAddresses"] == [f"SMTP:{ANN}", "smtp:a.meyer@acme.example"]
    assert "mail" not in more


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (f"mail eq '{ANN.upper()}'", [ANN]),
        (f"userPrincipalName eq '{BOB}'", [BOB]),
        ("proxyAddresses/any(x:x eq 'smtp:a.meyer@acme.example')", [ANN]),
        ("startswith(displayName,'bo')", [BOB]),
        (f"mail in ('{ANN}','{BOB}')", [ANN, BOB]),
        ("accountEnabled eq true and surname eq 'Meyer'", [ANN]),
        (f"mail eq '{ANN}' or mail eq '{BOB}'", [ANN, BOB]),
        ("mail eq 'o''hara@acme.example'", []),
    ],
)
def test_people_can_be_searched(call: Caller, condition: str, found: list[str]) -> None:
    rows = call.get(f"/users?$filter={condition}")["value"]
    assert [row["mail"] for row in rows] == found


def test_advanced_queries_need_eventual_consistency(call: Caller) -> None:
    path = "/users?$filter=endsWith(mail,'@acme.example')&$count=true"
    assert refusal(call("GET", path)) == (400, "Request_UnsupportedQuery")
    answer = call("GET", path, headers={"ConsistencyLevel": "eventual"})
    assert answer.json()["@odata.count"] == 2


@pytest.mark.parametrize(
    "query", ["$filter=shoeSize eq 44", "$filter=mail eq", "$select=shoeSize", "$fitler=x", "$top=0"]
)
def test_queries_that_mean_nothing_are_refused(call: Caller, query: str) -> None:
    assert call("GET", f"/users?{query}").status_code == 400


def test_listings_come_in_pages(call: Caller) -> None:
    page = call.get("/users?$top=1&$select=mail")
    assert [one["mail"] for one in page["value"]] == [ANN]
    last = call.get(page["@odata.nextLink"])
    assert [one["mail"] for one in last["value"]] == [BOB]
    assert "@odata.nextLink" not in last


def test_settings_tell_the_zone(call: Caller) -> None:
    assert call.get("mailboxSettings")["timeZone"] == "W. Europe Standard Time"
    assert call.get("mailboxSettings/timeZone")["value"] == "W. Europe Standard Time"
    assert call.get("mailboxSettings/automaticRepliesSetting")["status"] == "disabled"


def test_me_needs_somebody_signed_in(call: Caller) -> None:
    assert call("GET", "/me/contacts").status_code == 400
    assert call("GET", "//users").status_code == 200
