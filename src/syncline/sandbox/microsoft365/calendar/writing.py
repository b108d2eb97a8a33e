"""A recurrence as Graph tells it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from syncline.sandbox.recurrence import WEEKDAYS

if TYPE_CHECKING:
    from syncline.sandbox.recurrence import Recurrence


def patterned(recurrence: Recurrence) -> dict[str, Any]:
    """Answer a patternedRecurrence. Graph fills what does not apply with its defaults."""
    kind = "endDate" if recurrence.until else "numbered" if recurrence.count else "noEnd"
    pattern: dict[str, Any] = {
        "type": recurrence.type,
        "interval": recurrence.interval,
        "month": recurrence.month,
        "dayOfMonth": recurrence.day_of_month,
        "firstDayOfWeek": WEEKDAYS[recurrence.first_day],
        "index": recurrence.index,
    }
    if recurrence.days:
        pattern["daysOfWeek"] = [WEEKDAYS[day] for day in recurrence.days]
    return {
        "pattern": pattern,
        "range": {
            "type": kind,
            "startDate": recurrence.start.isoformat(),
            "endDate": (recurrence.until or date.min).isoformat(),
            "recurrenceTimeZone": recurrence.zone,
            "numberOfOccurrences": recurrence.count or 0,
        },
    }
