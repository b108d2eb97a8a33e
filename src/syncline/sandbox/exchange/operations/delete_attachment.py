"""DeleteAttachment: https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteattachment-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Take files off their items."""

    def act(element: Element) -> str:
        item, attachment = context.attachment(element)
        item.attachments = [one for one in item.attachments if one is not attachment]
        context.mailbox.change_item(item)
        return f'<m:RootItemId RootItemId="{item.id}" RootItemChangeKey="{item.change_key}"/>'

    return each("DeleteAttachment", child(request, "AttachmentIds"), act)
