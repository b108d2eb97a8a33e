"""Rules written and read again, as text for the base and as RFC 5545: the same rule, the same occurrences."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from tests.support.recurrences import MANY, expansion, series

from syncline.records.moments import instant_of, zone_info
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.occurrences import wall_of
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.recurrence.rrule_write import rrule_of
from syncline.records.recurrence.text import read_recurrence, recurrence_text

if TYPE_CHECKING:
    from syncline.records.recurrence.pattern import Recurrence


@given(series())
def test_the_base_keeps_a_rule(made: tuple[Recurrence, str]) -> None:
    rule, _start = made
    assert read_recurrence(recurrence_text(rule)) == rule


@given(series())
def test_rfc_5545_keeps_a_rule(made: tuple[Recurrence, str]) -> None:
    rule, start = made
    assert read_rrule(f"RRULE:{rrule_of(rule, start)}", start) == rule


@settings(deadline=None)
@given(series())
def test_others_read_what_is_written_as_we_mean_it(made: tuple[Recurrence, str]) -> None:
    """Dateutil reads the text; what it makes of UNTIL, which is an instant, it needs aware times for."""
    rule, start = made
    first = wall_of(start, rule.zone)
    aware = first.replace(tzinfo=zone_info(rule.zone)) if rule.zone else first
    judged = rrulestr(rrule_of(rule, start), dtstart=aware)
    told = [one.replace(tzinfo=None) for one in islice(judged, MANY)]
    assert told == [wall_of(one, rule.zone) for one in expansion(rule, start)]


BERLIN = "2026-03-02T09:00:00@Europe/Berlin"  # a Monday


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;WKST=SU", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,MO;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=2"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=1MO"),
        ("FREQ=MONTHLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
        ("FREQ=MONTHLY;INTERVAL=24", "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=2"),
        ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2"),
        ("FREQ=YEARLY;BYMONTHDAY=2", "FREQ=MONTHLY;BYMONTHDAY=2"),
        ("FREQ=YEARLY;BYDAY=1MO;BYMONTH=3;COUNT=4", "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO;COUNT=4"),
        ("FREQ=DAILY;UNTIL=20260310T080000Z", "FREQ=DAILY;UNTIL=20260310T080000Z"),
        ("FREQ=DAILY;UNTIL=20260310T075959Z", "FREQ=DAILY;UNTIL=20260309T080000Z"),
        ("FREQ=DAILY;UNTIL=20260310", "FREQ=DAILY;UNTIL=20260310T080000Z"),
    ],
)
def test_one_form_for_what_means_the_same(told: str, written: str) -> None:
    assert rrule_of(read_rrule(told, BERLIN), BERLIN) == written


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ("FREQ=SECONDLY", "more_often_than_daily"),
        ("FREQ=DAILY;BYHOUR=9,17", "by_hour"),
        ("FREQ=YEARLY;BYWEEKNO=10", "by_week_number"),
        ("FREQ=YEARLY;BYYEARDAY=61", "by_year_day"),
        ("FREQ=YEARLY;BYMONTH=3,4", "several_months"),
        ("FREQ=DAILY;BYMONTH=3", "limited_by_months"),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "weekdays_with_interval"),
        ("FREQ=MONTHLY;BYMONTHDAY=2,16", "several_month_days"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "days_before_the_end"),
        ("FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=2", "weekday_and_month_day"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "several_weekdays_of_a_month"),
        ("FREQ=MONTHLY;BYDAY=5MO", "fifth_or_second_last_weekday"),
        ("FREQ=YEARLY;BYDAY=10MO", "position_in_year"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no_occurrence"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20260401T080000Z", "count_and_until"),
        ("FREQ=DAILY;UNTIL=20260301T080000Z", "no_occurrence"),
        ("FREQ=DAILY;COUNT=0", "no_occurrence"),
        ("FREQ=WEEKLY;BYDAY=TU", "start_outside_pattern"),
        ("FREQ=DAILY;INTERVAL=0", "interval"),
        ("FREQ=DAILY;RSCALE=CHINESE", "another_calendar"),
        ("FREQ=DAILY;FREQ=DAILY", "no_rule"),
        ("nonsense", "no_rule"),
        ("FREQ=DAILY;COUNT=x", "no_rule"),
        ("FREQ=DAILY;UNTIL=tomorrow", "no_rule"),
        ("FREQ=WEEKLY;BYDAY=1MO", "position_in_week"),
        ("FREQ=YEARLY;BYMONTH=13", "no_rule"),
    ],
)
def test_what_no_pattern_says(told: str, rule: str) -> None:
    with pytest.raises(NotRepresentableError) as caught:
        read_rrule(told, BERLIN)
    assert caught.value.rule == rule


@given(series())
def test_the_last_date_is_the_instant_of_its_occurrence(made: tuple[Recurrence, str]) -> None:
    rule, start = made
    found = re.search(r"UNTIL=(\d{8}T\d{6})Z", rrule_of(rule, start))
    if found and rule.until:
        wall = f"{rule.until.isoformat()}T{wall_of(start, rule.zone).time().isoformat()}@{rule.zone}"
        assert instant_of(wall).strftime("%Y%m%dT%H%M%S") == found[1]
