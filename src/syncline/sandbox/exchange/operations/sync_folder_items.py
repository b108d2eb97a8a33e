"""SyncFolderItems: https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitems-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.changes import ChangeKind, Position
from syncline.sandbox.exchange.computed import item_reference
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import one
from syncline.sandbox.exchange.request import child, parts, text
from syncline.sandbox.exchange.shapes import ItemShape
from syncline.sandbox.exchange.sync_state import read_state, write_state
from syncline.sandbox.exchange.xmltext import boolean

if TYPE_CHECKING:
    from syncline.sandbox.changes import Change
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.folder import Folder
    from syncline.sandbox.exchange.xmltext import Element

_NOTHING = "<m:SyncState/><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>"


def run(context: Context, request: Element) -> str:
    """Answer what has changed in a folder since a sync state; a calendar tells masters, never occurrences."""
    return one("SyncFolderItems", lambda: _sync(context, request), empty=_NOTHING)


def _sync(context: Context, request: Element) -> str:
    shape = ItemShape(child(request, "ItemShape"), light=True)
    folder = context.target(child(request, "SyncFolderId"), missing="ErrorSyncFolderNotFound")
    state = text(request, "SyncState")
    position = read_state(state, folder.mailbox, folder.number) if state else Position()
    page = folder.log.page(position, int(text(request, "MaxChangesReturned")))
    if page is None:
        raise ItemError("ErrorInvalidSyncStateData")
    ignored = {element.get("Id") for element in parts(request, "Ignore")}
    changes = "".join(_write(folder, shape, change, ignored) for change in page.changes)
    return (
        f"<m:SyncState>{write_state(page.position, folder.mailbox, folder.number)}</m:SyncState>"
        f"<m:IncludesLastItemInRange>{boolean(page.complete)}</m:IncludesLastItemInRange>"
        f"<m:Changes>{changes}</m:Changes>"
    )


def _write(folder: Folder, shape: ItemShape, change: Change, ignored: set[str | None]) -> str:
    if change.gone is not None:
        identifier, key = change.gone
        reference = f'<t:ItemId Id="{identifier}" ChangeKey="{key}"/>'
        return "" if identifier in ignored else f"<t:Delete>{reference}</t:Delete>"
    item = folder.items[change.subject]
    if item.id in ignored:
        return ""
    if change.kind == ChangeKind.READ_FLAG:
        read = f"<t:IsRead>{boolean(item.values.get('IsRead'))}</t:IsRead>"
        return f"<t:ReadFlagChange>{item_reference(item)}{read}</t:ReadFlagChange>"
    return f"<t:{change.kind}>{shape.write(item)}</t:{change.kind}>"
