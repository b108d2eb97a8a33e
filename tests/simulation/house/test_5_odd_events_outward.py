"""Events of Salesforce at the edges of what both sides hold, on their way into every calendar (configurations.md).

What Salesforce itself refuses (more than 14 days, an end before its start, years before 1700 and after 4000) nobody can
enter there: `tests/contract/salesforce_server/test_events.py` holds the sandbox to that. The way back stands in
`test_5_odd_events.py`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.records.moments import start_instant
from tests.support.house import INTEGRATION, REP, quiet
from tests.support.house_calendars import SYSTEMS, OnMicrosoft365, calendar, change, meet, settle
from tests.support.house_people import kinds
from tests.support.salesforce_package import PACKAGE, PERMISSION_SET, UID

if TYPE_CHECKING:
    from tests.support.house_calendars import Calendar

MORNING = ("2026-03-04T08:00", "2026-03-04T09:00")
ZONE = "Europe/Berlin"


@pytest.fixture(params=SYSTEMS)
def system(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["both", "to_mailbox"])
def at(request: pytest.FixtureRequest, system: str) -> Calendar:
    found = calendar(system, request.param)
    settle(found)
    return found


def times(at: Calendar) -> dict[str, tuple[datetime, datetime]]:
    """Start and end of every event of the calendar, as instants, by subject."""
    told = at.values()
    return {
        str(one["Subject"]): (start_instant(str(one["Start"]), ZONE), start_instant(str(one["End"]), ZONE))
        for one in told
    }


def untouched(at: Calendar, record_id: str) -> None:
    """Nothing that was cut or rounded on the way flows back: Salesforce's event was saved by its own people alone."""
    stamp = (at.house.org.get(record_id) or {})["SystemModstamp"]
    at.house.wait(hours=1)
    assert quiet(at.house.sync())
    assert (at.house.org.get(record_id) or {})["SystemModstamp"] == stamp
    assert at.house.errors() == []


LONG = [
    ("2026-03-03T08:00", "2026-03-17T08:00"),
    ("2026-03-20T08:00", "2026-04-03T08:00"),  # the clocks go forward in between
    ("2026-03-03", "2026-03-16"),
]


def test_fourteen_days_arrive_whole_and_what_grows_to_them_too(at: Calendar) -> None:
    ids = [meet(at, f"{number}", start, end) for number, (start, end) in enumerate(LONG)]
    grown = meet(at, "grown", *MORNING)
    settle(at)
    change(at, grown, EndDateTime="2026-03-18T08:00:00.000Z")
    settle(at)
    days = {subject: end - start for subject, (start, end) in times(at).items()}
    assert days == dict.fromkeys(["0", "1", "2", "grown"], timedelta(days=14))
    untouched(at, ids[0])


def test_no_length_arrives_and_what_shrinks_to_none_too(at: Calendar) -> None:
    none = meet(at, "none", MORNING[0], MORNING[0])
    shrunk = meet(at, "shrunk", *MORNING)
    settle(at)
    change(at, shrunk, EndDateTime=f"{MORNING[0]}:00.000Z")
    settle(at)
    begins = datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert times(at) == {"none": (begins, begins), "shrunk": (begins, begins)}
    for record_id in (none, shrunk):
        untouched(at, record_id)


def test_texts_of_full_length_arrive_as_far_as_the_calendar_holds_them_and_stay_whole(at: Calendar) -> None:
    body = ("".join(f"{number:07}\n" for number in range(4_000)))[:31_999] + "x"
    made = meet(at, "s" * 255, *MORNING, Location="l" * 255, Description=body)
    settle(at)
    held = at.only().values
    assert (held["Subject"], held["Location"]) == ("s" * 255, "l" * 255)
    copy = str(held["Body"])
    assert len(copy) > 8_000
    assert body.startswith(copy)
    change(at, made, Location="there")
    settle(at)
    assert at.only().values["Body"] == copy
    assert (at.house.org.get(made) or {})["Description"] == body
    untouched(at, made)


def test_years_far_away_stay_where_they_are_until_they_come_near(at: Calendar) -> None:
    days = ("1700-01-02", "1899-12-30", "3999-12-30")
    far = [meet(at, f"far {day}", f"{day}T08:00", f"{day}T09:00") for day in days]
    meet(at, "all day", "1899-12-30", "1899-12-30")
    meet(at, "near", *MORNING)
    settle(at)
    assert list(times(at)) == ["near"]
    assert (kinds(at.house), at.house.errors()) == ([], [])
    for number, record_id in enumerate(far):
        day = f"2026-03-1{number}"
        change(at, record_id, StartDateTime=f"{day}T08:00:00.000Z", EndDateTime=f"{day}T09:00:00.000Z")
    settle(at)
    assert len(at.records()) == 4


@pytest.mark.parametrize("year", [1899, 3999])
def test_what_is_moved_far_away_is_not_lost_and_comes_back(at: Calendar, year: int) -> None:
    made = meet(at, "Visit", *MORNING)
    settle(at)
    before = times(at)
    change(at, made, StartDateTime=f"{year}-03-04T08:00:00.000Z", EndDateTime=f"{year}-03-04T09:00:00.000Z")
    settle(at)
    lists_all = not isinstance(at, OnMicrosoft365)  # whose listing has a window of its own
    assert [start.year for start, _end in times(at).values()] == [year] * lists_all, "that it leaves is told"
    at.house.wait(hours=1)
    change(at, made, Subject="Old visit")
    settle(at)
    assert list(times(at)) == ["Visit"] * lists_all, "what lies outside does not sync"
    back = ("2026-03-05T08:00:00.000Z", "2026-03-05T09:00:00.000Z")
    change(at, made, StartDateTime=back[0], EndDateTime=back[1])
    settle(at)
    assert times(at) == {"Old visit": tuple(one + timedelta(days=1) for one in before["Visit"])}
    assert at.house.errors() == []


def test_a_copy_whose_end_the_server_turned_round_is_reported_and_its_event_stays(at: Calendar) -> None:
    made = meet(at, "Visit", *MORNING)
    settle(at)
    copy = at.only().id
    at.twist(copy, datetime(2026, 3, 4, 7, tzinfo=UTC))
    settle(at)
    held = at.house.org.get(made) or {}
    assert (held["StartDateTime"][:16], held["EndDateTime"][:16]) == MORNING
    assert kinds(at.house) == ["not_representable:end_before_start"]
    start, end = ("2026-03-04T09:00:00@Europe/Berlin", "2026-03-04T10:00:00@Europe/Berlin")
    at.edit(copy, {"Start": start, "End": end})
    settle(at)
    assert kinds(at.house) == []
    change(at, made, Location="there")
    settle(at)
    assert at.only().values["Location"] == "there"


def test_two_events_of_one_uid_in_salesforce_are_two_events(system: str) -> None:
    at = calendar(system, "both")
    org = at.house.org
    org.setup.deploy(PACKAGE)
    org.setup.assign(PERMISSION_SET, *(org.user_id(name) for name in (INTEGRATION, REP)))
    settle(at)
    mine = at.enter(
        {"Subject": "Visit", "Start": "2026-03-04T09:00:00@Europe/Berlin", "End": "2026-03-04T10:00:00@Europe/Berlin"}
    )
    settle(at)
    (row,) = org.as_user(REP).query("SELECT FIELDS(ALL) FROM Event LIMIT 1")
    assert row[UID]
    meet(at, "Cloned", "2026-03-06T08:00", "2026-03-06T09:00", **{UID: row[UID]})
    settle(at)
    assert {str(one.values["Subject"]) for one in at.records()} == {"Visit", "Cloned"}
    at.delete(mine)
    settle(at)
    assert {str(one.values["Subject"]) for one in at.records()} == {"Cloned"}
    assert at.house.errors() == []
