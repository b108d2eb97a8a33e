"""Every write for a series, from each calendar and from Salesforce, meets every fault once (SPEC 5.2, 5.7).

A series of the calendar is made in Salesforce by one request and its occurrences are changed and taken away one by one;
of a series of Salesforce each occurrence is an event of the calendar.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.faults import FaultKind
from tests.support.house import REP
from tests.support.house_calendars import SYSTEMS, calendar, change, meet, settle
from tests.support.house_faults import CHANGES, DELETES, EVENT_WRITES, INVITES, meets
from tests.support.house_people import events
from tests.support.series_desk import at as hour

if TYPE_CHECKING:
    from tests.support.house_calendars import Calendar

GUEST = "guest@customer.example"
MAKES = rb'"Recurrence2PatternText": "RRULE'
ORG_WRITES = (MAKES, INVITES, CHANGES, DELETES)
WEEKLY, DAILY = "FREQ=WEEKLY;BYDAY=MO;COUNT=3", "RRULE:FREQ=DAILY;COUNT=3"
"""The first is the calendar's, of Mondays from the 16th of March on, the other Salesforce's."""


def there(at: Calendar, subject: str) -> list[str]:
    """The ids of a series' occurrences in Salesforce, by their starts."""
    rows = sorted(events(at.house), key=lambda row: str(row["StartDateTime"]))
    return [row["Id"] for row in rows if row["Subject"] == subject]


def first_day(system: str) -> tuple[Calendar, dict[str, str]]:
    """Two series of the calendar and one of Salesforce are in step. Answers the ids of the calendar's."""
    at = calendar(system, attendees=True, remove_deleted=True, series="series")
    at.house.org.as_user(REP).create("Contact", {"LastName": "Guest", "Email": GUEST})
    ids = {name: at.series.put({"Subject": name, **hour("2026-03-16", 9)}, WEEKLY) for name in ("Mine", "Old")}
    meet(at, "Ours", "2026-03-17T12:00", "2026-03-17T13:00", Recurrence2PatternText=DAILY)
    settle(at)
    return at, ids


def second_day(at: Calendar, ids: dict[str, str]) -> None:
    """One series more on each side; of those that are there, occurrences are changed and deleted, and one series."""
    at.series.put({"Subject": "New", **hour("2026-03-16", 11)}, WEEKLY, (GUEST,))
    hands = at.series
    hands.know(ids["Mine"], "2026-03-16T09:00:00@Europe/Berlin")
    hands.alter(ids["Mine"], "2026-03-23", {"Location": "Room 1"})
    hands.cancel(ids["Mine"], "2026-03-30")
    hands.trash(ids["Old"])
    first, second, _ = there(at, "Ours")
    change(at, first, Location="Room 2")
    at.house.org.as_user(REP).delete(second)
    meet(at, "Ours, too", "2026-03-18T14:00", "2026-03-18T15:00", Recurrence2PatternText=DAILY)
    at.house.wait(minutes=5)


def outline(at: Calendar) -> dict[str, Any]:
    """What people see on both sides, without ids."""
    house = at.house
    relations = house.org.admin.query("SELECT RelationId, Status FROM EventRelation")
    singles = [one.values for one in at.records() if one.not_representable is None]
    return {
        "events": [(one["Subject"], one["StartDateTime"], one["Location"]) for one in events(house)],
        "calendar": sorted((str(one["Subject"]), str(one["Start"]), str(one.get("Location"))) for one in singles),
        "series": at.series.count() - len(singles),
        "invited": sorted(one["Status"] or "" for one in relations),
        "errors": house.errors(),
        "asked": [row.kind for row in house.store.unresolved()],
        "mails": at.mails,
    }


@cache
def undisturbed(system: str) -> dict[str, Any]:
    at, ids = first_day(system)
    second_day(at, ids)
    settle(at, 8)
    return outline(at)


def survives(system: str, server: str, writes: tuple[bytes, ...], kind: FaultKind) -> None:
    at, ids = first_day(system)
    second_day(at, ids)
    meets(at, server, writes, kind)
    settle(at)
    assert outline(at) == undisturbed(system)


@pytest.mark.parametrize("kind", FaultKind)
@pytest.mark.parametrize("system", SYSTEMS)
def test_a_write_to_the_mailbox(system: str, kind: FaultKind) -> None:
    survives(system, "mail", EVENT_WRITES[system], kind)


@pytest.mark.parametrize("kind", FaultKind)
@pytest.mark.parametrize("system", SYSTEMS)
def test_a_write_to_salesforce(system: str, kind: FaultKind) -> None:
    survives(system, "org", ORG_WRITES, kind)


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_undisturbed_day_ends_in_step(system: str) -> None:
    seen = undisturbed(system)
    told = [(subject, start[:13], place) for subject, start, place in seen["events"]]
    assert told == [
        ("Mine", "2026-03-16T08", None),
        ("New", "2026-03-16T10", None),
        ("Ours", "2026-03-17T12", "Room 2"),
        ("Ours, too", "2026-03-18T14", None),
        ("Ours", "2026-03-19T12", None),
        ("Ours, too", "2026-03-19T14", None),
        ("Ours, too", "2026-03-20T14", None),
        ("Mine", "2026-03-23T08", "Room 1"),
        ("New", "2026-03-23T10", None),
        ("New", "2026-03-30T09", None),
    ]
    assert [(subject, place) for subject, _, place in seen["calendar"]] == [
        ("Ours", "Room 2"), ("Ours", "None"), *[("Ours, too", "None")] * 3
    ]  # fmt: skip
    assert (seen["series"], seen["invited"], seen["errors"], seen["asked"], seen["mails"]) == (
        2,
        ["New"] * 3,
        [],
        [],
        0,
    )
