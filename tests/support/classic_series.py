"""A recurring event of Salesforce Classic, as its page writes it: four Mondays, over the change to summer time."""

from __future__ import annotations

WEEKLY = {
    "Subject": "Jour fixe",
    "StartDateTime": "2026-03-16T08:00:00Z",
    "DurationInMinutes": 60,
    "IsRecurrence": True,
    "RecurrenceStartDateTime": "2026-03-16T08:00:00Z",
    "RecurrenceEndDateOnly": "2026-04-06",
    "RecurrenceType": "RecursWeekly",
    "RecurrenceInterval": 1,
    "RecurrenceDayOfWeekMask": 2,
    "RecurrenceTimeZoneSidKey": "Europe/Berlin",
}
