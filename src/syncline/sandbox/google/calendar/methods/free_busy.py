"""https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from syncline.sandbox.google.calendar import occurrences, selection, times
from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.errors import ApiError, invalid, required

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from syncline.sandbox.google.calendar.occurrences import Shown
    from syncline.sandbox.google.calendar.state import Calendar
    from syncline.sandbox.google.call import Call, Json

MOST: Final = 50
_LONGEST: Final = timedelta(days=100)


def free_busy_query(call: Call) -> Reply:
    """Answer when calendars are busy; one that is not there has an error of its own."""
    given = call.json()
    begin, end = (_bound(given, name) for name in ("timeMin", "timeMax"))
    if end - begin > _LONGEST:
        raise ApiError(400, "timeRangeTooLong", "The requested time range is too long.", domain="calendar")
    asked = given.get("items") or []
    if not isinstance(asked, list) or not all(
        isinstance(one, dict) and isinstance(one.get("id"), str) for one in asked
    ):
        raise invalid("Invalid items.")
    if len(asked) > MOST:
        raise ApiError(400, "tooManyCalendarsRequested", "Too many calendars are requested.", domain="calendar")
    window = selection.window(given["timeMin"], given["timeMax"])
    return Reply({
        "kind": "calendar#freeBusy", "timeMin": _written(begin), "timeMax": _written(end),
        "calendars": {one["id"]: _calendar(call, one["id"], window) for one in asked},
    })  # fmt: skip


def _bound(given: Json, name: str) -> datetime:
    if not isinstance(given.get(name), str):
        raise required(f"Missing {name} parameter.")
    return times.read_instant(given[name], name)


def _calendar(call: Call, name: str, window: selection.Window) -> Json:
    calendar = call.account.find_calendar(name)
    colleague = call.account.find(name)
    if calendar is None and colleague is not None:
        calendar = colleague.calendar
    if calendar is None:
        return {"errors": [{"domain": "global", "reason": "notFound"}], "busy": []}
    return {"busy": [{"start": _written(start), "end": _written(end)} for start, end in _busy(call, calendar, window)]}


def _busy(call: Call, calendar: Calendar, window: selection.Window) -> list[tuple[datetime, datetime]]:
    """Answer spans in order, those that touch as one, cut to the window."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(_spans(call, calendar, window)):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _spans(call: Call, calendar: Calendar, window: selection.Window) -> Iterator[tuple[datetime, datetime]]:
    zone = calendar.time_zone
    for shown in _happening(call, calendar, window):
        values = shown.values
        if values.get("status") == "cancelled" or values.get("transparency") == "transparent":
            continue
        if window.holds(values, zone):
            start, end = (times.instant_of(times.moment(values[name]), zone) for name in ("start", "end"))
            yield max(start, window.begin or start), min(end, window.end or end)


def _happening(call: Call, calendar: Calendar, window: selection.Window) -> Iterator[Shown]:
    for event in calendar.events.values():
        if event.recurs and not event.cancelled:
            yield from occurrences.expanded(event, calendar, window.end, call.now, after=window.begin)
        elif not event.series:
            yield occurrences.whole(event, calendar)


def _written(value: datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")
