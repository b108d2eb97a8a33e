"""Which properties of folders can be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import ItemError
from .extended import read_path
from .folder_shapes import unread
from .mapi import read_folder_mapi
from .search_items import typed
from .xmltext import Element, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from .state.folder import Folder

_FIELDS: dict[str, Callable[[Folder], Any]] = {
    "folder:DisplayName": lambda folder: folder.name,
    "folder:FolderClass": lambda folder: folder.folder_class,
    "folder:TotalCount": lambda folder: len(folder.items),
    "folder:ChildFolderCount": lambda folder: len(folder.children),
    "folder:UnreadCount": unread,
}


def folder_value(path: Element) -> Callable[[Folder], Any]:
    """Answer a getter for a path."""
    if local(path) == "ExtendedFieldURI":
        key = read_path(path).key
        return lambda folder: typed(key.type, folder.extended.get(key) or read_folder_mapi(folder, key))
    getter = _FIELDS.get(path.get("FieldURI", ""))
    if getter is None:
        raise ItemError("ErrorUnsupportedPathForQuery")
    return getter
