"""GetFolder: https://learn.microsoft.com/exchange/client-developer/web-service-reference/getfolder-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.folder_shapes import FolderShape
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Answer folders by id."""

    def act(element: Element) -> str:
        shape = FolderShape(child(request, "FolderShape"))
        return f"<m:Folders>{shape.write(context.folder(element))}</m:Folders>"

    return each("GetFolder", child(request, "FolderIds"), act, empty="<m:Folders/>")
