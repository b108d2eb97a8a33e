"""SPEC 3.5: which events are looked at, by their end, in the zone of the rep's Salesforce user; on every system."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.any_calendar import KINDS, calendar_of
from tests.support.house import REP
from tests.support.house_people import kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.any_calendar import AnyCalendar

    Make = Callable[..., AnyCalendar]

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Make:
    """Makes a calendar whose rep's Salesforce user is in a zone, at an instant."""

    def made(window: object, now: datetime = NOON, zone: str = "Europe/Berlin", **settings: Any) -> AnyCalendar:
        calendar = calendar_of(request.param, now, window=window, **settings)
        calendar.house.org.admin.update(calendar.house.org.user_id(REP), {"TimeZoneSidKey": zone})
        return calendar

    return made


def meet(calendar: AnyCalendar, subject: str, day: str, hour: str = "09:00") -> str:
    """Half an hour, in UTC."""
    end = f"{hour[:2]}:30"
    return calendar.put({"Subject": subject, "Start": f"{day}T{hour}:00@UTC", "End": f"{day}T{end}:00@UTC"})


def days(calendar: AnyCalendar, subject: str, first: str, end: str) -> str:
    """Whole days, up to and not with the end."""
    return calendar.put({"Subject": subject, "Start": first, "End": end})


def clock(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("window", "inside"),
    [
        ("today", ["today"]),
        ("last_month", ["1 February", "today", "yesterday"]),
        ({"last_days": 1}, ["today", "yesterday"]),
        ({"last_days": 37}, ["1 February", "today", "yesterday"]),
        ({"last_days": 180}, ["1 February", "31 January", "today", "yesterday"]),
    ],
)
def test_each_window_reaches_back_as_far_as_it_says(make: Make, window: object, inside: list[str]) -> None:
    calendar = make(window)
    for subject, day in (
        ("today", "2026-03-10"),
        ("yesterday", "2026-03-09"),
        ("1 February", "2026-02-01"),
        ("31 January", "2026-01-31"),
        ("last summer", "2025-08-01"),
    ):
        meet(calendar, subject, day)
    assert calendar.rest() == sorted(inside)


@pytest.mark.parametrize(
    ("zone", "inside"), [("Europe/Berlin", ["night"]), ("America/New_York", ["afternoon", "night"])]
)
def test_today_is_the_reps_own_today(make: Make, zone: str, inside: list[str]) -> None:
    """At half past three in UTC it is the 10th in Berlin, and still the 9th in New York."""
    calendar = make("today", clock("2026-03-10T03:30"), zone)
    meet(calendar, "afternoon", "2026-03-09", "20:00")
    meet(calendar, "night", "2026-03-10", "02:00")
    assert calendar.rest() == inside


def test_a_rep_who_moves_to_another_zone_has_another_midnight(make: Make) -> None:
    calendar = make("today")
    house = calendar.house
    calendar.rest()
    house.org.admin.update(house.org.user_id(REP), {"TimeZoneSidKey": "America/New_York"})
    calendar.rest()
    assert house.store.reps()[0].zone == "America/New_York"
    house.wait(hours=14)
    meet(calendar, "still today over there", "2026-03-10", "20:00")
    assert calendar.rest() == ["still today over there"]


@pytest.mark.parametrize(
    ("now", "inside"),
    [("2026-03-10T22:59", ["at midnight", "late", "today"]), ("2026-03-10T23:01", ["at midnight"])],
)
def test_the_window_turns_at_midnight_in_the_reps_own_zone(make: Make, now: str, inside: list[str]) -> None:
    """Berlin is an hour ahead of UTC. What ends at midnight sharp ends today, and that is inside (SPEC 3.5)."""
    calendar = make("today", clock(now))
    meet(calendar, "the day before", "2026-03-09", "20:00")
    meet(calendar, "today", "2026-03-10", "08:00")
    meet(calendar, "late", "2026-03-10", "22:00")
    calendar.put({"Subject": "at midnight", "Start": "2026-03-10T22:00:00@UTC", "End": "2026-03-10T23:00:00@UTC"})
    assert calendar.rest() == inside


@pytest.mark.parametrize(
    ("day", "before", "first", "last", "evening"),
    [
        # Berlin: the day of 23 hours begins at 23:00 UTC the day before and ends at 22:00.
        ("2026-03-29", "2026-03-28", ("2026-03-28", "23:00"), ("2026-03-29", "21:00"), ("2026-03-28", "22:00")),
        # The day of 25 hours begins at 22:00 UTC the day before and ends at 23:00.
        ("2026-10-25", "2026-10-24", ("2026-10-24", "22:00"), ("2026-10-25", "22:00"), ("2026-10-24", "21:00")),
    ],
)
def test_the_day_on_which_the_clocks_change_is_whole(
    make: Make, day: str, before: str, first: tuple[str, str], last: tuple[str, str], evening: tuple[str, str]
) -> None:
    calendar = make("today", clock(f"{day}T12:00"))
    meet(calendar, "first hour", *first)
    meet(calendar, "last hour", *last)
    meet(calendar, "the evening before", *evening)
    days(calendar, "the day", day, f"{day[:-2]}{int(day[-2:]) + 1}")
    days(calendar, "the day before", before, day)
    assert calendar.rest() == ["first hour", "last hour", "the day"]


@pytest.mark.parametrize(
    ("zone", "now"),
    [
        ("Europe/Berlin", "2026-03-10T22:30"),
        ("America/New_York", "2026-03-11T03:30"),
        ("Pacific/Auckland", "2026-03-10T10:30"),
        ("Pacific/Niue", "2026-03-11T10:30"),
    ],
)
def test_whole_days_end_with_their_last_day_wherever_the_rep_is(make: Make, zone: str, now: str) -> None:
    """It is late on the 10th where the rep is, whichever day it is in UTC or where the calendar was kept."""
    calendar = make("today", clock(now), zone)
    days(calendar, "yesterday", "2026-03-09", "2026-03-10")
    days(calendar, "today", "2026-03-10", "2026-03-11")
    days(calendar, "until today", "2026-03-05", "2026-03-11")
    days(calendar, "tomorrow", "2026-03-11", "2026-03-12")
    assert calendar.rest() == ["today", "tomorrow", "until today"]


def test_whole_days_at_the_edge_of_a_window_of_days(make: Make) -> None:
    calendar = make({"last_days": 3})
    days(calendar, "the 6th", "2026-03-06", "2026-03-07")
    days(calendar, "the 7th", "2026-03-07", "2026-03-08")
    days(calendar, "into the 7th", "2026-03-05", "2026-03-08")
    assert calendar.rest() == ["into the 7th", "the 7th"]


def test_what_lies_beyond_the_horizon_comes_on_its_day(make: Make) -> None:
    """The horizon of one month is 10 April, 14:00 in Berlin, and goes along with the clock."""
    calendar = make("today", horizon_months=1)
    meet(calendar, "just inside", "2026-04-10", "11:00")
    meet(calendar, "just beyond", "2026-04-10", "13:00")
    days(calendar, "the day of it", "2026-04-10", "2026-04-11")
    days(calendar, "the day after", "2026-04-11", "2026-04-12")
    assert calendar.rest() == ["just inside", "the day of it"]
    calendar.house.wait(hours=2)
    assert calendar.rest() == ["just beyond", "just inside", "the day of it"]
    calendar.house.wait(hours=12)
    assert calendar.rest() == ["just beyond", "just inside", "the day after", "the day of it"]


def test_out_of_the_window_is_unknown_and_never_deleted(make: Make) -> None:
    calendar = make("today", remove_deleted=True)
    past, far = meet(calendar, "past soon", "2026-03-10", "15:00"), meet(calendar, "pushed away", "2026-03-12")
    calendar.rest()
    calendar.house.wait(days=3)
    calendar.rest()
    calendar.at.delete(past)
    calendar.change(far, Start="2029-03-12T09:00:00@UTC", End="2029-03-12T10:00:00@UTC")
    assert calendar.rest() == ["past soon", "pushed away"]
    assert calendar.house.store.journal() == []


def test_a_wider_window_brings_what_was_passed_over_and_a_narrower_one_takes_nothing_away(make: Make) -> None:
    calendar = make("today")
    house = calendar.house
    meet(calendar, "today", "2026-03-10")
    meet(calendar, "last week", "2026-03-03")
    assert calendar.rest() == ["today"]
    house.events = {**house.events, "window": {"last_days": 10}}
    house.apply()
    assert calendar.rest() == ["last week", "today"]
    house.events = {**house.events, "window": "today", "remove_deleted": True}
    house.apply()
    assert calendar.rest() == ["last week", "today"]
    assert kinds(house) == []
