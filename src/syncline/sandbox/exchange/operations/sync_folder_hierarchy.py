"""SyncFolderHierarchy.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderhierarchy-operation
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.changes import ChangeKind, Position
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.folder_shapes import FolderShape
from syncline.sandbox.exchange.messages import one
from syncline.sandbox.exchange.request import child, text
from syncline.sandbox.exchange.sync_state import read_state, write_state
from syncline.sandbox.exchange.xmltext import M

if TYPE_CHECKING:
    from syncline.sandbox.changes import Change
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.folder import Folder
    from syncline.sandbox.exchange.xmltext import Element

_NOTHING = "<m:SyncState/><m:IncludesLastFolderInRange>true</m:IncludesLastFolderInRange>"


def run(context: Context, request: Element) -> str:
    """Answer which folders below one (Top of Information Store unless named) have changed."""
    return one("SyncFolderHierarchy", lambda: _sync(context, request), empty=_NOTHING)


def _sync(context: Context, request: Element) -> str:
    mailbox = context.mailbox
    shape = FolderShape(child(request, "FolderShape"))
    target = request.find(f"{M}SyncFolderId")
    root = (
        context.target(target, missing="ErrorSyncFolderNotFound")
        if target is not None
        else mailbox.well_known("msgfolderroot")
    )
    state = text(request, "SyncState")
    position = read_state(state, mailbox, root.number) if state else Position()
    page = mailbox.log.page(position, len(mailbox.log) + 1)
    if page is None:
        raise ItemError("ErrorInvalidSyncStateData")
    by_number = {folder.number: folder for folder in mailbox.folders.values()}
    changes = "".join(_write(change, by_number, root, shape) for change in reversed(page.changes))
    return (
        f"<m:SyncState>{write_state(page.position, mailbox, root.number)}</m:SyncState>"
        f"<m:IncludesLastFolderInRange>true</m:IncludesLastFolderInRange><m:Changes>{changes}</m:Changes>"
    )


def _write(change: Change, by_number: dict[int, Folder], root: Folder, shape: FolderShape) -> str:
    if change.gone is not None:
        identifier, key = change.gone
        return f'<t:Delete><t:FolderId Id="{identifier}" ChangeKey="{key}"/></t:Delete>'
    folder = by_number[change.subject]
    if folder is root:
        return ""
    if not folder.inside(root):
        left = f'<t:Delete><t:FolderId Id="{folder.id}" ChangeKey="{folder.change_key}"/></t:Delete>'
        return left if change.kind != ChangeKind.CREATE else ""
    return f"<t:{change.kind}>{shape.write(folder)}</t:{change.kind}>"
