"""What an answer says about folders, and what a client may set on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .computed import RIGHTS
from .errors import ItemError
from .extended import ExtendedPath, read_path, write_property
from .fields import FOLDER_BY_URI, FOLDER_FIELDS
from .mapi import read_folder_mapi
from .xmltext import Element, T, children, escape, local, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .state.folder import Folder

_DEFAULT = frozenset({"FolderId", "DisplayName", "TotalCount", "ChildFolderCount", "UnreadCount"})
_ALL = frozenset(field.name for field in FOLDER_FIELDS)
_WITHOUT_UNREAD = frozenset({"CalendarFolder", "ContactsFolder"})


def folder_reference(folder: Folder) -> str:
    """Write t:FolderId."""
    return f'<t:FolderId Id="{folder.id}" ChangeKey="{folder.change_key}"/>'


def _parent(folder: Folder) -> str:
    parent = folder.parent or folder
    return f'<t:ParentFolderId Id="{parent.id}" ChangeKey="{parent.change_key}"/>'


def unread(folder: Folder) -> int:
    """How many items are unread."""
    return sum(item.values.get("IsRead") is False for item in folder.items.values())


_WRITERS: dict[str, Callable[[Folder], str]] = {
    "FolderId": folder_reference,
    "ParentFolderId": _parent,
    "FolderClass": lambda folder: f"<t:FolderClass>{escape(folder.folder_class)}</t:FolderClass>",
    "DisplayName": lambda folder: f"<t:DisplayName>{escape(folder.name)}</t:DisplayName>",
    "TotalCount": lambda folder: f"<t:TotalCount>{len(folder.items)}</t:TotalCount>",
    "ChildFolderCount": lambda folder: f"<t:ChildFolderCount>{len(folder.children)}</t:ChildFolderCount>",
    "EffectiveRights": lambda _folder: RIGHTS.format("true"),
    "DistinguishedFolderId": lambda folder: (
        f"<t:DistinguishedFolderId>{folder.distinguished}</t:DistinguishedFolderId>" if folder.distinguished else ""
    ),
    "UnreadCount": lambda folder: (
        "" if folder.kind in _WITHOUT_UNREAD else f"<t:UnreadCount>{unread(folder)}</t:UnreadCount>"
    ),
}


class FolderShape:
    """A request's FolderShape."""

    def __init__(self, element: Element) -> None:
        base = text_of(element.find(f"{T}BaseShape"))
        names = {"IdOnly": frozenset[str](), "Default": _DEFAULT, "AllProperties": _ALL}[base] | {"FolderId"}
        self._extended: list[ExtendedPath] = []
        additional = element.find(f"{T}AdditionalProperties")
        for path in children(additional) if additional is not None else ():
            names = names | self._add(path)
        self._names = [field.name for field in FOLDER_FIELDS if field.name in names or field.name == "ExtendedProperty"]

    def _add(self, path: Element) -> frozenset[str]:
        if local(path) == "ExtendedFieldURI":
            self._extended.append(read_path(path))
            return frozenset()
        uri = path.get("FieldURI", "")
        if not uri.startswith("folder:"):
            raise ItemError("ErrorInvalidPropertyRequest")
        return frozenset({FOLDER_BY_URI[uri].name} if uri in FOLDER_BY_URI else ())

    def write(self, folder: Folder) -> str:
        """Write the whole element of a folder."""
        parts = [
            self._write_extended(folder) if name == "ExtendedProperty" else _WRITERS[name](folder)
            for name in self._names
        ]
        return f"<t:{folder.kind}>{''.join(parts)}</t:{folder.kind}>"

    def _write_extended(self, folder: Folder) -> str:
        found = []
        for path in self._extended:
            value = folder.extended.get(path.key)
            if value is None:
                value = read_folder_mapi(folder, path.key)
            if value is not None:
                found.append(write_property(path, value))
        return "".join(found)
