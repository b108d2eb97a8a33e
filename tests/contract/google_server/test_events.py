"""One event at a time: https://developers.google.com/workspace/calendar/api/v3/reference/events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.google_world import OTHER, REP, Rest, World, at, event

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS = "/calendars/primary/events"


def reason(error: Mapping[str, Any]) -> str:
    return str(error["errors"][0]["reason"])


def test_an_event_comes_back_as_it_was_inserted(rest: Rest) -> None:
    made = rest.insert({"location": "Bonn", "description": "a\r\nb", "transparency": "transparent"})

    read = rest.ok("GET", f"{EVENTS}/{made['id']}")
    assert read == made
    assert (read["status"], read["eventType"], read["sequence"]) == ("confirmed", "default", 0)
    assert read["start"] == {"dateTime": "2026-04-01T10:00:00+02:00", "timeZone": "Europe/Berlin"}
    assert (read["description"], read["reminders"]) == ("a\nb", {"useDefault": True})
    assert read["organizer"] == read["creator"] == {"email": REP, "self": True}
    assert read["iCalUID"] == f"{read['id']}@google.com"


def test_answers_speak_the_zone_of_the_calendar_or_the_one_asked_for(rest: Rest) -> None:
    made = rest.insert({"start": {"dateTime": "2026-04-01T10:00:00Z"}, "end": {"dateTime": "2026-04-01T11:00:00Z"}})

    asked = rest.ok("GET", f"{EVENTS}/{made['id']}", timeZone="America/New_York")
    assert made["start"] == {"dateTime": "2026-04-01T12:00:00+02:00", "timeZone": "Europe/Berlin"}
    assert asked["start"]["dateTime"] == "2026-04-01T06:00:00-04:00"


def test_whole_days_are_dates_and_the_end_is_the_day_after(rest: Rest) -> None:
    made = rest.insert({"start": {"date": "2026-04-01"}, "end": {"date": "2026-04-03"}})

    assert (made["start"], made["end"]) == ({"date": "2026-04-01"}, {"date": "2026-04-03"})


def test_a_client_may_choose_the_id_and_no_other_may_have_it_again(rest: Rest) -> None:
    rest.insert({"id": "0123456789abcdefghijklmnopqrstuv"})

    again = rest.refused(409, "POST", EVENTS, event(id="0123456789abcdefghijklmnopqrstuv"))
    rest.ok("DELETE", f"{EVENTS}/0123456789abcdefghijklmnopqrstuv")
    after = rest.refused(409, "POST", EVENTS, event(id="0123456789abcdefghijklmnopqrstuv"))
    assert (reason(again), reason(after)) == ("duplicate", "duplicate")


@pytest.mark.parametrize("chosen", ["abcd", "xyzxyz", "ABCDEF", "abc-def", "a" * 1025])
def test_an_id_is_base32hex_of_five_to_1024_characters(rest: Rest, chosen: str) -> None:
    assert reason(rest.refused(400, "POST", EVENTS, event(id=chosen))) == "invalid"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"start": None}, "required"),
        ({"end": {}}, "required"),
        ({"end": {"date": "2026-04-02"}}, "invalid"),
        ({"start": {"dateTime": "2026-04-01T10:00:00"}}, "required"),
        ({"start": at("2026-04-01T12:00:00")}, "timeRangeEmpty"),
        ({"start": at("2026-04-01T10:00:00", "Mars/Base")}, "invalid"),
        ({"start": {"dateTime": "tomorrow", "timeZone": "Europe/Berlin"}}, "invalid"),
        ({"start": {"dateTime": "2026-04-01", "timeZone": "Europe/Berlin"}}, "invalid"),
        ({"visibility": "hidden"}, "invalid"),
        ({"colorId": "12"}, "invalid"),
        ({"attendees": [{"displayName": "nobody"}]}, "required"),
        ({"attendees": [{"email": "no address"}]}, "invalid"),
        ({"attendees": [{"email": "a@b.example", "responseStatus": "perhaps"}]}, "invalid"),
        ({"recurrence": ["DTSTART:20260401T080000Z"]}, "invalid"),
        ({"recurrence": ["RRULE:FREQ=SOMETIMES"]}, "invalid"),
        ({"reminders": {"useDefault": True, "overrides": [{"method": "popup", "minutes": 5}]}},
         "cannotUseDefaultRemindersAndSpecifyOverride"),
        ({"reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 40321}]}}, "invalid"),
        ({"reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 1}] * 6}}, "invalid"),
        ({"sequence": -1}, "invalid"),
        ({"iCalUID": "x@y", "id": "abcdef"}, "invalid"),
    ],
)  # fmt: skip
def test_what_google_refuses_is_refused(rest: Rest, change: dict[str, Any], why: str) -> None:
    assert reason(rest.refused(400, "POST", EVENTS, event(**change))) == why
    assert rest.events()["items"] == []


def test_a_patch_changes_what_it_names_and_null_takes_away(rest: Rest) -> None:
    made = rest.insert({"location": "Bonn", "extendedProperties": {"private": {"a": "1", "b": "2"}}})

    patch = {"location": None, "extendedProperties": {"private": {"a": None, "c": "3"}}}
    patched = rest.ok("PATCH", f"{EVENTS}/{made['id']}", patch)
    assert "location" not in patched
    assert patched["extendedProperties"] == {"private": {"b": "2", "c": "3"}}
    assert (patched["summary"], patched["sequence"]) == ("Visit", 0)
    assert patched["etag"] != made["etag"]
    assert patched["updated"] > made["updated"]


def test_an_update_takes_away_what_it_does_not_name(rest: Rest) -> None:
    made = rest.insert({"location": "Bonn", "attendees": [{"email": "a@b.example"}], "visibility": "private"})

    updated = rest.ok("PUT", f"{EVENTS}/{made['id']}", event(summary="Other"))
    assert updated["summary"] == "Other"
    assert updated.keys().isdisjoint({"location", "attendees", "visibility"})
    assert (updated["iCalUID"], updated["created"]) == (made["iCalUID"], made["created"])


def test_a_new_time_is_a_new_sequence_and_an_old_one_is_refused(rest: Rest) -> None:
    made = rest.insert()
    moved = rest.ok("PATCH", f"{EVENTS}/{made['id']}", {"end": at("2026-04-01T12:00:00")})

    old = rest.refused(400, "PUT", f"{EVENTS}/{made['id']}", event(sequence=0))
    assert (made["sequence"], moved["sequence"]) == (0, 1)
    assert "sequence" in old["message"]


@pytest.mark.parametrize(("verb", "body"), [("PATCH", {"summary": "x"}), ("PUT", event()), ("DELETE", None)])
def test_a_write_for_another_state_is_refused(rest: Rest, verb: str, body: object) -> None:
    made = rest.insert()
    rest.ok("PATCH", f"{EVENTS}/{made['id']}", {"summary": "newer"})

    stale = rest.call(verb, f"{EVENTS}/{made['id']}", body, {"If-Match": made["etag"]})
    current = rest.ok("GET", f"{EVENTS}/{made['id']}")
    right = rest.call(verb, f"{EVENTS}/{made['id']}", body, {"If-Match": current["etag"]})
    assert (stale.status_code, reason(stale.json()["error"])) == (412, "conditionNotMet")
    assert current["summary"] == "newer"
    assert right.ok


def test_who_has_the_state_already_is_not_sent_it(rest: Rest) -> None:
    made = rest.insert()

    same = rest.call("GET", f"{EVENTS}/{made['id']}", headers={"If-None-Match": made["etag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_a_deleted_event_can_still_be_read_and_be_brought_back(rest: Rest) -> None:
    made = rest.insert()
    gone = rest.call("DELETE", f"{EVENTS}/{made['id']}")

    read = rest.ok("GET", f"{EVENTS}/{made['id']}")
    again = rest.refused(410, "DELETE", f"{EVENTS}/{made['id']}")
    back = rest.ok("PATCH", f"{EVENTS}/{made['id']}", {"status": "confirmed"})
    assert (gone.status_code, gone.content) == (204, b"")
    assert (read["status"], read["summary"], reason(again)) == ("cancelled", "Visit", "deleted")
    assert [one["id"] for one in rest.events()["items"]] == [back["id"]]


def test_what_is_not_there_is_not_found(rest: Rest) -> None:
    for path in (f"{EVENTS}/nothing", f"/calendars/{OTHER}/events", "/calendars/x/events/y", "/nowhere"):
        assert reason(rest.refused(404, "GET", path)) == "notFound"


def test_long_descriptions_and_properties_are_cut_silently(rest: Rest) -> None:
    properties = {"private": {"k" * 44: "v" * 1025, "k" * 45: "dropped"}}
    made = rest.insert({"description": "d" * 9000, "extendedProperties": properties})

    assert len(made["description"]) == 8192
    assert made["extendedProperties"] == {"private": {"k" * 44: "v" * 1024}}


def test_of_many_attendees_only_oneself_is_shown_if_that_is_asked_for(rest: Rest) -> None:
    people = [{"email": REP}, *({"email": f"p{number}@b.example"} for number in range(5))]
    made = rest.insert({"attendees": people})

    few = rest.ok("GET", f"{EVENTS}/{made['id']}", maxAttendees=2)
    assert made["attendees"][0] == {
        "email": REP, "responseStatus": "needsAction", "organizer": True, "self": True,
    }  # fmt: skip
    assert ([one["email"] for one in few["attendees"]], few["attendeesOmitted"]) == ([REP], True)


def test_what_a_client_does_not_know_of_it_does_not_change(rest: Rest) -> None:
    conference = {"conferenceData": {"conferenceId": "abc-defg-hij", "conferenceSolution": {"name": "Google Meet"}}}
    files = {"attachments": [{"fileUrl": "https://drive.example/1", "title": "Plan"}]}
    ignored = rest.insert(conference | files)
    made = rest.insert(conference | files, conferenceDataVersion=1, supportsAttachments="true")

    kept = rest.ok("PUT", f"{EVENTS}/{made['id']}", event(summary="Other"))
    gone = rest.ok("PUT", f"{EVENTS}/{made['id']}", event(), conferenceDataVersion=1, supportsAttachments="true")
    assert (made["conferenceData"], made["attachments"]) == (conference["conferenceData"], files["attachments"])
    assert (kept["conferenceData"], kept["attachments"]) == (made["conferenceData"], made["attachments"])
    assert all(one.keys().isdisjoint({"conferenceData", "attachments"}) for one in (ignored, gone))


def test_a_client_that_knows_only_itself_changes_only_itself(rest: Rest) -> None:
    made = rest.insert({"attendees": [{"email": "a@b.example"}, {"email": REP}]})
    mine = {"attendeesOmitted": True, "attendees": [{"email": REP, "responseStatus": "accepted"}]}
    changed = rest.ok("PATCH", f"{EVENTS}/{made['id']}", mine)

    assert [(one["email"], one["responseStatus"]) for one in changed["attendees"]] == [
        ("a@b.example", "needsAction"), (REP, "accepted"),
    ]  # fmt: skip


def test_an_imported_event_is_known_by_its_uid(world: World, rest: Rest) -> None:
    given = event(iCalUID="x@elsewhere.example", organizer={"email": "boss@b.example"}, sequence=2)
    made = rest.ok("POST", f"{EVENTS}/import", given)
    again = rest.ok("POST", f"{EVENTS}/import", {**given, "summary": "Later", "sequence": 3})

    old = rest.refused(400, "POST", f"{EVENTS}/import", {**given, "sequence": 1})
    assert (again["id"], again["summary"], again["organizer"]) == (made["id"], "Later", {"email": "boss@b.example"})
    assert "sequence" in old["message"]
    assert reason(rest.refused(400, "POST", f"{EVENTS}/import", event())) == "required"
    assert world.server.outbox == []


def test_a_moved_event_leaves_a_tombstone_behind(rest: Rest) -> None:
    second = rest.ok("POST", "/calendars", {"summary": "Second"})["id"]
    made = rest.insert()
    token = rest.events()["nextSyncToken"]

    moved = rest.ok("POST", f"{EVENTS}/{made['id']}/move", destination=second)
    (left,) = rest.events(syncToken=token)["items"]
    assert moved["organizer"]["email"] == second
    assert (left["id"], left["status"]) == (made["id"], "cancelled")
    assert rest.ok("GET", f"/calendars/{second}/events/{made['id']}")["summary"] == "Visit"


def test_only_the_fields_asked_for_are_answered(rest: Rest) -> None:
    made = rest.insert()

    page = rest.events(fields="items(id,start/dateTime),nextSyncToken")
    assert page.keys() == {"items", "nextSyncToken"}
    assert page["items"] == [{"id": made["id"], "start": {"dateTime": "2026-04-01T10:00:00+02:00"}}]
    assert rest.events(fields="*").keys() > {"items", "kind"}
    assert rest.refused(400, "GET", EVENTS, fields="items(id")["code"] == 400


def test_what_is_no_json_is_refused(rest: Rest) -> None:
    answer = rest.session.post(
        f"http://google.sandbox.test/calendar/v3{EVENTS}",
        data="{",
        headers={"Authorization": f"Bearer {rest.token}", "Content-Type": "application/json"},
    )

    assert (answer.status_code, reason(answer.json()["error"])) == (400, "parseError")
