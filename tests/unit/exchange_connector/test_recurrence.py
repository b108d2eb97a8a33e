"""Rules of series through EWS and back: the same rule, or not representable and why; what the vendor's pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from lxml import etree

from syncline.connectors.exchange.recurrence_read import read_recurrence
from syncline.connectors.exchange.recurrence_write import recurrence_element
from syncline.connectors.exchange.soap import TYPES
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.pattern import RELATIVE, WEEKDAYS, WEEKEND
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.recurrence.rrule_write import rrule_of
from tests.support.recurrences import expansion, series, skips

if TYPE_CHECKING:
    from syncline.records.recurrence.pattern import Recurrence

SETS = (WEEKDAYS, WEEKEND)
MONDAY = "2026-03-02T09:00:00@Europe/Berlin"


@given(series())
def test_a_rule_comes_back_or_is_refused(made: tuple[Recurrence, str]) -> None:
    rule, start = made
    expressed = not skips(rule) and (rule.pattern not in RELATIVE or len(rule.days) in {1, 7} or rule.days in SETS)
    if not expressed:
        with pytest.raises(NotRepresentableError, match=r"skips_short_months|several_weekdays_of_a_month"):
            recurrence_element(rule, start)
        return
    element = recurrence_element(rule, start)
    read = read_recurrence(etree.fromstring(etree.tostring(element)), start, rule.zone)
    assert read == rule
    assert expansion(read, start) == expansion(rule, start)


SAMPLES = {
    # https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-create-a-recurring-series-by-using-ews-in-exchange
    "a meeting every Tuesday, ten times": (
        (
            "<WeeklyRecurrence><Interval>1</Interval><DaysOfWeek>Tuesday</DaysOfWeek></WeeklyRecurrence>"
            "<NumberedRecurrence><StartDate>2014-07-15-07:00</StartDate>"
            "<NumberOfOccurrences>10</NumberOfOccurrences></NumberedRecurrence>"
        ),
        "2014-07-15T14:00:00@America/Los_Angeles",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=10",
    ),
    # https://learn.microsoft.com/exchange/client-developer/web-service-reference/recurrence-recurrencetype
    "daily": (
        (
            "<DailyRecurrence><Interval>3</Interval></DailyRecurrence>"
            "<NoEndRecurrence><StartDate>2026-03-02</StartDate></NoEndRecurrence>"
        ),
        MONDAY,
        "FREQ=DAILY;INTERVAL=3",
    ),
    "every weekday": (
        (
            "<WeeklyRecurrence><Interval>1</Interval><DaysOfWeek>Weekday</DaysOfWeek>"
            "<FirstDayOfWeek>Sunday</FirstDayOfWeek></WeeklyRecurrence>"
            "<EndDateRecurrence><StartDate>2026-03-02Z</StartDate><EndDate>2026-03-31Z</EndDate></EndDateRecurrence>"
        ),
        MONDAY,
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260331T070000Z",
    ),
    "the 31st, or the last": (
        (
            "<AbsoluteMonthlyRecurrence><Interval>1</Interval><DayOfMonth>31</DayOfMonth></AbsoluteMonthlyRecurrence>"
            "<NoEndRecurrence><StartDate>2026-03-31</StartDate></NoEndRecurrence>"
        ),
        "2026-03-31T09:00:00@Europe/Berlin",
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    ),
    "the first Monday": (
        (
            "<RelativeMonthlyRecurrence><Interval>1</Interval><DaysOfWeek>Monday</DaysOfWeek>"
            "<DayOfWeekIndex>First</DayOfWeekIndex></RelativeMonthlyRecurrence>"
            "<NoEndRecurrence><StartDate>2026-03-02</StartDate></NoEndRecurrence>"
        ),
        MONDAY,
        "FREQ=MONTHLY;BYDAY=1MO",
    ),
    "every second year": (
        (
            "<AbsoluteMonthlyRecurrence><Interval>24</Interval><DayOfMonth>2</DayOfMonth></AbsoluteMonthlyRecurrence>"
            "<NoEndRecurrence><StartDate>2026-03-02</StartDate></NoEndRecurrence>"
        ),
        MONDAY,
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=2",
    ),
    "the last working day of the year": (
        (
            "<RelativeYearlyRecurrence><DaysOfWeek>Weekday</DaysOfWeek><DayOfWeekIndex>Last</DayOfWeekIndex>"
            "<Month>December</Month></RelativeYearlyRecurrence>"
            "<NoEndRecurrence><StartDate>2026-12-31</StartDate></NoEndRecurrence>"
        ),
        "2026-12-31T09:00:00@Europe/Berlin",
        "FREQ=YEARLY;BYMONTH=12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    ),
    "a leap day": (
        (
            "<AbsoluteYearlyRecurrence><DayOfMonth>29</DayOfMonth><Month>February</Month></AbsoluteYearlyRecurrence>"
            "<NoEndRecurrence><StartDate>2028-02-29</StartDate></NoEndRecurrence>"
        ),
        "2028-02-29T09:00:00@Europe/Berlin",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_what_exchange_says(name: str) -> None:
    xml, start, expected = SAMPLES[name]
    element = etree.fromstring(f'<Recurrence xmlns="{TYPES}">{xml}</Recurrence>')
    assert rrule_of(read_recurrence(element, start, start.partition("@")[2]), start) == expected


@pytest.mark.parametrize(
    ("told", "start", "rule"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-03-31T09:00:00@Europe/Berlin", "skips_short_months"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-29T09:00:00@Europe/Berlin", "skips_short_months"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", MONDAY, "several_weekdays_of_a_month"),
        ("FREQ=WEEKLY;INTERVAL=100", MONDAY, "interval"),
        ("FREQ=YEARLY;INTERVAL=9", MONDAY, "interval"),
        ("FREQ=DAILY;COUNT=1000", MONDAY, "more_than_999_occurrences"),
    ],
)
def test_what_exchange_cannot_say(told: str, start: str, rule: str) -> None:
    with pytest.raises(NotRepresentableError) as caught:
        recurrence_element(read_rrule(told, start), start)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        ("<DailyRegeneration><Interval>1</Interval></DailyRegeneration>", "regeneration"),
        ("<WeeklyRecurrence><Interval>1</Interval><DaysOfWeek>Someday</DaysOfWeek></WeeklyRecurrence>", "no_rule"),
        ("<WeeklyRecurrence><Interval>1</Interval><DaysOfWeek>Tuesday</DaysOfWeek></WeeklyRecurrence>",
         "start_outside_pattern"),
    ],
)  # fmt: skip
def test_what_is_no_rule(xml: str, rule: str) -> None:
    element = etree.fromstring(f'<Recurrence xmlns="{TYPES}">{xml}</Recurrence>')
    with pytest.raises(NotRepresentableError) as caught:
        read_recurrence(element, MONDAY, "Europe/Berlin")
    assert caught.value.rule == rule
