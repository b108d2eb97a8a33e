"""DeleteItem: https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteitem-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange import mail, series
from syncline.sandbox.exchange.disposal import dispose
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Delete items, each with its own success or error."""

    def act(element: Element) -> str:
        item = context.item(element)
        if item.kind == "CalendarItem":
            how = request.get("SendMeetingCancellations")
            if how is None:
                raise ItemError("ErrorSendMeetingCancellationsRequired")
            mail.cancel(context, item, how)
        master = series.master_of(item)
        if master is not None:
            series.cancel(context.mailbox, item, master)
        else:
            dispose(item, request.get("DeleteType", ""))
        return ""

    return each("DeleteItem", child(request, "ItemIds"), act)
