"""The window, in the rep's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from syncline.planner.policy import EventPolicy, Window
from syncline.planner.scope import span

NOW = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)  # in Berlin it is already the 11th


def place(start: str, end: str, policy: EventPolicy | None = None, zone: str = "Europe/Berlin") -> str:
    return span(policy or EventPolicy(), zone, NOW).place({"Start": start, "End": end})


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-10T22:00:00@UTC", "2026-03-10T22:59:00@UTC", "past"),
        ("2026-03-10T22:00:00@UTC", "2026-03-10T23:00:00@UTC", "inside"),
        ("2026-03-10", "2026-03-11", "past"),
        ("2026-03-10", "2026-03-12", "inside"),
        ("2026-03-11", "2026-03-12", "inside"),
        ("2028-03-11T00:29:00@Europe/Berlin", "2028-03-11T02:00:00@Europe/Berlin", "inside"),
        ("2028-03-11T00:31:00@Europe/Berlin", "2028-03-11T02:00:00@Europe/Berlin", "future"),
    ],
)
def test_today_begins_at_midnight_of_the_rep(start: str, end: str, expected: str) -> None:
    assert place(start, end) == expected


def test_the_same_event_lies_elsewhere_for_a_rep_elsewhere() -> None:
    assert place("2026-03-10T20:00:00@UTC", "2026-03-10T21:00:00@UTC") == "past"
    assert place("2026-03-10T20:00:00@UTC", "2026-03-10T21:00:00@UTC", zone="America/New_York") == "inside"


def test_last_month_and_last_days() -> None:
    month = EventPolicy(window=Window.LAST_MONTH)
    assert place("2026-02-01T00:00:00@Europe/Berlin", "2026-02-01T00:00:00@Europe/Berlin", month) == "inside"
    assert place("2026-01-31T00:00:00@Europe/Berlin", "2026-01-31T23:59:00@Europe/Berlin", month) == "past"
    days = EventPolicy(window=Window.LAST_DAYS, last_days=2)
    assert place("2026-03-09T00:00:00@Europe/Berlin", "2026-03-09T00:00:00@Europe/Berlin", days) == "inside"
    assert place("2026-03-08T00:00:00@Europe/Berlin", "2026-03-08T23:59:59@Europe/Berlin", days) == "past"


def test_an_event_without_times_is_not_looked_at() -> None:
    assert span(EventPolicy(), "UTC", NOW).place({"Subject": "?"}) == "past"


def test_the_window_crosses_a_change_of_clocks() -> None:
    night = datetime(2026, 3, 29, 12, tzinfo=UTC)
    since = span(EventPolicy(), "Europe/Berlin", night).since.astimezone(UTC)
    assert since == datetime(2026, 3, 28, 23, tzinfo=UTC)


def days_of_change(zone: str) -> list[date]:
    """The days of the year on which the clocks of a zone change."""
    info = ZoneInfo(zone)
    noons = [datetime(2026, 1, 1, 12, tzinfo=info) + timedelta(days=number) for number in range(365)]
    return [two.date() for one, two in pairwise(noons) if one.utcoffset() != two.utcoffset()]


@pytest.mark.parametrize("window", [EventPolicy(), EventPolicy(window=Window.LAST_DAYS, last_days=1)])
def test_the_day_begins_at_its_first_instant_in_every_zone_whose_clocks_change(window: EventPolicy) -> None:
    """Some zones have no midnight on that day, some have two."""
    seen = 0
    for zone in sorted(available_timezones()):
        for day in days_of_change(zone):
            seen += 1
            now = datetime.combine(day, time(15), tzinfo=ZoneInfo(zone)).astimezone(UTC)
            since = span(window, zone, now).since.astimezone(UTC)
            first = day - timedelta(days=window.last_days)
            local, before = (moment.astimezone(ZoneInfo(zone)) for moment in (since, since - timedelta(seconds=1)))
            assert local.date() == first, (zone, day)
            assert before.date() < first or local.utcoffset() != before.utcoffset(), (zone, day)
    assert seen > 300


def test_the_day_has_begun_at_its_first_midnight_also_after_its_second() -> None:
    """In Havana the clocks go back from one to midnight."""
    half_past_twelve_again = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    since = span(EventPolicy(), "America/Havana", half_past_twelve_again).since.astimezone(UTC)
    assert since == datetime(2026, 11, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 3, 31, 22, 1, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 1, 15, 12, tzinfo=UTC), date(2025, 12, 1)),
    ],
)
def test_last_month_turns_with_the_month_in_the_reps_zone(now: datetime, first: date) -> None:
    assert span(EventPolicy(window=Window.LAST_MONTH), "Europe/Berlin", now).since.date() == first


def test_the_horizon_reaches_the_same_day_months_ahead_or_the_months_last() -> None:
    policy = EventPolicy(horizon_months=1)
    until = span(policy, "UTC", datetime(2026, 1, 31, 9, tzinfo=UTC)).until
    assert until == datetime(2026, 2, 28, 9, tzinfo=UTC)
