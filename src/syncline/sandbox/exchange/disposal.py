"""Where deleted things go.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/deleting-items-by-using-ews-in-exchange
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .state.folder import Folder
    from .state.item import Item


def dispose(item: Item, how: str) -> None:
    """Move an item to Deleted Items or to the dumpster, or take it away for good; what is moved gets a new id."""
    mailbox = item.folder.mailbox
    if how == "HardDelete":
        mailbox.remove_item(item)
        return
    place = mailbox.well_known("deleteditems" if how == "MoveToDeletedItems" else "recoverableitemsdeletions")
    origin = item.folder.number
    moved = mailbox.move_item(item, place)
    if how == "SoftDelete":
        moved.values["_deleted_from"] = origin


def dispose_folder(folder: Folder, how: str) -> None:
    """Delete a folder; one of the same name in Deleted Items makes it change its own."""
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
