"""Rules of series through Graph's JSON and back, and the examples on Microsoft's pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from tests.support.recurrences import expansion, series, skips

from syncline.connectors.outlook.patterned_recurrence import patterned, read_patterned
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.recurrence.rrule_write import rrule_of

if TYPE_CHECKING:
    from syncline.records.recurrence.pattern import Recurrence

PACIFIC = "America/Los_Angeles"


@given(series())
def test_a_rule_comes_back_or_is_refused(made: tuple[Recurrence, str]) -> None:
    rule, start = made
    if skips(rule):
        with pytest.raises(NotRepresentableError, match="skips_short_months"):
            patterned(rule, start)
        return
    body = patterned(rule, start)
    read = read_patterned(json.loads(json.dumps(body)), start, rule.zone)
    assert read == rule
    assert expansion(read, start) == expansion(rule, start)


FILLED = {"month": 0, "dayOfMonth": 0, "firstDayOfWeek": "sunday", "index": "first"}
"""What Graph answers for what a pattern does not have."""
SAMPLES: dict[str, tuple[dict[str, Any], dict[str, Any], str, str]] = {
    # https://learn.microsoft.com/graph/outlook-schedule-recurring-events
    "weekly": (
        {**FILLED, "type": "weekly", "interval": 2, "daysOfWeek": ["Tuesday"]},
        {"type": "noEnd", "startDate": "2017-08-29", "recurrenceTimeZone": "", "endDate": "0001-01-01"},
        f"2017-08-29T11:00:00@{PACIFIC}",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    ),
    "relative monthly, a choice of days": (
        {**FILLED, "type": "relativeMonthly", "interval": 3, "daysOfWeek": ["thursday", "friday"], "index": "second"},
        {"type": "numbered", "startDate": "2017-09-07", "numberOfOccurrences": 4},
        f"2017-09-07T11:00:00@{PACIFIC}",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=TH,FR;BYSETPOS=2;COUNT=4",
    ),
    "absolute yearly": (
        {**FILLED, "type": "absoluteYearly", "interval": 1, "dayOfMonth": 15, "month": 3},
        {"type": "endDate", "startDate": "2017-03-15", "endDate": "2020-03-15"},
        "2017-03-15",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15;UNTIL=20200315",
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_what_graph_says(name: str) -> None:
    pattern, ends, start, expected = SAMPLES[name]
    rule = read_patterned({"pattern": pattern, "range": ends}, start, start.partition("@")[2])
    assert rrule_of(rule, start) == expected


@pytest.mark.parametrize(
    ("told", "start", "rule"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-03-31", "skips_short_months"),
        ("FREQ=DAILY;COUNT=1000", "2026-03-31", "more_than_999_occurrences"),
    ],
)
def test_what_graph_cannot_say(told: str, start: str, rule: str) -> None:
    with pytest.raises(NotRepresentableError) as caught:
        patterned(read_rrule(told, start), start)
    assert caught.value.rule == rule


@pytest.mark.parametrize("told", [{}, {"pattern": {"type": "hourly"}}, {"pattern": {"type": "daily", "interval": 1}}])
def test_what_is_no_rule(told: dict[str, Any]) -> None:
    with pytest.raises(NotRepresentableError) as caught:
        read_patterned(told, "2026-03-02", "")
    assert caught.value.rule == "no_rule"
