"""Series in the words of Google's own guide: https://developers.google.com/workspace/calendar/api/guides/recurringevents."""

from __future__ import annotations

from typing import Any

from syncline.connectors.google.event_read import Surroundings
from syncline.connectors.google.series_read import series_record
from syncline.records.fields import RECURRENCE
from syncline.records.recurrence.occurrences import occurrences
from syncline.records.recurrence.text import read_recurrence

AROUND = Surroundings(list, lambda _label: False)


def test_the_guides_appointment_ends_on_the_first_of_july() -> None:
    zone = "America/Los_Angeles"
    event: dict[str, Any] = {
        "id": "appointment",
        "etag": '"1"',
        "summary": "Appointment",
        "location": "Somewhere",
        "start": {"dateTime": "2011-06-03T10:00:00.000-07:00", "timeZone": zone},
        "end": {"dateTime": "2011-06-03T10:25:00.000-07:00", "timeZone": zone},
        "recurrence": ["RRULE:FREQ=WEEKLY;UNTIL=20110701T170000Z"],
    }
    record = series_record(event, [], AROUND)
    assert record.values[RECURRENCE] == f"FREQ=WEEKLY;BYDAY=FR;UNTIL=2011-07-01@{zone}"
    rule = read_recurrence(str(record.values[RECURRENCE]))
    found = [one.original for one in occurrences(rule, str(record.values["Start"]), str(record.values["End"]))]
    assert found == ["2011-06-03", "2011-06-10", "2011-06-17", "2011-06-24", "2011-07-01"]
