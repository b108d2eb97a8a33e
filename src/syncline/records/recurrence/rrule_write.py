"""Rules written as RFC 5545 has them, which is what Google and Salesforce store.

https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10 and
https://developers.google.com/workspace/calendar/api/concepts/events-calendars#recurring_events
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from syncline.records.moments import zone_info
from syncline.records.recurrence.codes import CODES
from syncline.records.recurrence.occurrences import wall_of
from syncline.records.recurrence.pattern import RELATIVE, Pattern
from syncline.records.recurrence.walls import month_days, set_position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.records.recurrence.pattern import Recurrence

_FREQUENCIES = {
    Pattern.DAILY: "DAILY",
    Pattern.WEEKLY: "WEEKLY",
    Pattern.ABSOLUTE_MONTHLY: "MONTHLY",
    Pattern.RELATIVE_MONTHLY: "MONTHLY",
    Pattern.ABSOLUTE_YEARLY: "YEARLY",
    Pattern.RELATIVE_YEARLY: "YEARLY",
}


def rrule_of(rule: Recurrence, start: str) -> str:
    """Write a rule, without `RRULE:`. The last occurrence begins at the time of day of `start`, the first one's."""
    return ";".join(parts_of(rule, _until(rule, start)))


def parts_of(rule: Recurrence, until: str) -> Iterator[str]:
    """Write the parts of a rule, always in the same order; `until` as it is to stand there."""
    yield f"FREQ={_FREQUENCIES[rule.pattern]}"
    if rule.interval > 1:
        yield f"INTERVAL={rule.interval}"
    if rule.month:
        yield f"BYMONTH={rule.month}"
    yield from _days(rule)
    if rule.week_start:
        yield f"WKST={CODES[rule.week_start]}"
    if rule.count is not None:
        yield f"COUNT={rule.count}"
    if until:
        yield f"UNTIL={until}"


def _days(rule: Recurrence) -> Iterator[str]:
    """One weekday of a month is written as 2TU, which everybody reads; a choice of several needs the longer way."""
    several = rule.pattern in RELATIVE and len(rule.days) > 1
    position = str(rule.index) if rule.pattern in RELATIVE and not several else ""
    if rule.day:
        yield "BYMONTHDAY=" + ",".join(map(str, month_days(rule)))
    if rule.days:
        yield "BYDAY=" + ",".join(position + CODES[day] for day in rule.days)
    if rule.clipped or several:
        yield f"BYSETPOS={set_position(rule)}"


def _until(rule: Recurrence, start: str) -> str:
    if rule.until is None:
        return ""
    if rule.all_day:
        return rule.until.strftime("%Y%m%d")
    wall = datetime.combine(rule.until, wall_of(start, rule.zone).time(), tzinfo=zone_info(rule.zone))
    return wall.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
