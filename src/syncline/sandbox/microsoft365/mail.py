"""What Exchange sends of its own accord: there is no way to ask it not to.

https://learn.microsoft.com/graph/api/event-delete
https://learn.microsoft.com/graph/api/event-update
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .outbox import Mail
from .shapes.event_json import is_organizer
from .state.item import Override

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .calendar.expansion import Instance
    from .call import Call
    from .outbox import Kind
    from .state.item import Event


def attendees(event: Event, instance: Instance | None) -> frozenset[str]:
    """Answer the addresses of those who take part, the organizer not among them."""
    own = event.overrides.get(instance.day, Override()).values if instance is not None else {}
    found = (event.values | own).get("attendees") or []
    organizer = event.values["organizer"]["address"].casefold()
    return frozenset(one["emailAddress"]["address"] for one in found) - {organizer}


def invite(call: Call, event: Event) -> None:
    """Tell everybody of a new meeting."""
    _send(call, "invitation", event, attendees(event, None))


def update(
    call: Call, event: Event, instance: Instance | None, before: frozenset[str], *, only_attendees: bool
) -> None:
    """Tell everybody of a change; those who are not to come any more that it is cancelled.

    Where only attendees have changed, only those hear of it.
    """
    now = attendees(event, instance)
    _send(call, "cancellation", event, before - now)
    _send(call, "invitation", event, now - before)
    if not only_attendees:
        _send(call, "update", event, now & before)


def cancel(call: Call, event: Event, instance: Instance | None) -> None:
    """Tell everybody that a meeting does not take place, unless it is cancelled or deleted already."""
    if event.folder.kind == "calendar" and not event.values.get("isCancelled"):
        _send(call, "cancellation", event, attendees(event, instance))


def respond(call: Call, event: Event) -> None:
    """Tell the organizer what an attendee answers."""
    _mail(call, "response", event, [event.values["organizer"]["address"]])


def _send(call: Call, kind: Kind, event: Event, to: Iterable[str]) -> None:
    if is_organizer(event):
        _mail(call, kind, event, to)


def _mail(call: Call, kind: Kind, event: Event, to: Iterable[str]) -> None:
    receivers = tuple(sorted(to))
    if receivers:
        sender = event.folder.mailbox.address
        subject = event.values.get("subject", "")
        call.tenant.outbox.append(Mail(kind, sender, receivers, subject, call.operation, call.tenant.clock()))
