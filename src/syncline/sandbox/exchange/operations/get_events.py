"""GetEvents: https://learn.microsoft.com/exchange/client-developer/web-service-reference/getevents-operation.

A notification without news is one StatusEvent, which has a watermark, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.messages import one
from syncline.sandbox.exchange.notifying import event
from syncline.sandbox.exchange.request import text

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Answer what a pull subscription has seen since a watermark."""

    def act() -> str:
        identifier, since = text(request, "SubscriptionId"), text(request, "Watermark")
        news = context.subscriptions.pull(identifier, context.caller.user, since, context.clock())
        inside = "".join(event(happening, mark) for mark, happening in news)
        inside = inside or f"<t:StatusEvent><t:Watermark>{since}</t:Watermark></t:StatusEvent>"
        return (
            f"<m:Notification><t:SubscriptionId>{identifier}</t:SubscriptionId><t:PreviousWatermark>{since}"
            f"</t:PreviousWatermark><t:MoreEvents>false</t:MoreEvents>{inside}</m:Notification>"
        )

    return one("GetEvents", act)
