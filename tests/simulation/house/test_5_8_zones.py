"""SPEC 5.8: the instant is right in every zone, days are days, nobody's rules move what is stored; on every system."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from syncline.records.moments import instant_of
from tests.support.any_calendar import KINDS, AnyCalendar, berlin, calendar_of
from tests.support.house import REP
from tests.support.house_people import events, kinds
from tests.support.moved_rules import moved_rules

NOVEMBER = datetime(2026, 12, 1, 9, tzinfo=UTC)
UNTIL_DECEMBER = "CET-1CEST,M3.5.0,M11.5.0/3"
"""Berlin, had its government kept summer time until the end of November."""


@pytest.fixture(params=KINDS)
def calendar(request: pytest.FixtureRequest) -> AnyCalendar:
    return calendar_of(request.param)


def starts(calendar: AnyCalendar) -> dict[str, str]:
    return {one["Subject"]: one["StartDateTime"][:16] for one in events(calendar.house)}


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/Berlin", "08:00", "07:00"),
        ("America/New_York", "14:00", "13:00"),
        ("Asia/Kolkata", "03:30", "03:30"),
        ("Australia/Sydney", "22:00", "23:00"),
        ("Pacific/Apia", "20:00", "20:00"),
        ("UTC", "09:00", "09:00"),
    ],
)
def test_nine_o_clock_is_the_right_instant_before_and_after_the_change_of_clocks(
    calendar: AnyCalendar, zone: str, winter: str, summer: str
) -> None:
    for subject, day in (("winter", "2026-03-04"), ("summer", "2026-07-15")):
        calendar.put({"Subject": subject, "Start": f"{day}T09:00:00@{zone}", "End": f"{day}T10:00:00@{zone}"})
    calendar.rest()
    found = {subject: instant[11:] for subject, instant in starts(calendar).items()}
    assert found == {"winter": winter, "summer": summer}


@pytest.mark.parametrize("own", ["Europe/Berlin", "America/New_York", "Pacific/Auckland"])
def test_whole_days_are_the_same_dates_wherever_the_rep_is(calendar: AnyCalendar, own: str) -> None:
    house = calendar.house
    house.org.admin.update(house.org.user_id(REP), {"TimeZoneSidKey": own})
    # Over the night on which the clocks change, too.
    event = calendar.put({"Subject": "fair", "Start": "2026-03-28", "End": "2026-03-31"})
    calendar.rest()
    shown = [(one["IsAllDayEvent"], one["ActivityDate"], one["EndDateTime"][:10]) for one in events(house)]
    assert shown == [(True, "2026-03-28", "2026-03-30")]
    calendar.change(event, Subject="big fair")
    calendar.rest()
    shown = [(one["IsAllDayEvent"], one["ActivityDate"], one["EndDateTime"][:10]) for one in events(house)]
    assert shown == [(True, "2026-03-28", "2026-03-30")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_government_that_moves_its_rules_moves_nothing_that_is_past(kind: str) -> None:
    """By our newer table the past wall time would mean another instant. Both sides still hold the one it had."""
    calendar = calendar_of(kind, NOVEMBER, window={"last_days": 60})
    past = calendar.meet("past", day="2026-11-10")
    calendar.put({"Subject": "days", "Start": "2026-11-10", "End": "2026-11-12"})
    calendar.meet("ahead", day="2026-12-10")
    calendar.rest()
    before = starts(calendar)
    assert before["past"] == "2026-11-10T08:00"
    with moved_rules("Europe/Berlin", UNTIL_DECEMBER):
        assert instant_of(berlin("2026-11-10", 9)).hour == 7, "the rules have moved"
        calendar.rest()
        assert starts(calendar) == before
        calendar.change(past, Location="Room 1")
        calendar.rest()
        assert starts(calendar) == before
        assert [one["Location"] for one in events(calendar.house) if one["Subject"] == "past"] == ["Room 1"]
        calendar.house.store.reset(f"acme/{REP}")
        calendar.rest()
        assert starts(calendar) == before
    calendar.rest()
    assert starts(calendar) == before
    assert [row for row in calendar.house.store.journal() if "Start" in row.before] == []
    assert kinds(calendar.house) == []
