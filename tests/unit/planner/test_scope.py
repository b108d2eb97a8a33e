"""The window, in the rep's zone."""

from __future__ import annotations

from datetime import UTC, datetime

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
