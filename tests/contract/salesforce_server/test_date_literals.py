"""Date literals, by the table of Salesforce's page; today is Tuesday, 10 March 2026."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncline.sandbox.salesforce.soql.dates import span
from syncline.sandbox.salesforce.soql.syntax import DateWord
from tests.support.salesforce_org import OTHER, REP

if TYPE_CHECKING:
    from tests.support.salesforce_org import World

TODAY = date(2026, 3, 10)
SPANS = [
    ("TODAY", None, "2026-03-10", "2026-03-11"),
    ("YESTERDAY", None, "2026-03-09", "2026-03-10"),
    ("TOMORROW", None, "2026-03-11", "2026-03-12"),
    ("THIS_WEEK", None, "2026-03-08", "2026-03-15"),
    ("LAST_WEEK", None, "2026-03-01", "2026-03-08"),
    ("NEXT_WEEK", None, "2026-03-15", "2026-03-22"),
    ("THIS_MONTH", None, "2026-03-01", "2026-04-01"),
    ("LAST_MONTH", None, "2026-02-01", "2026-03-01"),
    ("NEXT_MONTH", None, "2026-04-01", "2026-05-01"),
    ("LAST_90_DAYS", None, "2025-12-10", "2026-03-11"),
    ("NEXT_90_DAYS", None, "2026-03-11", "2026-06-09"),
    ("LAST_N_DAYS", 1, "2026-03-09", "2026-03-11"),
    ("LAST_N_DAYS", 365, "2025-03-10", "2026-03-11"),
    ("NEXT_N_DAYS", 2, "2026-03-11", "2026-03-13"),
    ("N_DAYS_AGO", 3, "2026-03-07", "2026-03-08"),
    ("LAST_N_WEEKS", 2, "2026-02-22", "2026-03-08"),
    ("NEXT_N_WEEKS", 1, "2026-03-15", "2026-03-22"),
    ("LAST_N_MONTHS", 2, "2026-01-01", "2026-03-01"),
    ("LAST_N_MONTHS", 15, "2024-12-01", "2026-03-01"),
    ("NEXT_N_MONTHS", 10, "2026-04-01", "2027-02-01"),
    ("THIS_QUARTER", None, "2026-01-01", "2026-04-01"),
    ("LAST_QUARTER", None, "2025-10-01", "2026-01-01"),
    ("NEXT_QUARTER", None, "2026-04-01", "2026-07-01"),
    ("LAST_N_QUARTERS", 2, "2025-07-01", "2026-01-01"),
    ("NEXT_N_QUARTERS", 3, "2026-04-01", "2027-01-01"),
    ("THIS_YEAR", None, "2026-01-01", "2027-01-01"),
    ("LAST_YEAR", None, "2025-01-01", "2026-01-01"),
    ("NEXT_YEAR", None, "2027-01-01", "2028-01-01"),
    ("LAST_N_YEARS", 2, "2024-01-01", "2026-01-01"),
    ("NEXT_N_YEARS", 2, "2027-01-01", "2029-01-01"),
]


@pytest.mark.parametrize(("word", "count", "first", "after"), SPANS)
def test_a_literal_spans(word: str, count: int | None, first: str, after: str) -> None:
    assert span(DateWord(word, count), TODAY) == (date.fromisoformat(first), date.fromisoformat(after))


@given(st.dates(date(1980, 1, 1), date(2099, 12, 31)), st.sampled_from(["WEEK", "MONTH", "QUARTER", "YEAR"]))
def test_last_this_and_next_follow_each_other(today: date, unit: str) -> None:
    last, this, coming = (span(DateWord(f"{when}_{unit}"), today) for when in ("LAST", "THIS", "NEXT"))

    assert last[1] == this[0] <= today < this[1] == coming[0]
    assert span(DateWord(f"LAST_N_{unit}S", 1), today) == last
    assert span(DateWord(f"NEXT_N_{unit}S", 1), today) == coming


def test_days_begin_at_midnight_where_the_user_is(world: World) -> None:
    """00:30 on 11 March in Berlin is still 10 March in New York."""
    world.clock.advance(datetime(2026, 3, 10, 23, 30, tzinfo=UTC) - datetime(2026, 3, 10, 9, 30, tzinfo=UTC))
    for username in (REP, OTHER):
        rep = world.org.as_user(username)
        rep.create("Event", {"StartDateTime": "2026-03-11T00:30:00+01:00", "DurationInMinutes": 30})
        rep.create("Event", {"StartDateTime": "2026-03-10T20:00:00+01:00", "DurationInMinutes": 30})

    def found(username: str, condition: str) -> int:
        soql = f"SELECT Id FROM Event WHERE StartDateTime {condition}"  # noqa: S608 - SOQL
        return len(world.org.as_user(username).query(soql))

    assert (found(REP, "= TODAY"), found(OTHER, "= TODAY")) == (1, 2)
    assert (found(REP, "= YESTERDAY"), found(OTHER, "= YESTERDAY")) == (1, 0)
    assert (found(REP, "< TODAY"), found(REP, "<= TODAY")) == (1, 2)
    assert (found(REP, "> YESTERDAY"), found(REP, ">= YESTERDAY")) == (1, 2)
    assert (found(REP, "!= TODAY"), found(REP, "= LAST_N_DAYS:1")) == (1, 2)


def test_a_day_without_time_is_compared_as_a_day(world: World) -> None:
    rep = world.org.as_user(REP)
    for days in (-1, 0, 1):
        rep.create("Contact", {"LastName": str(days), "Birthdate": (TODAY + timedelta(days=days)).isoformat()})

    assert [row["LastName"] for row in rep.query("SELECT LastName FROM Contact WHERE Birthdate = TODAY")] == ["0"]
    assert len(rep.query("SELECT Id FROM Contact WHERE Birthdate >= TODAY")) == 2
