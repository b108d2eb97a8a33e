"""SendItem: https://learn.microsoft.com/exchange/client-developer/web-service-reference/senditem-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.mail import send_message
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.versions import require_current
from syncline.sandbox.exchange.xmltext import M, truth

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Send drafts, and keep them in Sent Items or nowhere."""

    def act(element: Element) -> str:
        item = context.item(element)
        if item.kind != "Message":
            raise ItemError("ErrorInvalidItemForOperationSendItem", "The item type is invalid for the operation.")
        require_current(element, item)
        send_message(context, item.values)
        if not truth(request.get("SaveItemToFolder", "false")):
            context.mailbox.remove_item(item)
            return ""
        target = request.find(f"{M}SavedItemFolderId")
        sent = context.mailbox.well_known("sentitems")
        to = context.target(target, missing="ErrorSavedItemFolderNotFound") if target is not None else sent
        context.mailbox.move_item(item, to)
        return ""

    return each("SendItem", child(request, "ItemIds"), act)
