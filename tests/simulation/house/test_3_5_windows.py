"""SPEC 3.5: which events are looked at, by their end, in the time zone of the rep's Salesforce user."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from syncline.sandbox.clock import SteppedClock
from tests.support.house import REP, House
from tests.support.house_people import rest, subjects
from tests.support.house_tables import NO_CONTACTS

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def house_of(window: object, now: datetime = NOON, zone: str = "Europe/Berlin") -> House:
    events: dict[str, Any] = {"direction": "to_salesforce", "window": window}
    house = House(contacts=NO_CONTACTS, events=events, clock=SteppedClock(now))
    house.org.admin.update(house.org.user_id(REP), {"TimeZoneSidKey": zone})
    return house


def meet(house: House, subject: str, day: str, hour: str = "09:00") -> None:
    start = datetime.fromisoformat(f"{day}T{hour}")
    house.mailbox().create_event(subject, start, start.replace(minute=30), zone="UTC")


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
def test_each_window_reaches_back_as_far_as_it_says(window: object, inside: list[str]) -> None:
    house = house_of(window)
    for subject, day in (
        ("today", "2026-03-10"),
        ("yesterday", "2026-03-09"),
        ("1 February", "2026-02-01"),
        ("31 January", "2026-01-31"),
        ("last summer", "2025-08-01"),
    ):
        meet(house, subject, day)
    rest(house)
    assert subjects(house) == sorted(inside)


@pytest.mark.parametrize(
    ("zone", "inside"), [("Europe/Berlin", ["night"]), ("America/New_York", ["afternoon", "night"])]
)
def test_today_is_the_reps_own_today(zone: str, inside: list[str]) -> None:
    """At half past three in UTC it is the 10th in Berlin, and still the 9th in New York."""
    house = house_of("today", datetime(2026, 3, 10, 3, 30, tzinfo=UTC), zone=zone)
    meet(house, "afternoon", "2026-03-09", "20:00")
    meet(house, "night", "2026-03-10", "02:00")
    rest(house)
    assert subjects(house) == inside


def test_a_rep_who_moves_to_another_zone_has_another_midnight() -> None:
    house = house_of("today")
    rest(house)
    house.org.admin.update(house.org.user_id(REP), {"TimeZoneSidKey": "America/New_York"})
    rest(house)
    assert house.store.reps()[0].zone == "America/New_York"
    house.wait(hours=14)
    meet(house, "still today over there", "2026-03-10", "20:00")
    rest(house)
    assert subjects(house) == ["still today over there"]


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_the_day_on_which_the_clocks_change_is_whole(day: str) -> None:
    house = house_of("today", datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC))
    meet(house, "first hour", day, "00:00")
    meet(house, "last hour", day, "21:00")
    before = {"2026-03-29": "2026-03-28", "2026-10-25": "2026-10-24"}[day]
    meet(house, "the evening before", before, "21:00")
    rest(house)
    assert subjects(house) == ["first hour", "last hour"]


def test_a_wider_window_brings_what_was_passed_over_and_a_narrower_one_takes_nothing_away() -> None:
    house = house_of("today")
    meet(house, "today", "2026-03-10")
    meet(house, "last week", "2026-03-03")
    rest(house)
    assert subjects(house) == ["today"]
    house.events = {**house.events, "window": {"last_days": 10}}
    house.apply()
    rest(house)
    assert subjects(house) == ["last week", "today"]
    house.events = {**house.events, "window": "today", "remove_deleted": True}
    house.apply()
    rest(house)
    assert subjects(house) == ["last week", "today"]
