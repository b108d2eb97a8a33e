"""MoveFolder: https://learn.microsoft.com/exchange/client-developer/web-service-reference/movefolder-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.folder_shapes import folder_reference
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Hang folders under another parent."""

    def act(element: Element) -> str:
        to = context.target(child(request, "ToFolderId"), missing="ErrorToFolderNotFound")
        folder = context.folder(element)
        if folder.distinguished:
            raise ItemError("ErrorMoveDistinguishedFolder")
        if to.inside(folder):
            raise ItemError("ErrorMoveCopyFailed")
        other = to.child(folder.name)
        if other is not None and other is not folder:
            raise ItemError("ErrorFolderExists")
        folder.mailbox.move_folder(folder, to)
        return f"<m:Folders><t:{folder.kind}>{folder_reference(folder)}</t:{folder.kind}></m:Folders>"

    return each("MoveFolder", child(request, "FolderIds"), act, empty="<m:Folders/>")
