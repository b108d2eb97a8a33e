"""ExportItems: https://learn.microsoft.com/exchange/client-developer/web-service-reference/exportitems-operation."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from syncline.sandbox.exchange.computed import item_reference
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.stream import written

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Answer items as streams, each with its own success or error."""

    def act(element: Element) -> str:
        item = context.item(element)
        return f"{item_reference(item, 'm')}<m:Data>{base64.b64encode(written(item)).decode()}</m:Data>"

    return each("ExportItems", child(request, "ItemIds"), act)
