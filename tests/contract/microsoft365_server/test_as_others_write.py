"""What the samples of Microsoft's pages and widely used clients send, though the description has it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.microsoft365_server.conftest import ANN
from tests.support.graph_raw import Caller, refusal, session_to, sign_in

from .times import event

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365 import Microsoft365Server

MARK = "Boolean {00020329-0000-0000-C000-000000000046} Name DoNotForward"
VISIT = event("Let's go for lunch", "2026-07-06T12:00:00", "2026-07-06T14:00:00")


@pytest.fixture
def unjudged(server: Microsoft365Server) -> Caller:
    """The description would object."""
    session = session_to(server)
    return Caller(session, sign_in(session, server).json()["access_token"], ANN)


def test_enumerations_have_no_case(unjudged: Caller) -> None:
    """https://learn.microsoft.com/graph/api/user-post-events, example 1."""
    body = {"contentType": "HTML", "content": "Does noon work for you?"}
    guest = {"emailAddress": {"address": "samantha@acme.example", "name": "Samantha Booth"}, "type": "Required"}
    made = unjudged.post("events", {**VISIT, "body": body, "attendees": [guest], "showAs": "WorkingElsewhere"})
    assert (made["body"]["contentType"], made["showAs"]) == ("html", "workingElsewhere")
    assert made["attendees"][0]["type"] == "required"
    assert refusal(unjudged("POST", "events", {**VISIT, "showAs": "asleep"})) == (400, "RequestBodyRead")
    assert refusal(unjudged("POST", "events", {**VISIT, "showAs": 5})) == (400, "RequestBodyRead")


def test_booleans_may_be_words(unjudged: Caller) -> None:
    """As in https://learn.microsoft.com/graph/api/user-sendmail; O365 sends isOnlineMeeting so."""
    day = event("Fair", "2026-07-06T00:00:00", "2026-07-07T00:00:00", isAllDay="true", isReminderOn="False")
    made = unjudged.post("events", day)
    assert (made["isAllDay"], made["isReminderOn"]) == (True, False)
    assert refusal(unjudged("POST", "events", {**VISIT, "isReminderOn": "yes"})) == (400, "RequestBodyRead")
    assert refusal(unjudged("POST", "events", {**VISIT, "isAllDay": "no"})) == (400, "RequestBodyRead")


def test_extended_properties_may_be_capitalized(unjudged: Caller) -> None:
    """O365 sends them so with every event; other properties are told apart by their case."""
    made = unjudged.post("events", {**VISIT, "SingleValueExtendedProperties": [{"id": MARK, "value": "false"}]})
    shown = unjudged.get(f"events/{made['id']}?$expand=singleValueExtendedProperties($filter=id eq '{MARK}')")
    assert shown["singleValueExtendedProperties"] == [{"id": MARK, "value": "false"}]
    assert refusal(unjudged("POST", "contacts", {"GivenName": "Ada"})) == (400, "RequestBodyRead")


@pytest.mark.parametrize("media", ["text/plain", "application/xml", None])
def test_a_body_that_does_not_say_it_is_json(unjudged: Caller, media: str | None) -> None:
    headers = {"Authorization": f"Bearer {unjudged.token}", **({"Content-Type": media} if media else {})}
    answer = unjudged.session.post(unjudged.url("contacts"), data=b'{"givenName": "Ada"}', headers=headers)
    assert refusal(answer) == (400, "BadRequest")
    assert "Content-Type" in answer.json()["error"]["message"]
