"""MoveItem: https://learn.microsoft.com/exchange/client-developer/web-service-reference/moveitem-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.transfer import transfer

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Move items to another folder, where they get new ids."""
    return transfer("MoveItem", context, request)
