"""https://developers.google.com/workspace/calendar/api/v3/reference/events/insert and .../import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.google.calendar import fields, sharing, telling
from syncline.sandbox.google.calendar.methods.place import calendar_of, written
from syncline.sandbox.google.errors import ApiError, invalid, required

if TYPE_CHECKING:
    from syncline.sandbox.google.calendar.state import Calendar, Values
    from syncline.sandbox.google.call import Call, Json, Reply


def events_insert(call: Call) -> Reply:
    """Make an event, under the client's own id if it gives one; an id stays taken when its event is deleted."""
    calendar, given = calendar_of(call), call.json()
    event_id = _free_id(call, calendar, given)
    if given.get("iCalUID") and given.get("id"):
        raise invalid("Only one of id and iCalUID may be supplied.")
    values = fields.settled(fields.understood(call, given), calendar)
    uid = str(given.get("iCalUID") or f"{event_id}@google.com")
    creator, organizer = {"email": call.account.address}, {"email": calendar.id}
    values |= {"iCalUID": uid, "creator": creator, "organizer": organizer, "sequence": _sequence(given)}
    mark_organizer(values)
    telling.tell(call, calendar, None, values)
    event = calendar.add(event_id, values)
    sharing.share(call.account, calendar, event, None)
    return written(call, calendar, event)


def events_import(call: Call) -> Reply:
    """Add somebody's event as a private copy; nobody is told. The same iCalUID writes the same event again."""
    calendar, given = calendar_of(call), call.json()
    uid = given.get("iCalUID")
    if not uid:
        raise required("Missing iCalUID.")
    values = fields.settled(fields.understood(call, given), calendar)
    organizer = given.get("organizer") or {"email": calendar.id}
    values |= {"iCalUID": uid, "creator": {"email": call.account.address}, "organizer": organizer}
    values["sequence"] = _sequence(given)
    mark_organizer(values)
    known = [event for event in calendar.by_uid.get(uid, ()) if not event.series]
    if not known:
        return written(call, calendar, calendar.add(_free_id(call, calendar, {}), values))
    if known[0].values.get("sequence", 0) > values["sequence"]:
        raise fields.old_sequence()
    calendar.change(known[0], values)
    return written(call, calendar, known[0])


def mark_organizer(values: Values) -> None:
    """Mark the organizer among those who take part."""
    address = values["organizer"].get("email", "").casefold()
    for person in values.get("attendees", ()):
        if person["email"].casefold() == address:
            person["organizer"] = True


def _free_id(call: Call, calendar: Calendar, given: Json) -> str:
    if given.get("id") is None:
        return call.world.base32hex(26)
    chosen = fields.check_id(given["id"])
    if chosen in calendar.events:
        raise ApiError(409, "duplicate", "The requested identifier already exists.")
    return chosen


def _sequence(given: Json) -> int:
    sequence = given.get("sequence", 0)
    if not isinstance(sequence, int) or sequence < 0:
        raise invalid("Invalid sequence value.")
    return sequence
