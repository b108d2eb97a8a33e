"""UpdateItem: https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange import mail, series
from syncline.sandbox.exchange.computed import item_reference
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.properties import Update
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.versions import is_stale
from syncline.sandbox.exchange.xmltext import Element, T, children

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.item import Item


def run(context: Context, request: Element) -> str:
    """Change items, each with its own success or error."""

    def act(change: Element) -> str:
        reference = children(change)[0]
        item = context.item(reference)
        context.room(change)
        _check(request, reference, item)
        item = _update(context, request, change, item)
        return (
            f"<m:Items><t:{item.kind}>{item_reference(item)}</t:{item.kind}></m:Items>"
            "<m:ConflictResults><t:Count>0</t:Count></m:ConflictResults>"
        )

    return each("UpdateItem", child(request, "ItemChanges"), act, empty="<m:Items/>")


def _check(request: Element, reference: Element, item: Item) -> None:
    """Refuse what must not be written.

    NeverOverwrite refuses a stale change key; AutoResolve takes the newer value in most cases ([MS-OXWSCORE]
    3.1.4.9.4.1); both need a change key at all.
    """
    if item.kind == "CalendarItem" and request.get("SendMeetingInvitationsOrCancellations") is None:
        raise ItemError("ErrorSendMeetingInvitationsOrCancellationsRequired")
    if item.kind == "Message" and request.get("MessageDisposition") is None:
        raise ItemError("ErrorMessageDispositionRequired")
    how = request.get("ConflictResolution")
    if how != "AlwaysOverwrite" and is_stale(reference, item) and how == "NeverOverwrite":
        raise ItemError("ErrorIrresolvableConflict")


def _update(context: Context, request: Element, change: Element, item: Item) -> Item:
    """Change an item and answer it; an occurrence becomes an exception of its series."""
    master = series.master_of(item)
    updates = change.find(f"{T}Updates")
    update = Update(item)
    for one in children(updates) if updates is not None else ():
        update.apply(one)
    if master is not None and "Recurrence" in update.touched:
        raise ItemError("ErrorInvalidPropertySet")
    before = item.values
    update.finish(context.zone)
    if item.kind == "CalendarItem":
        mail.update(context, item, before, request.get("SendMeetingInvitationsOrCancellations", ""))
    elif item.kind == "Message" and request.get("MessageDisposition") != "SaveOnly":
        mail.send_message(context, item.values)
    if master is not None:
        return series.edit(context.mailbox, item, master)
    context.mailbox.change_item(item, read_flag_only=update.touched == {"IsRead"})
    return item
