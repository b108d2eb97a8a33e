"""Single events: times, zones, bodies, all-day rules, repeated requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.graph_raw import refusal

from .times import event, point

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365 import OpenMailbox
    from tests.support.graph_raw import Caller

VISIT = event("Visit", "2026-07-06T09:00:00", "2026-07-06T10:30:00")


def test_times_are_in_utc_unless_a_zone_is_preferred(call: Caller) -> None:
    made = call.post("events", VISIT)
    assert made["start"] == {"dateTime": "2026-07-06T07:00:00.0000000", "timeZone": "UTC"}
    assert (made["originalStartTimeZone"], made["type"]) == ("W. Europe Standard Time", "singleInstance")
    tokyo = call("GET", f"events/{made['id']}", prefer='outlook.timezone="Asia/Tokyo"')
    assert tokyo.json()["start"] == {"dateTime": "2026-07-06T16:00:00.0000000", "timeZone": "Asia/Tokyo"}
    assert tokyo.headers["Preference-Applied"] == 'outlook.timezone="Asia/Tokyo"'


def test_unknown_zones_are_refused(call: Caller) -> None:
    wrong = VISIT | {"start": point("2026-07-06T09:00:00", "Middle-earth Standard Time")}
    assert refusal(call("POST", "events", wrong)) == (400, "TimeZoneNotSupportedException")


def test_bodies_are_html_unless_text_is_preferred(call: Caller) -> None:
    made = call.post("events", VISIT | {"body": {"contentType": "text", "content": "a < b\nc"}})
    assert made["body"]["contentType"] == "html"
    assert "a &lt; b<br>" in made["body"]["content"]
    text = call.get(f"events/{made['id']}", prefer='outlook.body-content-type="text"')
    assert text["body"] == {"contentType": "text", "content": "a < b\r\nc"}
    assert text["bodyPreview"] == "a < b\r\nc"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-07-06T09:00:00", "2026-07-07T00:00:00"),
        ("2026-07-06T00:00:00", "2026-07-06T12:00:00"),
        ("2026-07-06T00:00:00", "2026-07-06T00:00:00"),
    ],
)
def test_all_day_events_are_from_midnight_to_midnight(call: Caller, start: str, end: str) -> None:
    answer = call("POST", "events", event("Fair", start, end, isAllDay=True))
    assert refusal(answer) == (400, "ErrorPropertyValidationFailure")


def test_all_day_events_are_at_midnight_in_every_zone(call: Caller) -> None:
    made = call.post("events", event("Fair", "2026-07-06T00:00:00", "2026-07-08T00:00:00", isAllDay=True))
    shown = call.get(f"events/{made['id']}", prefer='outlook.timezone="Asia/Tokyo"')
    assert [made["start"]["dateTime"], shown["start"]["dateTime"]] == ["2026-07-06T00:00:00.0000000"] * 2


def test_an_event_needs_both_ends_in_order(call: Caller) -> None:
    assert refusal(call("POST", "events", {"subject": "?"})) == (400, "ErrorPropertyValidationFailure")
    backwards = event("?", "2026-07-06T10:00:00", "2026-07-06T09:00:00")
    assert refusal(call("POST", "events", backwards)) == (400, "ErrorPropertyValidationFailure")


def test_a_request_with_a_known_transaction_makes_nothing_new(call: Caller, ann: OpenMailbox) -> None:
    asked = VISIT | {"transactionId": "11f2-1"}
    made = [call.post("events", asked)["id"] for _ in range(2)]
    assert made[0] == made[1]
    assert len(ann.calendar.items) == 1
    call("DELETE", f"events/{made[0]}")
    assert call.post("events", asked)["id"] != made[0]


def test_a_change_moves_the_version_and_leaves_the_rest(call: Caller) -> None:
    made = call.post("events", VISIT | {"categories": ["Salesforce"], "sensitivity": "private", "showAs": "oof"})
    changed = call.patch(f"events/{made['id']}", {"location": {"displayName": "Zürich"}})
    assert changed["changeKey"] != made["changeKey"]
    assert (changed["location"]["displayName"], changed["locations"][0]["displayName"]) == ("Zürich", "Zürich")
    kept = ("subject", "categories", "sensitivity", "showAs", "start", "iCalUId")
    assert [changed[name] for name in kept] == [made[name] for name in kept]


def test_a_deleted_event_is_in_no_calendar_and_still_there_by_its_immutable_id(call: Caller) -> None:
    call.prefer = ['IdType="ImmutableId"']
    made = call.post("events", VISIT)["id"]
    home = call.get(f"events/{made}/calendar")["id"]
    assert home == call.get("calendar")["id"]
    call("DELETE", f"events/{made}")
    assert call("GET", f"events/{made}").status_code == 200
    assert refusal(call("GET", f"calendar/events/{made}")) == (404, "ErrorItemNotFound")
    assert refusal(call("GET", f"events/{made}/calendar")) == (404, "ErrorItemNotFound")


def test_a_stale_version_cannot_be_deleted(call: Caller) -> None:
    made = call.post("events", VISIT)
    call.patch(f"events/{made['id']}", {"subject": "Call"})
    answer = call("DELETE", f"events/{made['id']}", headers={"If-Match": made["@odata.etag"]})
    assert refusal(answer) == (412, "ErrorIrresolvableConflict")


def test_there_is_no_such_action_as_move(call: Caller) -> None:
    made = call.post("events", VISIT)
    assert call("POST", f"events/{made['id']}/move", {"destinationId": "deleteditems"}).status_code == 400
