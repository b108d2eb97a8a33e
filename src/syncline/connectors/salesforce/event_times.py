"""The times of an event in both notations.

A timed event is two instants in UTC. An all-day event is dates, written as midnights of UTC that no zone may shift; in
Salesforce it ends on its last day, here on the day after. The reminder is an instant there, minutes before the start
here. https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.rows import instant_in
from syncline.records.capability.event_times import LONGEST
from syncline.records.moments import date_of, is_date, length, start_instant, utc_text

if TYPE_CHECKING:
    from syncline.connectors.salesforce.api import Row
    from syncline.records.record import Values

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def values(row: Row, zone: str) -> dict[str, str | int]:
    """Read start, end and reminder."""
    start, end = instant_in(row, "StartDateTime"), instant_in(row, "EndDateTime")
    if start is None:
        return {}
    if row.get("IsAllDayEvent") is True:
        told = {"Start": start.date().isoformat(), "End": ((end or start).date() + _DAY).isoformat()}
    else:
        told = {"Start": utc_text(start), "End": utc_text(end or start)}
    return {**told, **_reminder(row, start_instant(told["Start"], zone))}


def _reminder(row: Row, begins: datetime) -> dict[str, int]:
    at = instant_in(row, "ReminderDateTime")
    if row.get("IsReminderSet") is not True or at is None:
        return {}
    return {"ReminderMinutesBeforeStart": max(0, (begins - at) // _MINUTE)}


def body(values: Values, zone: str) -> dict[str, Any]:
    """Write start, end and reminder."""
    start, end = str(values["Start"]), str(values["End"])
    if is_date(start):
        last = max(date_of(start), date_of(end) - _DAY)
        times = {"StartDateTime": f"{start}T00:00:00.000Z", "EndDateTime": f"{last.isoformat()}T00:00:00.000Z"}
    else:
        times = {
            "StartDateTime": soql.instant(start_instant(start, zone)),
            "EndDateTime": soql.instant(start_instant(end, zone)),
        }
    return {"IsAllDayEvent": is_date(start), **times, **_reminder_body(values, start_instant(start, zone))}


def _reminder_body(values: Values, begins: datetime) -> dict[str, Any]:
    minutes = values.get("ReminderMinutesBeforeStart")
    if not isinstance(minutes, int):
        return {"IsReminderSet": False}
    return {"IsReminderSet": True, "ReminderDateTime": soql.instant(begins - minutes * _MINUTE)}


def too_long(values: Values) -> bool:
    """Whether Salesforce would refuse the event for its length."""
    return length(str(values["Start"]), str(values["End"])) > LONGEST
