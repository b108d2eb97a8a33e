"""Series in the words of Microsoft's own examples.

https://learn.microsoft.com/graph/api/event-get (the example of a series master); its rule is every Thursday.
"""

from __future__ import annotations

from typing import Any

import pytest

from syncline.connectors.microsoft365.series_read import series_record
from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.recurrence.exceptions import read_exceptions

OWNER = "adelev@contoso.onmicrosoft.com"


def at(day: str, clock: str) -> dict[str, str]:
    return {"dateTime": f"{day}T{clock}:00.0000000", "timeZone": "UTC"}


def master(**more: Any) -> dict[str, Any]:
    return {
        "id": "AAMkADAGAADDdm4NAAA=",
        "changeKey": "y53lbKh6jkaxHzFwGhgyxgAAw5zhug==",
        "type": "seriesMaster",
        "subject": "Daily stand-up",
        "originalStartTimeZone": "UTC",
        "originalEndTimeZone": "UTC",
        "start": at("2020-04-23", "11:30"),
        "end": at("2020-04-23", "12:00"),
        "recurrence": {
            "pattern": {
                "type": "weekly", "interval": 1, "month": 0, "dayOfMonth": 0, "daysOfWeek": ["thursday"],
                "firstDayOfWeek": "sunday", "index": "first",
            },
            "range": {
                "type": "noEnd", "startDate": "2020-04-23", "endDate": "0001-01-01", "recurrenceTimeZone": "UTC",
                "numberOfOccurrences": 0,
            },
        },
        "cancelledOccurrences": [f"OID.AAMkADAGAADDdm4NAAA=.2020-{day}" for day in ("04-30", "05-07", "05-14")],
        "exceptionOccurrences": [
            {
                "id": "AAMkADM0ZGRhMjdjLTA==",
                "subject": "SM update 24",
                "occurrenceId": "OID.AAMkADAGAADDdm4NAAA=.2020-05-21",
                "start": at("2020-05-21", "11:30"),
                "end": at("2020-05-21", "12:00"),
            }
        ],
        **more,
    }  # fmt: skip


def test_the_example_of_a_series_master() -> None:
    record = series_record(master(), OWNER)
    assert record.not_representable is None
    assert record.values[RECURRENCE] == "FREQ=WEEKLY;BYDAY=TH@UTC"
    assert read_exceptions(str(record.values[EXCEPTIONS])) == {
        "2020-04-30": None,
        "2020-05-07": None,
        "2020-05-14": None,
        "2020-05-21": {"Subject": "SM update 24"},
    }


def test_an_occurrence_is_known_by_its_original_start_too() -> None:
    (changed,) = master()["exceptionOccurrences"]
    moved = {
        **changed,
        "occurrenceId": None,
        "originalStart": "2020-05-21T11:30:00Z",
        "start": at("2020-05-21", "11:45"),
    }
    record = series_record(master(exceptionOccurrences=[moved]), OWNER)
    assert read_exceptions(str(record.values[EXCEPTIONS]))["2020-05-21"] == {
        "Subject": "SM update 24",
        "Start": "2020-05-21T11:45:00@UTC",
    }


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"cancelledOccurrences": ["OID.AAMkADAGAADDdm4NAAA="]}, "no_time"),
        ({"exceptionOccurrences": [{"id": "x", "start": at("2020-05-21", "11:30")}]}, "no_time"),
        ({"start": at("2020-04-24", "11:30"), "end": at("2020-04-24", "12:00")}, "start_outside_pattern"),
        ({"start": None}, "no_time"),
    ],
)
def test_what_cannot_be_told_says_why(more: dict[str, Any], why: str) -> None:
    assert series_record(master(**more), OWNER).not_representable == why


def test_a_zone_that_nobody_knows_is_no_rule() -> None:
    told = master(originalStartTimeZone="tzone://Microsoft/Custom")
    told["recurrence"]["range"]["recurrenceTimeZone"] = "tzone://Microsoft/Custom"
    assert series_record(told, OWNER).not_representable == "unknown_zone"
