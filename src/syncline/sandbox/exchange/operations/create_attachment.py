"""CreateAttachment: https://learn.microsoft.com/exchange/client-developer/web-service-reference/createattachment-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.computed import attachment_id
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.properties import read_attachment
from syncline.sandbox.exchange.request import child

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Attach files to an item; a contact has one picture, the last one given."""

    def act(element: Element) -> str:
        item = context.item(child(request, "ParentItemId"))
        attachment = read_attachment(element, context.mailbox)
        if attachment.is_contact_photo:
            if item.kind != "Contact":
                raise ItemError("ErrorInvalidOperation")
            item.attachments = [one for one in item.attachments if not one.is_contact_photo]
        item.attachments = [*item.attachments, attachment]
        context.mailbox.change_item(item)
        return (
            f'<m:Attachments><t:FileAttachment><t:AttachmentId Id="{attachment_id(item, attachment)}" '
            f'RootItemId="{item.id}" RootItemChangeKey="{item.change_key}"/></t:FileAttachment></m:Attachments>'
        )

    return each("CreateAttachment", child(request, "Attachments"), act, empty="<m:Attachments/>")
