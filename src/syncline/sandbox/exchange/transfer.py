"""Items on their way to another folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import series
from .computed import item_reference
from .errors import ItemError
from .messages import each
from .request import child, text
from .xmltext import truth

if TYPE_CHECKING:
    from .context import Context
    from .state.folder import Folder
    from .state.item import Item
    from .xmltext import Element


def transfer(name: str, context: Context, request: Element) -> str:
    """Move or copy; new ids are answered unless ReturnNewItemIds is false."""
    answers = text(request, "ReturnNewItemIds") or "true"

    def act(element: Element) -> str:
        to = context.target(child(request, "ToFolderId"), missing="ErrorToFolderNotFound")
        item = context.item(element)
        _check(item, to)
        mailbox = context.mailbox
        new = mailbox.move_item(item, to) if name == "MoveItem" else mailbox.copy_item(item, to)
        new.values.pop("_deleted_from", None)
        if not truth(answers):
            return "<m:Items/>"
        return f"<m:Items><t:{new.kind}>{item_reference(new)}</t:{new.kind}></m:Items>"

    return each(name, child(request, "ItemIds"), act, empty="<m:Items/>")


def _check(item: Item, to: Folder) -> None:
    """Deleted Items and the dumpster take everything, other folders of a kind only their own."""
    if series.master_of(item) is not None:
        raise ItemError("ErrorCalendarCannotMoveOrCopyOccurrence")
    if item.kind == "Contact" and to.kind == "CalendarFolder":
        raise ItemError("ErrorCannotCreateContactInNonContactFolder")
    if item.kind == "CalendarItem" and to.kind == "ContactsFolder":
        raise ItemError("ErrorCannotCreateCalendarItemInNonCalendarFolder")
