"""Event series of Lightning: one record stands for the series, and every occurrence is an event of its own.

What is made: the record of the series, with GroupEventType 3, and the occurrences, which bear its pattern
(https://developer.salesforce.com/docs/platform/change-data-capture/guide/cdc-standard-objects-task-event-recurring.html).
Of all that belongs to a series only Recurrence2PatternText can be written, and only at create, as the recorded describe
says. A changed occurrence is an exception from then on.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from syncline.sandbox.salesforce import who
from syncline.sandbox.salesforce.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.tables import Row

PATTERN: Final = "3"
"""GroupEventType of the record that stands for a series."""
TEXT: Final = "Recurrence2PatternText"
MOST: Final = 200
"""How many occurrences are made. Salesforce makes a limited number too, and does not say how many."""
OF: Final = "of series"
"""Where a row keeps the id of its series' record; no field has this name."""
_PREFIX: Final = "RRULE:"
_TIMES: Final = ("StartDateTime", "EndDateTime", "ActivityDateTime", "ActivityDate", "EndDate", "ReminderDateTime")


def spread(acting: Acting, sobject: SObject, row: Row, people: list[str] | None) -> str:
    """Make the series of an event that was just made with a pattern; answers the id of its first occurrence."""
    zone = acting.state.tables["User"].rows[acting.user_id].get("TimeZoneSidKey", "UTC")
    starts = list(_starts(row, zone))
    _check(sobject, row, starts)
    first: datetime = row["StartDateTime"]
    series = row | {
        "IsRecurrence2": True,
        "Recurrence2PatternVersion": "1",
        "Recurrence2PatternStartDate": first,
        "Recurrence2PatternTimeZone": zone,
        OF: row["Id"],
    }
    acting.state.tables.put(sobject.name, row["Id"], series | {"GroupEventType": PATTERN})
    ids = []
    for start in starts:
        occurrence = moved(series, start - first) | {"Id": acting.state.make_id(sobject.prefix)}
        acting.state.tables.put(sobject.name, occurrence["Id"], occurrence)
        who.settle(acting, sobject, occurrence, people)
        ids.append(str(occurrence["Id"]))
    return ids[0]


def follow(sobject: SObject, before: Row, given: Mapping[str, Any], after: Row) -> Row:
    """Let an occurrence that is changed be an exception."""
    if sobject.name != "Event" or not before.get("IsRecurrence2") or before.get("GroupEventType") == PATTERN:
        return after
    changed = any(before.get(name) != after.get(name) for name in given)
    return after | ({"IsRecurrence2Exception": True} if changed else {})


def _starts(row: Row, zone: str) -> Iterator[datetime]:
    """By the clock of the user who makes the series; days are dates, which are midnights of UTC."""
    start: datetime = row["StartDateTime"]
    whole_days = row["IsAllDayEvent"]
    begin = start.replace(tzinfo=None) if whole_days else start.astimezone(ZoneInfo(zone))
    for found in islice(_rule(str(row[TEXT]), begin), MOST):
        yield found.replace(tzinfo=UTC) if whole_days else found.astimezone(UTC)


def _rule(text: str, begin: datetime) -> rrule:
    if not text.startswith(_PREFIX):
        raise _invalid()
    try:
        made = rrulestr(text, dtstart=begin)
    except (ValueError, TypeError, KeyError):
        raise _invalid() from None
    if not isinstance(made, rrule):
        raise _invalid()
    return made


def _check(sobject: SObject, row: Row, starts: list[datetime]) -> None:
    if not starts:
        raise _invalid()
    for field in sobject.fields.values():
        if field.has("U") and field.name in row and len(starts) > 1:
            message = f"duplicate value found: {field.name} duplicates value on record with id: {row['Id'][:15]}"
            raise RefusedError("DUPLICATE_VALUE", message, fields=())


def moved(row: Row, by: timedelta) -> Row:
    """Answer an event that takes place so much later."""
    moved = dict(row)
    for name in _TIMES:
        if name in moved:
            moved[name] = moved[name] + by
    return moved | {"ActivityDate": moved["StartDateTime"].date(), "EndDate": moved["EndDateTime"].date()}


def _invalid() -> RefusedError:
    return RefusedError(
        "FIELD_INTEGRITY_EXCEPTION", "The recurrence pattern isn't valid: Recurrence Pattern", fields=(TEXT,)
    )
