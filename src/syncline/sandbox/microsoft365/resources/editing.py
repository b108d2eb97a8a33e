"""How an event or one occurrence of it changes.

https://learn.microsoft.com/graph/api/event-update
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from syncline.sandbox.microsoft365.calendar.expansion import Instance, neighbours, occurrence
from syncline.sandbox.microsoft365.errors import bad_request
from syncline.sandbox.microsoft365.shapes.draft import Draft, settled
from syncline.sandbox.microsoft365.state.item import Event, Override

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.state.shape import Shape, Span


def change(event: Event, given: dict[str, Any]) -> None:
    """Change a single event or a whole series. A series at another time loses its exceptions, as in Outlook."""
    before = Draft(event.values, event.span, event.body, event.recurrence, event.extended)
    draft = settled(given, before)
    if draft.recurrence is not None and "recurrence" not in given:
        # A series whose first occurrence is moved to another day begins there.
        draft.recurrence = replace(draft.recurrence, start=draft.span.start.date())
    if (draft.span, draft.recurrence) != (event.span, event.recurrence):
        event.overrides.clear()
        event.cancelled.clear()
    event.values, event.span, event.body = draft.values, draft.span, draft.body
    event.recurrence, event.extended = draft.recurrence, draft.extended


def change_occurrence(event: Event, instance: Instance, given: dict[str, Any]) -> Instance:
    """Change one occurrence, which makes it an exception; answers it as it is now."""
    own = event.overrides.get(instance.day, Override())
    body = own.body if own.body is not None else event.body
    before = Draft(event.values | own.values, instance.span, body, None, event.extended | own.extended)
    if given.get("recurrence") is not None:
        raise bad_request("An occurrence has no recurrence of its own.", "ErrorInvalidRequest")
    draft = settled(given, before)
    _stay_between(event.shape, instance.day, draft.span)
    values = {name: value for name, value in draft.values.items() if event.values.get(name) != value}
    cleared = {name: None for name in event.values if name not in draft.values}
    span = draft.span if draft.span != _planned(event.shape, instance.day) else None
    changed = draft.body if draft.body != event.body else None
    event.overrides[instance.day] = Override(values | cleared, span, changed, draft.extended)
    found = occurrence(event.shape, instance.day)
    return found if found is not None else instance


def _planned(shape: Shape, day: int) -> Span | None:
    plain = occurrence(type(shape)(shape.span, shape.recurrence), day)
    return plain.span if plain is not None else None


def _stay_between(shape: Shape, day: int, span: Span) -> None:
    """An occurrence cannot be moved to the day of its neighbour or beyond."""
    before, after = neighbours(shape, day)
    crossing = (before is not None and span.start.date() <= before.span.start.date()) or (
        after is not None and span.start.date() >= after.span.start.date()
    )
    if crossing:
        text = "Modified occurrence is crossing or overlapping adjacent occurrence."
        raise bad_request(text, "ErrorOccurrenceCrossingBoundary")


def remove(event: Event, instance: Instance | None) -> None:
    """Move an event to Deleted Items, or take one occurrence out of its series."""
    mailbox = event.folder.mailbox
    if instance is None:
        mailbox.trash(event)
        return
    event.cancelled.add(instance.day)
    event.overrides.pop(instance.day, None)
    mailbox.changed(event)
