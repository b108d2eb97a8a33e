"""Events: times that agree, all-day events that are dates, and what cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest

TIMES = "StartDateTime,EndDateTime,DurationInMinutes,ActivityDate,ActivityDateTime,EndDate"
MIDNIGHT = "T00:00:00.000+0000"


def _times(rest: Rest, event: str) -> tuple[str, str, int]:
    read = rest.get(f"/sobjects/Event/{event}", fields=TIMES)
    assert read["ActivityDateTime"] == read["StartDateTime"]
    assert (read["ActivityDate"], read["EndDate"]) == (read["StartDateTime"][:10], read["EndDateTime"][:10])
    return read["StartDateTime"], read["EndDateTime"], read["DurationInMinutes"]


NINE, TEN, ELEVEN = (f"2026-03-28T{hour}:00:00.000+0000" for hour in ("09", "10", "11"))
TIMED: list[tuple[dict[str, Any], tuple[str, str, int]]] = [
    ({"StartDateTime": "2026-03-28T10:00:00Z", "EndDateTime": "2026-03-28T11:00:00Z"}, (TEN, ELEVEN, 60)),
    ({"StartDateTime": "2026-03-28T10:00:00+01:00", "DurationInMinutes": 60}, (NINE, TEN, 60)),
    ({"ActivityDateTime": "2026-03-28T10:00:00.999+0000", "DurationInMinutes": 60}, (TEN, ELEVEN, 60)),
    (
        {"StartDateTime": "2026-03-28T10:00:00Z", "EndDateTime": "2026-03-28T11:00:00Z", "DurationInMinutes": 60},
        (TEN, ELEVEN, 60),
    ),
    ({"StartDateTime": "2026-03-28T10:00:00Z", "DurationInMinutes": 0}, (TEN, TEN, 0)),
    (
        {"StartDateTime": "2026-03-28T10:00:00Z", "EndDateTime": "2026-04-11T10:00:00Z"},
        (TEN, "2026-04-11T10:00:00.000+0000", 14 * 1440),
    ),
]
ALL_DAY: list[tuple[dict[str, Any], tuple[str, str, int]]] = [
    ({"ActivityDate": "2026-03-28"}, (f"2026-03-28{MIDNIGHT}", f"2026-03-28{MIDNIGHT}", 1440)),
    ({"StartDateTime": "2026-03-28T00:00:00Z"}, (f"2026-03-28{MIDNIGHT}", f"2026-03-28{MIDNIGHT}", 1440)),
    (
        {"StartDateTime": "2026-03-28T00:00:00Z", "EndDateTime": "2026-03-29T00:00:00Z"},
        (f"2026-03-28{MIDNIGHT}", f"2026-03-29{MIDNIGHT}", 2880),
    ),
    (
        {"ActivityDate": "2026-03-28", "DurationInMinutes": 2880},
        (f"2026-03-28{MIDNIGHT}", f"2026-03-29{MIDNIGHT}", 2880),
    ),
    (
        {"StartDateTime": "2026-03-28T17:45:00Z", "EndDateTime": "2026-03-28T18:00:00Z"},
        (f"2026-03-28{MIDNIGHT}", f"2026-03-28{MIDNIGHT}", 1440),
    ),
    ({"StartDateTime": "2026-03-28T00:00:00+02:00"}, (f"2026-03-27{MIDNIGHT}", f"2026-03-27{MIDNIGHT}", 1440)),
]


@pytest.mark.parametrize(("values", "times"), TIMED)
def test_start_end_and_length_agree(rest: Rest, values: dict[str, Any], times: tuple[str, str, int]) -> None:
    assert _times(rest, rest.create("Event", **values)) == times


@pytest.mark.parametrize(("values", "times"), ALL_DAY)
def test_all_day_events_are_dates(rest: Rest, values: dict[str, Any], times: tuple[str, str, int]) -> None:
    assert _times(rest, rest.create("Event", IsAllDayEvent=True, **values)) == times


def test_a_move_keeps_the_length(rest: Rest) -> None:
    event = rest.create("Event", StartDateTime="2026-03-28T09:00:00Z", DurationInMinutes=60)

    rest.send("PATCH", f"/sobjects/Event/{event}", {"StartDateTime": "2026-03-28T10:00:00Z"})
    assert _times(rest, event) == (TEN, ELEVEN, 60)

    rest.send("PATCH", f"/sobjects/Event/{event}", {"EndDateTime": "2026-03-28T10:30:00Z"})
    assert _times(rest, event)[2] == 30
    rest.send("PATCH", f"/sobjects/Event/{event}", {"Subject": "Lunch"})
    assert _times(rest, event)[2] == 30


def test_an_event_becomes_all_day_and_back(rest: Rest) -> None:
    event = rest.create("Event", StartDateTime="2026-03-28T09:00:00Z", DurationInMinutes=60)

    rest.send("PATCH", f"/sobjects/Event/{event}", {"IsAllDayEvent": True})
    assert _times(rest, event) == (f"2026-03-28{MIDNIGHT}", f"2026-03-28{MIDNIGHT}", 1440)

    back = {"IsAllDayEvent": False, "StartDateTime": "2026-03-28T10:00:00Z", "EndDateTime": "2026-03-28T11:00:00Z"}
    rest.send("PATCH", f"/sobjects/Event/{event}", back)
    assert _times(rest, event) == (TEN, ELEVEN, 60)


START = {"StartDateTime": "2026-03-28T10:00:00Z"}
IMPOSSIBLE: list[tuple[dict[str, Any], str, list[str]]] = [
    ({}, "REQUIRED_FIELD_MISSING", ["DurationInMinutes", "ActivityDateTime"]),
    (START, "REQUIRED_FIELD_MISSING", ["DurationInMinutes"]),
    ({"DurationInMinutes": 60}, "REQUIRED_FIELD_MISSING", ["ActivityDateTime"]),
    ({"IsAllDayEvent": True}, "REQUIRED_FIELD_MISSING", ["ActivityDate"]),
    ({**START, "EndDateTime": "2026-03-28T09:59:00Z"}, "FIELD_INTEGRITY_EXCEPTION", ["EndDateTime"]),
    ({**START, "DurationInMinutes": -1}, "FIELD_INTEGRITY_EXCEPTION", ["DurationInMinutes"]),
    ({**START, "DurationInMinutes": 14 * 1440 + 1}, "FIELD_INTEGRITY_EXCEPTION", ["DurationInMinutes"]),
    (
        {**START, "IsAllDayEvent": True, "DurationInMinutes": 15 * 1440},
        "FIELD_INTEGRITY_EXCEPTION",
        ["DurationInMinutes"],
    ),
    (
        {**START, "EndDateTime": "2026-03-28T11:00:00Z", "DurationInMinutes": 59},
        "FIELD_INTEGRITY_EXCEPTION",
        ["DurationInMinutes", "EndDateTime"],
    ),
    (
        {**START, "DurationInMinutes": 30, "ShowAs": "Away"},
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        ["ShowAs"],
    ),
    ({**START, "DurationInMinutes": 30, "IsRecurrence2": True}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["IsRecurrence2"]),
    ({**START, "DurationInMinutes": 30, "WhoId": "005gL0000047wszQAA"}, "FIELD_INTEGRITY_EXCEPTION", ["WhoId"]),
]


@pytest.mark.parametrize(("values", "code", "fields"), IMPOSSIBLE)
def test_an_impossible_event_is_refused(rest: Rest, values: dict[str, Any], code: str, fields: list[str]) -> None:
    status, error = rest.refusal("POST", "/sobjects/Event", values)

    assert (status, error["errorCode"], error["fields"]) == (400, code, fields)


@pytest.mark.parametrize("instant", ["2026-03-28", "2026-03-28T10:00:00", "28.3.2026 10:00", 1, "2026-02-30T10:00:00Z"])
def test_an_instant_needs_its_offset(rest: Rest, instant: object) -> None:
    body = {"StartDateTime": instant, "DurationInMinutes": 30}

    assert rest.refusal("POST", "/sobjects/Event", body)[1]["errorCode"] == "JSON_PARSER_ERROR"


def test_a_new_event_is_busy_public_single_and_without_reminder(rest: Rest) -> None:
    event = rest.get(f"/sobjects/Event/{rest.create('Event', **START, DurationInMinutes=30)}")

    shown = {
        name: event[name]
        for name in ("ShowAs", "IsPrivate", "IsRecurrence", "IsRecurrence2", "IsChild", "IsReminderSet")
    }
    assert shown == {
        "ShowAs": "Busy",
        "IsPrivate": False,
        "IsRecurrence": False,
        "IsRecurrence2": False,
        "IsChild": False,
        "IsReminderSet": False,
    }


def test_a_reminder_goes_when_it_is_switched_off(rest: Rest) -> None:
    reminder = {"IsReminderSet": True, "ReminderDateTime": "2026-03-28T09:45:00Z"}
    event = rest.create("Event", **START, DurationInMinutes=30, **reminder)
    assert rest.get(f"/sobjects/Event/{event}")["ReminderDateTime"] == "2026-03-28T09:45:00.000+0000"

    rest.send("PATCH", f"/sobjects/Event/{event}", {"IsReminderSet": False})

    assert rest.get(f"/sobjects/Event/{event}")["ReminderDateTime"] is None


def test_an_events_account_follows_from_what_it_is_about(rest: Rest) -> None:
    acme, other = rest.create("Account", Name="Acme"), rest.create("Account", Name="Other")
    contact = rest.create("Contact", LastName="Vogel", AccountId=acme)

    def account(**related: str) -> Any:
        event = rest.create("Event", **START, DurationInMinutes=30, **related)
        return rest.get(f"/sobjects/Event/{event}")["AccountId"]

    assert account() is None
    assert account(WhoId=contact) == acme
    assert account(WhoId=contact, WhatId=other) == other
