"""Whom Google writes to when an event is written: https://developers.google.com/workspace/calendar/api/v3/reference/events/insert.

`sendUpdates` is `all`, `externalOnly` (guests who do not use Google Calendar) or `none`. Where it is left out, the
deprecated `sendNotifications` counts, whose default is false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.errors import invalid
from syncline.sandbox.google.outbox import Mail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.google.calendar.state import Calendar
    from syncline.sandbox.google.call import Call
    from syncline.sandbox.google.outbox import Kind

_CHOICES: Final = ("all", "externalOnly", "none")


def choice(call: Call) -> str:
    """Answer who is to be told. A write that leaves it to Google is counted: its default has changed before."""
    given = call.one("sendUpdates")
    if given and given not in _CHOICES:
        raise invalid(f"Invalid value for: {given} is not a valid value", "sendUpdates")
    if not given:
        call.world.unspoken[call.operation] += 1
    return given or ("all" if call.flag("sendNotifications") else "none")


def tell(call: Call, calendar: Calendar, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
    """Record the mails of a write: from nothing to an event, from one state to another, from an event to nothing."""
    whom = choice(call)
    organizer = ((after or before or {}).get("organizer") or {}).get("email", calendar.id)
    if whom == "none":
        return
    if not call.account.is_me(organizer) and organizer != calendar.id:
        if after is None or _answer_of(call, before or {}) != _answer_of(call, after):
            _send(call, "response", {organizer}, str((after or before or {}).get("summary", "")))
        return
    old, new = _guests(before, organizer), _guests(after, organizer)
    subject = str((after or before or {}).get("summary", ""))
    kinds: tuple[tuple[Kind, set[str]], ...] = (
        ("invitation", new - old), ("update", new & old), ("cancellation", old - new),
    )  # fmt: skip
    for kind, people in kinds:
        _send(call, kind, {one for one in people if whom == "all" or call.world.find(one) is None}, subject)


def _guests(values: Mapping[str, Any] | None, organizer: str) -> set[str]:
    if values is None or values.get("status") == "cancelled":
        return set()
    addresses = {person["email"] for person in values.get("attendees", ()) if not person.get("resource")}
    return addresses - {organizer}


def _answer_of(call: Call, values: Mapping[str, Any]) -> str:
    """Answer what the caller says to an invitation."""
    people = values.get("attendees", ())
    return next((str(one["responseStatus"]) for one in people if call.account.is_me(one["email"])), "")


def _send(call: Call, kind: Kind, people: set[str], subject: str) -> None:
    if people:
        sender = call.account.address
        call.world.outbox.append(Mail(kind, sender, tuple(sorted(people)), subject, call.operation, call.now))
