"""Events.

https://learn.microsoft.com/graph/api/user-list-events
https://learn.microsoft.com/graph/api/user-post-events
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.microsoft365 import mail
from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.moments import NEVER
from syncline.sandbox.microsoft365.odata.matching import matches
from syncline.sandbox.microsoft365.shapes.draft import settled
from syncline.sandbox.microsoft365.state.item import Event

from . import editing
from .calendars import calendar_of, of_event
from .event_rows import event_of, row, shown, wished
from .items import check_version
from .listing import page

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.state.folder import Folder


def listed(call: Call) -> Reply:
    """Answer single events and series masters."""
    options, found = wished(call), _all(calendar_of(call))
    return page(call, options, found, lambda one: row(call, one, None), f"users('{call.names['user']}')/events")


def _all(folder: Folder) -> list[Event]:
    return [item for item in folder.items.values() if isinstance(item, Event)]


def count(call: Call) -> Reply:
    """Answer how many events a calendar has."""
    options = wished(call)
    rows = (row(call, one, None) for one in _all(calendar_of(call)))
    number = sum(options.filter is None or matches(options.filter, one) for one in rows)
    return Reply(200, str(number).encode(), content_type="text/plain")


def one(call: Call) -> Reply:
    """Answer one event: also in Deleted Items, by its id alone."""
    options = wished(call)
    return shown(call, 200, *event_of(call), options)


def calendar(call: Call) -> Reply:
    """Answer GET .../events/{id}/calendar."""
    return of_event(call, event_of(call)[0].folder)


def create(call: Call) -> Reply:
    """Make an event and invite whoever takes part. One with a known transactionId is not made again.

    https://learn.microsoft.com/graph/api/resources/event (transactionId)
    """
    given, folder, mailbox = call.json(), calendar_of(call), call.mailbox()
    transaction = given.get("transactionId")
    known = mailbox.items.get(mailbox.transactions.get(transaction, 0)) if isinstance(transaction, str) else None
    if isinstance(known, Event) and known.folder.kind == folder.kind:
        return shown(call, 201, known, None)
    draft = settled(given)
    draft.values |= {
        "uid": call.tenant.new_id().replace("-", "").upper(),
        "organizer": {"name": mailbox.name, "address": mailbox.address},
        "responseStatus": {"response": "organizer", "time": NEVER},
    }
    event = mailbox.add_event(folder, draft.values, draft.extended, draft.span, draft.body, draft.recurrence)
    if isinstance(transaction, str):
        mailbox.transactions[transaction] = event.number
    mail.invite(call, event)
    return shown(call, 201, event, None)


def update(call: Call) -> Reply:
    """Change the properties that are named, and tell whoever takes part."""
    event, instance = event_of(call)
    check_version(call, event)
    before = mail.attendees(event, instance)
    given = call.json()
    if instance is None:
        editing.change(event, given)
    else:
        instance = editing.change_occurrence(event, instance, given)
    call.mailbox().changed(event)
    mail.update(call, event, instance, before, only_attendees=set(given) == {"attendees"})
    return shown(call, 200, event, instance)


def delete(call: Call) -> Reply:
    """Delete an event: on the organizer's calendar that cancels it, by mail.

    https://learn.microsoft.com/graph/api/event-delete
    """
    event, instance = event_of(call)
    check_version(call, event)
    mail.cancel(call, event, instance)
    editing.remove(event, instance)
    return Reply(204)
