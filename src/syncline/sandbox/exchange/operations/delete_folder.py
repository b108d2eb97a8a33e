"""DeleteFolder: https://learn.microsoft.com/exchange/client-developer/web-service-reference/deletefolder-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.folder import Folder
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Delete folders with all that is in them; in Deleted Items a folder keeps its id."""

    def act(element: Element) -> str:
        folder = context.folder(element)
        if folder.distinguished:
            raise ItemError("ErrorDeleteDistinguishedFolder")
        _delete(folder, request.get("DeleteType", ""))
        return ""

    return each("DeleteFolder", child(request, "FolderIds"), act)


def _delete(folder: Folder, how: str) -> None:
    mailbox = folder.mailbox
    if how == "HardDelete":
        mailbox.remove_folder(folder)
        return
    place = mailbox.well_known("deleteditems" if how == "MoveToDeletedItems" else "recoverableitemsdeletions")
    if folder.inside(place):
        mailbox.remove_folder(folder)
        return
    name, number = folder.name, 1
    while place.child(folder.name) is not None:
        folder.name = f"{name}{number}"
        number += 1
    mailbox.move_folder(folder, place)
