"""Which records are looked at: windows and privacy. Outside the window is unknown, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from syncline.planner.policy import EventPolicy, Window
from syncline.records.fields import AGGREGATE_FIELDS, PRIVATE
from syncline.records.moments import is_date, start_instant, zone_info

if TYPE_CHECKING:
    from syncline.records.record import Record, Values


@dataclass(frozen=True, slots=True)
class Span:
    """From this instant (an event's end counts) up to that one (its start counts). All-day events by `zone`."""

    since: datetime
    until: datetime
    zone: str

    def place(self, values: Values) -> str:
        """Answer `inside`, `past` or `future`. An event without times is past: there is nothing to sync."""
        start, end = values.get("Start"), values.get("End")
        if not isinstance(start, str) or not isinstance(end, str):
            return "past"
        if not self._ends_inside(start_instant(end, self.zone), all_day=is_date(end)):
            return "past"
        return "inside" if start_instant(start, self.zone) < self.until else "future"

    def comes_in(self, values: Values, now: datetime) -> datetime:
        """Answer when an event that lies in the future will be inside; never at once."""
        ahead = start_instant(str(values["Start"]), self.zone) - self.until
        return now + max(ahead, timedelta()) + timedelta(seconds=1)

    def _ends_inside(self, end: datetime, *, all_day: bool) -> bool:
        """An all-day event ends with its last day, which is the day before its end date."""
        return end > self.since if all_day else end >= self.since


def span(policy: EventPolicy, zone: str, now: datetime) -> Span:
    """Answer what a configuration looks at, in the time zone of the rep's Salesforce user (SPEC 3.5)."""
    local = now.astimezone(zone_info(zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if policy.window is Window.LAST_MONTH:
        since = (midnight.replace(day=1) - timedelta(days=1)).replace(day=1)
    elif policy.window is Window.LAST_DAYS:
        since = midnight - timedelta(days=policy.last_days)
    else:
        since = midnight
    return Span(since, local + relativedelta(months=policy.horizon_months), zone)


CONTENT = frozenset({"Subject", "Location", "Body", "ReminderMinutesBeforeStart", *AGGREGATE_FIELDS})
"""What a private event of which only the time syncs keeps to itself."""
BUSY = "Busy"
"""The subject of a private event of which only the time syncs."""


def marked(record: Record) -> bool:
    """Whether an event in the mailbox is selected for Salesforce: by the rep, or because it came from there."""
    return record.selected or record.marker is not None


def private(record: Record) -> bool:
    """Whether a record is private."""
    return record.values.get("Sensitivity") == PRIVATE
