"""UpdateFolder: https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatefolder-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.extended import read_path, read_property
from syncline.sandbox.exchange.folder_shapes import folder_reference
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.xmltext import Element, T, children, local, text_of

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.folder import Folder


def run(context: Context, request: Element) -> str:
    """Rename folders and set their extended properties."""

    def act(change: Element) -> str:
        folder = context.folder(children(change)[0])
        updates = change.find(f"{T}Updates")
        for one in children(updates) if updates is not None else ():
            _apply(folder, one)
        folder.mailbox.change_folder(folder)
        return f"<m:Folders><t:{folder.kind}>{folder_reference(folder)}</t:{folder.kind}></m:Folders>"

    return each("UpdateFolder", child(request, "FolderChanges"), act, empty="<m:Folders/>")


def _apply(folder: Folder, change: Element) -> None:
    path, *rest = children(change)
    deleting = local(change) == "DeleteFolderField"
    if local(path) == "ExtendedFieldURI":
        key = read_path(path).key
        if deleting:
            folder.extended.pop(key, None)
            return
        named, value = read_property(_only(rest))
        if named != key:
            raise ItemError("ErrorUpdatePropertyMismatch")
        folder.extended[key] = value
        return
    if path.get("FieldURI") == "folder:PermissionSet":
        return
    if deleting:
        raise ItemError("ErrorInvalidPropertyDelete")
    _set(folder, path.get("FieldURI", ""), _only(rest))


def _only(rest: list[Element]) -> Element:
    inside = children(rest[0]) if rest else []
    if len(inside) != 1:
        raise ItemError("ErrorIncorrectUpdatePropertyCount")
    return inside[0]


def _set(folder: Folder, uri: str, value: Element) -> None:
    if f"folder:{local(value)}" != uri:
        raise ItemError("ErrorUpdatePropertyMismatch")
    text = text_of(value).strip()
    if uri == "folder:FolderClass" and text:
        folder.folder_class = text
        return
    if uri != "folder:DisplayName" or not text:
        raise ItemError("ErrorInvalidPropertySet")
    other = folder.parent.child(text) if folder.parent is not None else None
    if other is not None and other is not folder:
        raise ItemError("ErrorFolderExists")
    folder.name = text
