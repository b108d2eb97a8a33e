"""Recurring events of Classic: the record of the series, and an event for each occurrence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.classic_series import WEEKLY

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest


def starts(rest: Rest) -> list[str]:
    rows = rest.query("SELECT StartDateTime FROM Event WHERE IsRecurrence = false ORDER BY StartDateTime")
    return [row["StartDateTime"][5:16] for row in rows]


def test_each_occurrence_names_the_record_of_the_series(rest: Rest) -> None:
    master = rest.create("Event", **WEEKLY)
    assert starts(rest) == ["03-16T08:00", "03-23T08:00", "03-30T07:00", "04-06T07:00"]
    rows = rest.query("SELECT RecurrenceActivityId, IsRecurrence2 FROM Event")
    assert [(row["RecurrenceActivityId"], row["IsRecurrence2"]) for row in rows] == [(master, False)] * 5


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ({"RecurrenceType": "RecursDaily", "RecurrenceInterval": 7}, ["03-16", "03-23", "03-30", "04-06"]),
        ({"RecurrenceType": "RecursMonthly", "RecurrenceInterval": 1, "RecurrenceDayOfMonth": 20}, ["03-20"]),
        (
            {
                "RecurrenceType": "RecursMonthlyNth",
                "RecurrenceInterval": 1,
                "RecurrenceInstance": "Last",
                "RecurrenceDayOfWeekMask": 32,
            },
            ["03-27"],
        ),
        (
            {"RecurrenceType": "RecursYearly", "RecurrenceDayOfMonth": 1, "RecurrenceMonthOfYear": "April"},
            ["04-01"],
        ),
    ],
)
def test_its_words_for_rules_are_understood(rest: Rest, rule: dict[str, Any], days: list[str]) -> None:
    unused = {"RecurrenceInterval", "RecurrenceDayOfWeekMask"}
    rest.create("Event", **{name: value for name, value in WEEKLY.items() if name not in unused} | rule)
    assert [one[:5] for one in starts(rest)] == days


def test_a_rule_of_which_something_is_missing_is_refused(rest: Rest) -> None:
    half = {name: value for name, value in WEEKLY.items() if name != "RecurrenceEndDateOnly"}
    _, error = rest.refusal("POST", "/sobjects/Event", half)
    assert (error["errorCode"], error["fields"]) == ("REQUIRED_FIELD_MISSING", ["RecurrenceEndDateOnly"])
    assert rest.query("SELECT Id FROM Event") == []
