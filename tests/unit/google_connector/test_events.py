"""Events as Calendar writes them, read into records and written back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.google.event_id import event_id
from syncline.connectors.google.event_read import Surroundings, event_record
from syncline.connectors.google.event_times import time_body, time_text
from syncline.connectors.google.event_write import event_patch, new_event
from syncline.connectors.port import Draft

if TYPE_CHECKING:
    from syncline.records.record import Record

AROUND = Surroundings(
    lambda: [{"method": "email", "minutes": 30}, {"method": "popup", "minutes": 10}], {"L1"}.__contains__
)
LUNCH: dict[str, Any] = {
    "id": "abc123",
    "etag": '"1"',
    "status": "confirmed",
    "summary": "Lunch",
    "start": {"dateTime": "2026-07-05T12:00:00+02:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-07-05T13:00:00+02:00", "timeZone": "Europe/Berlin"},
    "iCalUID": "abc123@google.com",
    "reminders": {"useDefault": True},
}


def read(**changes: Any) -> Record:
    return event_record({**LUNCH, **changes}, AROUND)


def test_an_event_keeps_its_wall_time_and_zone() -> None:
    record = read()
    assert record.values == {
        "Subject": "Lunch",
        "Start": "2026-07-05T12:00:00@Europe/Berlin",
        "End": "2026-07-05T13:00:00@Europe/Berlin",
        "LegacyFreeBusyStatus": "Busy",
        "ReminderMinutesBeforeStart": 10,
    }
    assert (record.uid, record.version, record.marker) == ("abc123@google.com", '"1"', None)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"date": "2026-03-01"}, "2026-03-01"),
        ({"dateTime": "2026-03-01T08:00:00Z"}, "2026-03-01T08:00:00@UTC"),
        ({"dateTime": "2026-03-01T09:00:00+01:00", "timeZone": "Nowhere/Town"}, "2026-03-01T08:00:00@UTC"),
        ({"dateTime": "2026-03-01T09:00:00", "timeZone": "Europe/Berlin"}, "2026-03-01T09:00:00@Europe/Berlin"),
        # the second passing of the hour that clocks repeat
        ({"dateTime": "2026-10-25T02:30:00+01:00", "timeZone": "Europe/Berlin"}, "2026-10-25T01:30:00@UTC"),
        ({"dateTime": "2026-10-25T02:30:00+02:00", "timeZone": "Europe/Berlin"}, "2026-10-25T02:30:00@Europe/Berlin"),
        ({"dateTime": "noon"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_a_time_is_read(told: Any, text: str | None) -> None:
    assert time_text(told) == text


@pytest.mark.parametrize(
    "text", ["2026-03-01", "2026-03-01T09:00:00@Europe/Berlin", "2026-10-25T02:30:00@Europe/Berlin"]
)
def test_a_time_that_is_written_reads_back(text: str) -> None:
    assert time_text(time_body(text)) == text


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"recurrence": ["RRULE:FREQ=DAILY"]}, "recurring"),
        ({"recurringEventId": "abc"}, "recurring"),
        ({"eventType": "birthday"}, "birthday"),
        ({"eventType": "workingLocation"}, "working_location"),
        ({"eventType": "fromGmail"}, "from_gmail"),
        ({"eventType": "focusTime"}, "focus_time"),
        ({"start": None}, "no_time"),
        ({"end": {"date": "2026-07-06"}}, "no_time"),
        ({"end": {"dateTime": "2026-07-05T11:00:00+02:00", "timeZone": "Europe/Berlin"}}, "end_before_start"),
        ({"end": {"dateTime": "2026-07-20T12:00:00+02:00", "timeZone": "Europe/Berlin"}}, "longer_than_14_days"),
        ({"eventType": "outOfOffice"}, None),
        ({}, None),
    ],
)
def test_what_cannot_be_held_says_why(changes: dict[str, Any], why: str | None) -> None:
    assert read(**changes).not_representable == why


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"transparency": "transparent"}, "Free"),
        ({"transparency": "opaque"}, "Busy"),
        ({"status": "tentative"}, "Tentative"),
        ({"eventType": "outOfOffice"}, "OOF"),
    ],
)
def test_the_time_is_shown_as(changes: dict[str, Any], status: str) -> None:
    assert read(**changes).values["LegacyFreeBusyStatus"] == status


def test_private_and_confidential_are_private() -> None:
    assert [
        read(visibility=one).values.get("Sensitivity") for one in ("private", "confidential", "public", "default")
    ] == [
        "Private",
        "Private",
        None,
        None,
    ]


def test_reminders_are_the_nearest_pop_up() -> None:
    own = {"useDefault": False, "overrides": [{"method": "popup", "minutes": m} for m in (60, 5)]}
    mail = {"useDefault": False, "overrides": [{"method": "email", "minutes": 5}]}
    assert read(reminders=own).values["ReminderMinutesBeforeStart"] == 5
    assert "ReminderMinutesBeforeStart" not in read(reminders=mail).values
    assert "ReminderMinutesBeforeStart" not in read(reminders={"useDefault": False}).values


def test_people_are_those_besides_the_rep() -> None:
    record = read(
        organizer={"email": "Boss@acme.example"},
        attendees=[
            {"email": "rep@acme.example", "self": True},
            {"email": "ann@customer.example"},
            {"email": "room@resource.example", "resource": True},
        ],
    )
    assert record.attendees == 2
    assert record.people == ("boss@acme.example", "ann@customer.example")


def test_the_label_named_salesforce_selects() -> None:
    assert read(eventLabelId="L1").selected
    assert not read(eventLabelId="L2").selected
    assert not read().selected


def test_a_copy_that_a_person_made_is_not_ours() -> None:
    key = "0123456789abcdef0123456789abcdef"
    private = {"extendedProperties": {"private": {"synclineKey": key}}}
    assert read(**private, id=event_id(key)).marker == key
    assert read(**private).marker is None


@pytest.mark.parametrize("key", ["key", "0123456789abcdef0123456789abcdef", "intent-1", "ünïcode/ key", "x" * 300])
def test_an_events_id_is_one_that_google_takes(key: str) -> None:
    id_ = event_id(key)
    assert set(id_) <= set("0123456789abcdefghijklmnopqrstuv")
    assert 5 <= len(id_) <= 1024
    assert id_ == event_id(key) != event_id(key + "x")


def test_what_is_made_reads_back_with_its_uid() -> None:
    values = dict(read(visibility="private", location="Canteen", description="Bring\nfigures").values)
    body = new_event(Draft("k" * 32, values, uid="uid@elsewhere.example"))
    record = event_record({**body, "etag": "1"}, AROUND)
    assert record.values == values
    assert record.uid == "uid@elsewhere.example"
    assert "attendees" not in body
    assert None not in body["start"].values()


def test_a_patch_names_what_changed_and_clears_the_other_kind_of_time() -> None:
    whole = {"Subject": "Fair", "Start": "2026-03-28", "End": "2026-03-31"}
    patch = event_patch({"Start": "2026-03-28", "Location": None}, whole, [])
    assert patch == {
        "location": "",
        "start": {"date": "2026-03-28", "dateTime": None, "timeZone": None},
        "end": {"date": "2026-03-31", "dateTime": None, "timeZone": None},
    }


def test_a_reminder_leaves_the_mails_that_google_sends_the_rep() -> None:
    mail = {"method": "email", "minutes": 60}
    patch = event_patch({"ReminderMinutesBeforeStart": 99_999}, {}, [mail])
    assert patch["reminders"] == {"useDefault": False, "overrides": [{"method": "popup", "minutes": 40_320}, mail]}
    assert event_patch({"ReminderMinutesBeforeStart": None}, {}, [])["reminders"]["overrides"] == []
