"""The times of an event: start, end and length that agree, and all-day events that are dates.

Source: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.tables import Row

LONGEST: Final = 14 * 24 * 60
DAY: Final = 24 * 60


def times(before: Row | None, given: Mapping[str, Any], row: Row) -> Row:
    """Answer the row with StartDateTime, EndDateTime, DurationInMinutes and the older names of the same facts.

    An all-day event starts and ends on midnights of UTC that stand for dates: it ends on its last day, and a day
    counts 1,440 minutes. Times of day in what was sent are cut off, not converted.
    """
    all_day = bool(row["IsAllDayEvent"])
    start = _start(given, row)
    if start is None:
        raise _missing(given, row, all_day=all_day)
    start = _midnight(start) if all_day else start
    minutes = _minutes(before, given, row, start, all_day=all_day)
    if not 0 <= minutes <= LONGEST:
        message = f"Duration must be between 0 and {LONGEST} minutes: Duration"
        raise RefusedError("FIELD_INTEGRITY_EXCEPTION", message, fields=("DurationInMinutes",))
    end = start + timedelta(minutes=minutes - DAY if all_day else minutes)
    return _with_reminder(given, row) | {
        "StartDateTime": start,
        "ActivityDateTime": start,
        "ActivityDate": start.date(),
        "EndDateTime": end,
        "EndDate": end.date(),
        "DurationInMinutes": minutes,
        "EventSubtype": row.get("EventSubtype", "Event"),
        "IsRecurrence2": "Recurrence2PatternText" in row,
    }


def _start(given: Mapping[str, Any], row: Row) -> datetime | None:
    for name in ("StartDateTime", "ActivityDateTime"):
        if isinstance(given.get(name), datetime):
            start: datetime = given[name]
            return start
    if given.get("ActivityDate"):
        return datetime.combine(given["ActivityDate"], time(), UTC)
    return row.get("StartDateTime")


def _midnight(instant: datetime) -> datetime:
    return instant.replace(hour=0, minute=0, second=0)


def _minutes(before: Row | None, given: Mapping[str, Any], row: Row, start: datetime, *, all_day: bool) -> int:
    length = given.get("DurationInMinutes")
    if all_day and length is not None:
        length = max(DAY, -(-length // DAY) * DAY)
    if given.get("EndDateTime"):
        ending = _until(start, given["EndDateTime"], all_day=all_day)
        if length is not None and length != ending:
            message = "The duration and the end date and time of the event do not agree: Duration"
            raise RefusedError("FIELD_INTEGRITY_EXCEPTION", message, fields=("DurationInMinutes", "EndDateTime"))
        return ending
    if length is not None:
        return int(length)
    return _unsaid(before, given, row, all_day=all_day)


def _until(start: datetime, end: datetime, *, all_day: bool) -> int:
    seconds = ((_midnight(end) if all_day else end) - start).total_seconds()
    if seconds < 0:
        message = "End date and time cannot be before the start date and time: End Date Time"
        raise RefusedError("FIELD_INTEGRITY_EXCEPTION", message, fields=("EndDateTime",))
    return int(seconds // 60) + (DAY if all_day else 0)


def _unsaid(before: Row | None, given: Mapping[str, Any], row: Row, *, all_day: bool) -> int:
    """An update that names neither end nor length keeps the length; an all-day event is one day by default."""
    if before is None or "DurationInMinutes" in given or "EndDateTime" in given:
        if all_day:
            return DAY
        raise _missing(given, row, all_day=all_day)
    length: int = before["DurationInMinutes"]
    return max(DAY, -(-length // DAY) * DAY) if all_day else length


def _missing(given: Mapping[str, Any], row: Row, *, all_day: bool) -> RefusedError:
    names = []
    if not all_day and given.get("DurationInMinutes") is None and given.get("EndDateTime") is None:
        names.append("DurationInMinutes")
    if _start(given, row) is None:
        names.append("ActivityDate" if all_day else "ActivityDateTime")
    message = f"Required fields are missing: [{', '.join(names)}]"
    return RefusedError("REQUIRED_FIELD_MISSING", message, fields=tuple(names))


def _with_reminder(given: Mapping[str, Any], row: Row) -> Row:
    if "IsReminderSet" in given and not given["IsReminderSet"]:
        return {**row, "ReminderDateTime": None}
    return dict(row)
