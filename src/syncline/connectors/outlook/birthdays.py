"""Birthdays: the store keeps instants, people mean dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

AT_NOON = "T11:59:00Z"
"""How clients write a date that know no zone: at this time it is the same date nearly everywhere."""
AT_MIDNIGHT = "T00:00:00Z"
_NOON = time(11, 59)
_HALF_DAY = timedelta(hours=12)
_FARTHEST_ZONE = timedelta(hours=14)


def birthday_of(instant: datetime | None, local: datetime | None) -> date | None:
    """Answer the date that is meant by an instant.

    Clients that know no zone write 11:59 UTC; Outlook writes midnight in the user's zone, and beside it the date
    without a zone (`local`; [MS-OXOCNTC] 2.2.1.5). Without that, it is the date whose midnight is nearest.
    """
    if instant is None:
        return None
    instant = instant.astimezone(UTC)
    if instant.time() in {_NOON, time(12)}:
        return instant.date()
    if local is not None and abs(local - instant) <= _FARTHEST_ZONE:
        return local.date()
    return (instant + _HALF_DAY).date()
