"""DeleteFolder: https://learn.microsoft.com/exchange/client-developer/web-service-reference/deletefolder-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.disposal import dispose_folder
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Delete folders with all that is in them; in Deleted Items a folder keeps its id."""

    def act(element: Element) -> str:
        folder = context.folder(element)
        if folder.distinguished:
            raise ItemError("ErrorDeleteDistinguishedFolder")
        dispose_folder(folder, request.get("DeleteType", ""))
        return ""

    return each("DeleteFolder", child(request, "FolderIds"), act)
