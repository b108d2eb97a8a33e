"""One meeting in several calendars: what its organizer writes reaches the guests, what they answer reaches everybody.

https://developers.google.com/workspace/calendar/api/concepts/sharing#inviting_attendees_to_events and
https://developers.google.com/workspace/calendar/api/concepts/events-calendars: all copies have the same id and
iCalUID; reminders, colours and private properties are each guest's own. Whether anybody is sent a mail is another
question (`telling`): guests of the same domain find the meeting in their calendars in any case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.calendar import occurrences

if TYPE_CHECKING:
    from syncline.sandbox.google.account import Account
    from syncline.sandbox.google.calendar.state import Calendar, Event, Values

_OWN: Final = ("reminders", "colorId", "eventLabelId", "transparency", "visibility")
"""What a guest's copy keeps for itself."""


def share(account: Account, calendar: Calendar, event: Event, before: Values | None) -> None:
    """Carry a write on to the other calendars; `before` are the event's values before it, None for a new one."""
    if not calendar.primary:
        return
    values = occurrences.whole(event, calendar).values
    organizer = str(values.get("organizer", {}).get("email", ""))
    if account.is_me(organizer):
        _to_guests(account, event, before, values)
    elif (host := account.find(organizer)) is not None:
        _to_organizer(account, host, event.id, values)


def _to_guests(account: Account, event: Event, before: Values | None, values: Values) -> None:
    invited = _addresses(values) if values.get("status") != "cancelled" else set()
    for address in sorted(invited | _addresses(before or {})):
        guest = account.find(address)
        if guest is None or guest is account or not guest.has_calendar:
            continue
        if address in invited:
            _put(guest, event, values)
        elif event.id in guest.calendar.events:
            _cancel(guest.calendar, guest.calendar.events[event.id])


def _put(guest: Account, event: Event, values: Values) -> None:
    calendar = guest.calendar
    shared = {name: value for name, value in values.items() if name not in _OWN}
    properties = dict(values.get("extendedProperties", {}))
    properties.pop("private", None)
    copy = calendar.events.get(event.id)
    if copy is None:
        shared["extendedProperties"] = properties
        looks = {name: values[name] for name in ("transparency", "visibility") if name in values}
        calendar.add(event.id, _filled(shared | looks | {"reminders": {"useDefault": True}}))
        return
    if copy.cancelled and _answer_of(guest, values) == "declined":
        # Whoever has thrown an invitation away is not shown it again.
        return
    kept = {name: copy.values[name] for name in _OWN if name in copy.values}
    if private := copy.values.get("extendedProperties", {}).get("private"):
        properties["private"] = private
    shared["extendedProperties"] = properties
    wanted = _filled(shared | kept)
    if wanted != copy.values:
        calendar.change(copy, wanted)


def _to_organizer(guest: Account, host: Account, event_id: str, values: Values) -> None:
    """A guest who deletes a copy has declined."""
    answer = "declined" if values.get("status") == "cancelled" else _answer_of(guest, values)
    shown = occurrences.find(host.calendar, event_id)
    if shown is None or answer is None or shown.values.get("status") == "cancelled":
        return
    if _answer_of(guest, shown.values) in {answer, None}:
        return
    people = [
        person | {"responseStatus": answer} if guest.is_me(person["email"]) else person
        for person in shown.values["attendees"]
    ]
    event = host.calendar.events.get(event_id) or host.calendar.add(event_id, occurrences.own_values(shown))
    host.calendar.change(event, event.values | {"attendees": people})
    share(host, host.calendar, event, shown.values)


def _cancel(calendar: Calendar, event: Event) -> None:
    if not event.cancelled:
        calendar.change(event, event.values | {"status": "cancelled"})


def _addresses(values: Values) -> set[str]:
    return {person["email"] for person in values.get("attendees", ())}


def _answer_of(guest: Account, values: Values) -> str | None:
    people: list[dict[str, Any]] = values.get("attendees", [])
    return next((str(person["responseStatus"]) for person in people if guest.is_me(person["email"])), None)


def _filled(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in ({}, [])}
