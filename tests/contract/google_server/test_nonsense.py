"""Values of the wrong kind are refused in good order: whatever a body holds, it is never a server error."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.google_world import ORIGIN, Rest, make_world

if TYPE_CHECKING:
    from syncline.sandbox.google import ServiceKey

EVENTS = "/calendars/primary/events"
EVENT: dict[str, Any] = {
    "summary": "a", "location": "b", "start": {"dateTime": "2026-03-12T10:00:00Z", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-03-12T11:00:00Z", "timeZone": "Europe/Berlin"}, "sequence": 0, "colorId": "5",
    "attendees": [{"email": "a@b.example", "responseStatus": "needsAction", "optional": True}],
    "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=5"], "extendedProperties": {"private": {"a": "b"}},
    "reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}]}, "iCalUID": "u@x.example",
}  # fmt: skip
PERSON: dict[str, Any] = {
    "names": [{"givenName": "a", "familyName": "b"}], "emailAddresses": [{"value": "a@b.example", "type": "work"}],
    "addresses": [{"city": "c", "type": "work"}], "organizations": [{"name": "o", "title": "t"}],
    "birthdays": [{"date": {"year": 1980, "month": 2, "day": 3}}], "clientData": [{"key": "k", "value": "v"}],
    "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/myContacts"}}],
}  # fmt: skip
PLACES: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", EVENTS, EVENT),
    ("POST", f"{EVENTS}/import", EVENT),
    ("PATCH", f"{EVENTS}/aaaaa", EVENT),
    ("PUT", f"{EVENTS}/aaaaa", EVENT),
    (
        "POST",
        f"{EVENTS}/watch",
        {"id": "c", "type": "web_hook", "address": "https://x.example/", "params": {"ttl": "5"}},
    ),
    ("POST", "/calendars", {"summary": "c", "timeZone": "UTC", "labelProperties": {"eventLabels": [{"id": "x"}]}}),
    (
        "POST",
        "/freeBusy",
        {"timeMin": "2026-03-01T00:00:00Z", "timeMax": "2026-03-09T00:00:00Z", "items": [{"id": "x"}]},
    ),
    ("POST", "/people:createContact", PERSON),
    ("POST", "/people:batchCreateContacts", {"contacts": [{"contactPerson": PERSON}], "readMask": "names"}),
    ("POST", "/people:batchUpdateContacts", {"contacts": {"people/c1": PERSON}, "updateMask": "names"}),
    ("POST", "/people:batchDeleteContacts", {"resourceNames": ["people/c1"]}),
    ("POST", "/contactGroups", {"contactGroup": {"name": "G", "clientData": [{"key": "a", "value": "b"}]}}),
    ("POST", "/contactGroups/myContacts/members:modify", {"resourceNamesToAdd": ["people/c1"]}),
]
_VALUES: list[Any] = [
    None, True, 0, -1, 10**20, 1e300, "", "x", "0001-01-01", "9999-12-31T23:59:59Z", "RRULE:FREQ=DAILY", "\ud83d", [],
    {}, [None], [{}], [1], {"x": 1},
]  # fmt: skip
_wrong = st.sampled_from(_VALUES)


@pytest.fixture(scope="module")
def client(key: ServiceKey) -> Rest:
    world = make_world(key)
    world.rest().insert({"id": "aaaaa"})
    return Rest(world.session(judged=False), world.rest().token)


def spoiled(body: Any, steps: list[int], wrong: Any) -> Any:
    """Put something wrong in one place of a body; `steps` say which way to go in, from the top."""
    changed = copy.deepcopy(body)
    node = changed
    for step in steps:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = keys[step % len(keys)]
        if step == steps[-1] or not isinstance(node[key], dict | list) or not node[key]:
            node[key] = wrong
            break
        node = node[key]
    return changed


@settings(max_examples=150, deadline=None)
@given(place=st.sampled_from(PLACES), steps=st.lists(st.integers(0, 20), min_size=1, max_size=5), wrong=_wrong)
def test_a_value_of_the_wrong_kind(
    client: Rest, place: tuple[str, str, dict[str, Any]], steps: list[int], wrong: Any
) -> None:
    verb, path, body = place
    answer = client.call(verb, path, spoiled(body, steps, wrong))
    assert answer.status_code < 500
    assert answer.status_code < 400 or answer.json()["error"]["code"] == answer.status_code


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (EVENTS, EVENT | {"reminders": {"useDefault": False, "overrides": [5]}}),
        (EVENTS, EVENT | {"reminders": {"overrides": [{"method": "popup", "minutes": None}]}}),
        (EVENTS, EVENT | {"start": {"dateTime": "0001-01-01T00:00:00", "timeZone": "Europe/Berlin"}}),
        (EVENTS, EVENT | {"sequence": [1]}),
        (EVENTS, EVENT | {"summary": "\ud83d"}),
        ("/people:createContact", {"names": [{"givenName": 5}]}),
        ("/people:createContact", {"memberships": [{"contactGroupMembership": {}}]}),
        ("/people:createContact", {"names": {"givenName": "a"}}),
        ("/contactGroups", {"contactGroup": 5}),
        ("/calendars", {"summary": "c", "labelProperties": True}),
    ],
)
def test_known_mistakes(client: Rest, path: str, body: dict[str, Any]) -> None:
    assert client.refused(400, "POST", path, body)["code"] == 400


def test_what_is_no_json(client: Rest) -> None:
    headers = {"Authorization": f"Bearer {client.token}"}
    for body in (b"{", b'{"summary": NaN}', b'"x"', b"[]", b"\xff"):
        answer = client.session.post(f"{ORIGIN}/calendar/v3{EVENTS}", data=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (400, "parseError")


def test_numbers_may_come_as_text_and_null_is_nothing(client: Rest) -> None:
    reminders = {"useDefault": False, "overrides": [{"method": "popup", "minutes": "5"}]}
    guests = [{"email": "a@b.example", "displayName": None}]
    made = client.insert({"reminders": reminders, "attendees": guests, "description": None})
    assert made["reminders"]["overrides"] == [{"method": "popup", "minutes": 5}]
    assert "displayName" not in made["attendees"][0]


def test_a_window_of_all_time(client: Rest) -> None:
    client.insert({"recurrence": ["RRULE:FREQ=YEARLY;COUNT=2"]})
    found = client.events(timeMin="0001-01-01T00:00:00Z", timeMax="9999-12-31T23:59:59Z", singleEvents="true")
    assert len(found["items"]) >= 2
    assert client.refused(400, "GET", EVENTS, timeMin="0001-01-01T00:00:00")["code"] == 400


def test_a_form_is_no_body(client: Rest) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.call("POST", EVENTS, EVENT, headers=headers)
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (400, "parseError")
