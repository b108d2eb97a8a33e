"""Events as tests write them."""

from __future__ import annotations

from typing import Any

BERLIN = "W. Europe Standard Time"


def point(text: str, zone: str = BERLIN) -> dict[str, str]:
    return {"dateTime": text, "timeZone": zone}


def event(subject: str, start: str, end: str, zone: str = BERLIN, **others: Any) -> dict[str, Any]:
    return {"subject": subject, "start": point(start, zone), "end": point(end, zone), **others}


def weekly(start: str, count: int = 5, day: str = "monday") -> dict[str, Any]:
    return {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": [day], "firstDayOfWeek": "monday"},
        "range": {"type": "numbered", "startDate": start, "numberOfOccurrences": count},
    }


def jour_fixe(**others: Any) -> dict[str, Any]:
    """Mondays at nine from the second of March on, five times: the clocks change within."""
    times = event("Jour fixe", "2026-03-02T09:00:00", "2026-03-02T10:00:00")
    return times | {"recurrence": weekly("2026-03-02")} | others


def guests(*addresses: str) -> list[dict[str, Any]]:
    return [{"type": "required", "emailAddress": {"address": one, "name": one}} for one in addresses]
