"""https://developers.google.com/workspace/calendar/api/v3/reference/events/patch and .../update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.calendar import fields, occurrences, recurrence, sharing, telling, times
from syncline.sandbox.google.calendar.methods.insert import mark_organizer
from syncline.sandbox.google.calendar.methods.place import calendar_of, check_match, event_of, own_event, written
from syncline.sandbox.google.errors import ApiError

if TYPE_CHECKING:
    from syncline.sandbox.google.calendar.occurrences import Shown
    from syncline.sandbox.google.calendar.state import Calendar, Event, Values
    from syncline.sandbox.google.call import Call, Json, Reply

_KEPT: Final = (
    "iCalUID", "creator", "organizer", "sequence", "recurringEventId", "originalStartTime", "hangoutLink", "locked",
)  # fmt: skip
_RESCHEDULING: Final = ("start", "end", "recurrence")
"""A change of these is a new version of the meeting in the sense of iCalendar's SEQUENCE."""
_ORGANIZERS: Final = frozenset({"summary", "description", "location", "start", "end", "recurrence", "attendees"})


def events_patch(call: Call) -> Reply:
    """Change what is given; null takes a value away, objects are merged, lists are replaced."""
    calendar = calendar_of(call)
    shown = event_of(call, calendar)
    return _write(call, calendar, shown, merged(_writable(shown.values), call.json()))


def events_update(call: Call) -> Reply:
    """Replace everything that a client may write: what is not given is taken away."""
    calendar = calendar_of(call)
    shown, given = event_of(call, calendar), call.json()
    if given.get("sequence", 0) < shown.values.get("sequence", 0) and "sequence" in given:
        raise fields.old_sequence()
    kind = {"eventType": shown.values.get("eventType", "default")}
    return _write(call, calendar, shown, kind | given)


def merged(old: Any, change: Any) -> Any:
    """Apply a merge patch: https://developers.google.com/workspace/calendar/api/guides/performance#patch."""
    if not isinstance(change, dict):
        return change
    result = dict(old) if isinstance(old, dict) else {}
    for name, value in change.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def _write(call: Call, calendar: Calendar, shown: Shown, wanted: Json) -> Reply:
    check_match(call, shown)
    given = {name: value for name, value in wanted.items() if name not in fields.READ_ONLY}
    if call.one("eventLabelVersion") != "1":
        given = {name: value for name, value in given.items() if name != "eventLabelId"}
        if "eventLabelId" in shown.values:
            given["eventLabelId"] = shown.values["eventLabelId"]
    values = fields.settled(given, calendar, old=_writable(shown.values))
    values |= {name: shown.values[name] for name in _KEPT if name in shown.values}
    mark_organizer(values)
    _check_guest(call, calendar, shown.values, values)
    values["sequence"] = _sequence(shown.values, values, given)
    telling.tell(call, calendar, shown.values, values)
    event = own_event(calendar, shown)
    _store(calendar, event, values)
    sharing.share(call.account, calendar, event, shown.values)
    return written(call, calendar, event)


def _store(calendar: Calendar, event: Event, values: Values) -> None:
    if event.series and event.series in calendar.events:
        series = calendar.events[event.series].values
        values = {name: value for name, value in values.items() if name in _OWN or series.get(name) != value}
        values.setdefault("status", "confirmed")
    elif event.recurs:
        _note_gone(event, values, calendar.revision + 1)
    calendar.change(event, values)


_OWN: Final = frozenset({"recurringEventId", "originalStartTime", "start", "end", "iCalUID", "status", "sequence"})


def _note_gone(event: Event, values: Values, revision: int) -> None:
    """Remember which occurrences a series loses by this change, for those who synchronize occurrences."""
    old, new = occurrences.rule_of(event), None
    if values.get("recurrence"):
        new = recurrence.Rule(times.moment(values["start"]), values["recurrence"])
    first = times.moment(event.values["start"])
    for start in old.between(first, first + occurrences.HORIZON):
        if new is None or not new.has(start):
            event.gone[recurrence.instance_id(event.id, start)] = revision
        else:
            event.gone.pop(recurrence.instance_id(event.id, start), None)


def _writable(values: Values) -> Values:
    return {name: value for name, value in values.items() if name not in fields.READ_ONLY}


def _sequence(old: Values, new: Values, given: Json) -> int:
    before = int(old.get("sequence", 0))
    asked = given.get("sequence", before)
    again = any(old.get(name) != new.get(name) for name in _RESCHEDULING)
    return max(before + 1 if again else before, asked if isinstance(asked, int) else before)


def _check_guest(call: Call, calendar: Calendar, old: Values, new: Values) -> None:
    """A guest's copy of a meeting is the organizer's word: shared properties and the like stay.

    https://developers.google.com/workspace/calendar/api/guides/errors (forbiddenForNonOrganizer)
    """
    organizer = old.get("organizer", {}).get("email", calendar.id)
    if organizer == calendar.id or call.account.is_me(organizer) or old.get("guestsCanModify"):
        return
    shared = [values.get("extendedProperties", {}).get("shared") for values in (old, new)]
    if shared[0] != shared[1]:
        raise ApiError(
            403, "forbiddenForNonOrganizer",
            "Shared properties can only be changed by the organizer of the event.", domain="calendar",
        )  # fmt: skip
