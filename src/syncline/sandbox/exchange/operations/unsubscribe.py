"""Unsubscribe: https://learn.microsoft.com/exchange/client-developer/web-service-reference/unsubscribe-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.messages import one
from syncline.sandbox.exchange.request import text

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """End a subscription."""

    def act() -> str:
        context.subscriptions.remove(text(request, "SubscriptionId"), context.caller.user)
        return ""

    return one("Unsubscribe", act)
