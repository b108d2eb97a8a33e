"""GetAttachment: https://learn.microsoft.com/exchange/client-developer/web-service-reference/getattachment-operation."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from syncline.sandbox.exchange.computed import write_attachment
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Answer files with their content."""

    def act(element: Element) -> str:
        item, attachment = context.attachment(element)
        content = base64.b64encode(attachment.content).decode()
        return f"<m:Attachments>{write_attachment(item, attachment, content=content)}</m:Attachments>"

    return each("GetAttachment", child(request, "AttachmentIds"), act, empty="<m:Attachments/>")
