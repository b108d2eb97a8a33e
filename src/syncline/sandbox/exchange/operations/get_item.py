"""GetItem: https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.shapes import ItemShape

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Answer items by id, each with its own success or error."""
    shape = _Lazy(child(request, "ItemShape"))

    def act(element: Element) -> str:
        item = context.item(element)
        return f"<m:Items>{shape.get().write(item)}</m:Items>"

    return each("GetItem", child(request, "ItemIds"), act, empty="<m:Items/>")


class _Lazy:
    """A shape is compiled once, but what is wrong with it is every item's error."""

    def __init__(self, element: Element) -> None:
        self._element = element
        self._shape: ItemShape | None = None

    def get(self) -> ItemShape:
        if self._shape is None:
            self._shape = ItemShape(self._element)
        return self._shape
