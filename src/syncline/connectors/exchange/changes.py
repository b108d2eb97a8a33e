"""One page of a collection's changes: at most one look at the folders per cycle, and none at what did not change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.connectors.exchange.cursor import Cursor, read_cursor
from syncline.connectors.exchange.sync_items import sync_items
from syncline.connectors.port import Page

if TYPE_CHECKING:
    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.folder_calls import Folder
    from syncline.connectors.exchange.folders import Folders
    from syncline.records.words import Collection

_SETTLED = timedelta(seconds=2)
"""Server times are whole seconds: a folder that changed just now may change again without its tag showing it."""


def next_page(account: Account, folders: Folders, collection: Collection, text: str | None) -> Page:
    """Answer the page that follows a cursor, or the first of a listing."""
    if text is None:
        return _read(account, folders.open(collection), "")
    cursor = read_cursor(text)
    folder = folders.follow(collection, cursor)
    if cursor.idle(folder.tag, folder.looked):
        return Page(text, more=False)
    return _read(account, folder, cursor.state)


def _read(account: Account, folder: Folder, state: str) -> Page:
    changes = sync_items(account, folder.id, state)
    drained = folder.looked if not changes.more and _settled(folder) else None
    cursor = Cursor(
        folder=folder.id,
        parent=folder.parent,
        state=changes.state,
        tag=folder.tag if drained else None,
        drained=int(drained.timestamp()) if drained else None,
    )
    return Page(cursor.text(), changes.more, mentions=changes.mentions, gone=changes.gone)


def _settled(folder: Folder) -> bool:
    """Whether the folder's tag can be trusted to change with the next change: it was taken before the page was read."""
    if folder.tag is None or folder.committed is None or folder.looked is None:
        return False
    return folder.looked - folder.committed >= _SETTLED
