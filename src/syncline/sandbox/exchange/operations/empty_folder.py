"""EmptyFolder: https://learn.microsoft.com/exchange/client-developer/web-service-reference/emptyfolder-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.disposal import dispose, dispose_folder
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.xmltext import truth

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element

_NEVER = frozenset({"CalendarFolder", "SearchFolder"})


def run(context: Context, request: Element) -> str:
    """Delete everything in folders; calendars cannot be emptied."""
    how = request.get("DeleteType", "")

    def act(element: Element) -> str:
        folder = context.folder(element)
        if folder.kind in _NEVER:
            raise ItemError("ErrorCannotEmptyFolder", "The folder cannot be emptied.")
        for item in list(folder.items.values()):
            dispose(item, how)
        if truth(request.get("DeleteSubFolders", "false")):
            for below in [one for one in folder.children.values() if not one.distinguished]:
                dispose_folder(below, how)
        return ""

    return each("EmptyFolder", child(request, "FolderIds"), act)
