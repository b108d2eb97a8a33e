"""Recurring events of Salesforce Classic: the record of the series, and an event for each time that it happens.

IsRecurrence at create asks for RecurrenceStartDateTime, RecurrenceEndDateOnly, RecurrenceType and what belongs to that
type. RecurrenceActivityId of every occurrence names the record of the series; IsRecurrence is true of that one alone:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from dateutil import rrule

from syncline.sandbox.salesforce import who
from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.event_series import moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.tables import Row

FLAG: Final = "IsRecurrence"
OF: Final = "RecurrenceActivityId"
_ALWAYS: Final = ("RecurrenceStartDateTime", "RecurrenceEndDateOnly", "RecurrenceType")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_PLACES: Final = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}
_NEEDS: Final = {
    "RecursDaily": ("RecurrenceInterval",),
    "RecursEveryWeekday": ("RecurrenceDayOfWeekMask",),
    "RecursWeekly": ("RecurrenceInterval", "RecurrenceDayOfWeekMask"),
    "RecursMonthly": ("RecurrenceInterval", "RecurrenceDayOfMonth"),
    "RecursMonthlyNth": ("RecurrenceInterval", "RecurrenceInstance", "RecurrenceDayOfWeekMask"),
    "RecursYearly": ("RecurrenceDayOfMonth", "RecurrenceMonthOfYear"),
    "RecursYearlyNth": ("RecurrenceDayOfWeekMask", "RecurrenceInstance", "RecurrenceMonthOfYear"),
}
_FREQUENCY: Final = {"D": rrule.DAILY, "E": rrule.DAILY, "W": rrule.WEEKLY, "M": rrule.MONTHLY, "Y": rrule.YEARLY}


def check(row: Row) -> None:
    """Refuse a series of which something is missing."""
    if not row.get(FLAG):
        return
    wanted = (*_ALWAYS, *_NEEDS.get(str(row.get("RecurrenceType")), ()))
    missing = [name for name in wanted if name not in row]
    if missing:
        message = f"Required fields are missing: [{', '.join(missing)}]"
        raise RefusedError("REQUIRED_FIELD_MISSING", message, fields=tuple(missing))


def spread(acting: Acting, sobject: SObject, row: Row, people: list[str] | None) -> None:
    """Make the occurrences of a series whose record was just made."""
    zone = row.get("RecurrenceTimeZoneSidKey") or acting.state.tables["User"].rows[acting.user_id]["TimeZoneSidKey"]
    acting.state.tables.put(sobject.name, row["Id"], row | {OF: row["Id"]})
    for start in _starts(row, ZoneInfo(zone)):
        made = moved(row, start - row["StartDateTime"])
        occurrence = made | {"Id": acting.state.make_id(sobject.prefix), FLAG: False, OF: row["Id"]}
        acting.state.tables.put(sobject.name, occurrence["Id"], occurrence)
        who.settle(acting, sobject, occurrence, people)


def _starts(row: Row, zone: ZoneInfo) -> Iterator[datetime]:
    """By the clock of the series' zone; days are dates, which are midnights of UTC."""
    first: datetime = row["RecurrenceStartDateTime"]
    days = row["IsAllDayEvent"]
    begin = first.replace(tzinfo=None) if days else first.astimezone(zone).replace(tzinfo=None)
    until = datetime.combine(row["RecurrenceEndDateOnly"], time.max)
    for found in rrule.rrule(dtstart=begin, until=until, **_rule(row)):
        yield found.replace(tzinfo=UTC if days else zone).astimezone(UTC)


def _rule(row: Row) -> dict[str, Any]:
    kind = str(row["RecurrenceType"]).removeprefix("Recurs")
    rule: dict[str, Any] = {"freq": _FREQUENCY[kind[0]], "interval": row.get("RecurrenceInterval") or 1}
    if mask := row.get("RecurrenceDayOfWeekMask"):
        rule["byweekday"] = [(bit - 1) % 7 for bit in range(7) if mask & 1 << bit]
    if "RecurrenceDayOfMonth" in row:
        rule["bymonthday"] = row["RecurrenceDayOfMonth"]
    if "RecurrenceMonthOfYear" in row:
        rule["bymonth"] = _MONTHS.index(row["RecurrenceMonthOfYear"]) + 1
    if "RecurrenceInstance" in row:
        rule["bysetpos"] = _PLACES[row["RecurrenceInstance"]]
    return rule
