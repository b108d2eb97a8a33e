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
    if given.get("sequence") is not None and given["sequence"] < shown.values.get("sequence", 0):
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
    if wanted.get("attendeesOmitted"):
        given["attendees"] = _some_attendees(shown.values, wanted)
    given = fields.understood(call, given) | {
        name: shown.values[name] for name in fields.not_understood(call) if name in shown.values
    }
    values = fields.settled(given, calendar, old=_writable(shown.values))
    values |= {name: shown.values[name] for name in _KEPT if name in shown.values}
    mark_organizer(values)
    _check_guest(call, calendar, shown.values, values)
    values["sequence"] = _sequence(shown.values, values, given)
    telling.tell(call, calendar, shown.values, values)
    event = own_event(calendar, shown)
    store(calendar, event, values)
    sharing.share(call.account, calendar, event, shown.values)
    return written(call, calendar, event)


def _some_attendees(old: Values, wanted: Json) -> list[Any]:
    """Answer all attendees where a client writes only some of them: `attendeesOmitted` says that it knows no others."""
    written = {str(one.get("email", "")).casefold(): one for one in wanted.get("attendees") or ()}
    return [written.get(one["email"].casefold(), one) for one in old.get("attendees", ())]


def store(calendar: Calendar, event: Event, values: Values) -> None:
    """Keep what an event consists of now; of an occurrence only what differs from its series."""
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
    first = times.moment(event.values["start"])
    last = first + occurrences.HORIZON
    new = recurrence.Rule(times.moment(values["start"]), values.get("recurrence", [])) if values else None
    kept = {recurrence.instance_id(event.id, start) for start in new.between(None, last)} if new is not None else set()
    for start in occurrences.rule_of(event).between(first, last):
        event.gone.setdefault(recurrence.instance_id(event.id, start), revision)
    for instance in kept:
        event.gone.pop(instance, None)


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
