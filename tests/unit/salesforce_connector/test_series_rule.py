"""Rules of series in Salesforce: Lightning's text there and back, Classic's fields read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from syncline.connectors.salesforce.series_rule import pattern_text, read_classic, read_pattern_text
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.rrule_write import rrule_of
from tests.support.recurrences import expansion, series

if TYPE_CHECKING:
    from syncline.records.recurrence.pattern import Recurrence

MONDAY = "2026-03-02T09:00:00@Europe/Berlin"


@given(series())
def test_a_rule_comes_back_or_is_refused(made: tuple[Recurrence, str]) -> None:
    rule, start = made
    if rule.count is None and rule.until is None:
        with pytest.raises(NotRepresentableError, match="no_end"):
            pattern_text(rule, start)
        return
    text = pattern_text(rule, start)
    read = read_pattern_text(text, start)
    assert read == rule
    assert expansion(read, start) == expansion(rule, start)


@pytest.mark.parametrize(
    "text", ["RRULE:FREQ=WEEKLY;BYDAY=MO;WKST=SU;INTERVAL=1;COUNT=13", "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;COUNT=13"]
)
def test_the_vendors_examples(text: str) -> None:
    assert rrule_of(read_pattern_text(text, MONDAY), MONDAY) == "FREQ=WEEKLY;BYDAY=MO;COUNT=13"


CLASSIC: list[tuple[dict[str, Any], str]] = [
    ({"RecurrenceType": "RecursDaily", "RecurrenceInterval": 2}, "FREQ=DAILY;INTERVAL=2"),
    (
        {"RecurrenceType": "RecursEveryWeekday", "RecurrenceDayOfWeekMask": 62},
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    ),
    (
        {"RecurrenceType": "RecursWeekly", "RecurrenceInterval": 2, "RecurrenceDayOfWeekMask": 2 | 1},
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
    ),
    (
        {"RecurrenceType": "RecursMonthly", "RecurrenceInterval": 1, "RecurrenceDayOfMonth": 2},
        "FREQ=MONTHLY;BYMONTHDAY=2",
    ),
    (
        {
            "RecurrenceType": "RecursMonthlyNth",
            "RecurrenceInterval": 1,
            "RecurrenceDayOfWeekMask": 2,
            "RecurrenceInstance": "First",
        },
        "FREQ=MONTHLY;BYDAY=1MO",
    ),
    (
        {"RecurrenceType": "RecursYearly", "RecurrenceDayOfMonth": 2, "RecurrenceMonthOfYear": "March"},
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2",
    ),
    (
        {
            "RecurrenceType": "RecursYearlyNth",
            "RecurrenceDayOfWeekMask": 2,
            "RecurrenceInstance": "First",
            "RecurrenceMonthOfYear": "March",
        },
        "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO",
    ),
]


@pytest.mark.parametrize(("row", "expected"), CLASSIC)
def test_classic_is_read(row: dict[str, Any], expected: str) -> None:
    ended = row | {"RecurrenceEndDateOnly": "2027-03-31"}
    rule = read_classic(ended, MONDAY, "Europe/Berlin")
    assert rrule_of(rule, MONDAY) == f"{expected};UNTIL=20270331T070000Z"


@pytest.mark.parametrize("row", [{}, {"RecurrenceType": "RecursWeekly"}, {"RecurrenceType": "RecursMoonly"}])
def test_what_is_no_rule(row: dict[str, Any]) -> None:
    with pytest.raises(NotRepresentableError) as caught:
        read_classic(row, MONDAY, "Europe/Berlin")
    assert caught.value.rule == "no_rule"
