"""CreateFolder: https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.extended import read_property
from syncline.sandbox.exchange.folder_shapes import folder_reference
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.xmltext import Element, T, local, text_of

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.folder import Folder

_CLASSES = {"ContactsFolder": "IPF.Contact", "CalendarFolder": "IPF.Appointment", "TasksFolder": "IPF.Task"}


def run(context: Context, request: Element) -> str:
    """Make folders under a parent."""

    def act(element: Element) -> str:
        parent = context.target(child(request, "ParentFolderId"), missing="ErrorParentFolderNotFound")
        context.room()
        folder = _create(context, parent, element)
        return f"<m:Folders><t:{folder.kind}>{folder_reference(folder)}</t:{folder.kind}></m:Folders>"

    return each("CreateFolder", child(request, "Folders"), act, empty="<m:Folders/>")


def _create(context: Context, parent: Folder, element: Element) -> Folder:
    name = text_of(element.find(f"{T}DisplayName")).strip()
    if not name:
        raise ItemError("ErrorRequiredPropertyMissing")
    if parent.child(name) is not None:
        raise ItemError("ErrorFolderExists")
    given = text_of(element.find(f"{T}FolderClass"))
    default = _CLASSES.get(local(element), "IPF.Note")
    if given and not given.startswith(default) and local(element) != "Folder":
        raise ItemError("ErrorNoFolderClassOverride", "Folder class cannot be overridden for this folder type.")
    extended = dict(read_property(one) for one in element.findall(f"{T}ExtendedProperty"))
    folder = context.mailbox.add_folder(parent, name, given or default)
    folder.extended.update(extended)
    return folder
