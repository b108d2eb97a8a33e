"""Folders of contacts.

https://learn.microsoft.com/graph/api/user-list-contactfolders
https://learn.microsoft.com/graph/api/resources/contactfolder
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import GraphError, bad_request, failed_validation, item_not_found
from syncline.sandbox.microsoft365.odata import options
from syncline.sandbox.microsoft365.shapes.values import settle, text
from syncline.sandbox.microsoft365.state import extended
from syncline.sandbox.microsoft365.state.folder import CONTACTS, DELETED

from .listing import expanded, page, with_extended

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.state.folder import Folder

_PROPERTIES: Final = ("id", "parentFolderId", "displayName")
_READ_ONLY: Final = frozenset({"id", "parentFolderId"})
_EXTENDED: Final = "singleValueExtendedProperties"


def folder_of(call: Call) -> Folder:
    """Answer the folder of contacts of an address: the default one unless one is named.

    A folder in Deleted Items can still be read by its id, and so can Deleted Items itself.
    """
    mailbox = call.mailbox()
    named = call.names.get("folder")
    folder = mailbox.folder(named) if named else mailbox.contacts
    if folder.kind != CONTACTS and folder.well_known != DELETED:
        raise item_not_found()
    return folder


def _parent(call: Call) -> Folder:
    mailbox = call.mailbox()
    return mailbox.folder(call.names["parent"]) if "parent" in call.names else mailbox.contacts


def _json(folder: Folder) -> dict[str, Any]:
    parent = folder.parent.id if folder.parent is not None else folder.id
    return {"id": folder.id, "parentFolderId": parent, "displayName": folder.name}


def listed(call: Call) -> Reply:
    """Answer the folders under the default one, or under another: never the default folder itself."""
    wished = options.read(call.query, "contactFolder", _PROPERTIES)
    inside = [one for one in _parent(call).children.values() if one.kind == CONTACTS]
    context = f"users('{call.names['user']}')/contactFolders"
    return page(call, wished, inside, lambda one: with_extended(_json(one), one.extended), context)


def one(call: Call) -> Reply:
    """Answer one folder."""
    wished = options.read(call.query, "contactFolder", _PROPERTIES)
    folder = folder_of(call)
    return _answer(call, 200, expanded(_json(folder), folder.extended, wished))


def create(call: Call) -> Reply:
    """Make a folder; 409 if its parent has one of that name."""
    given, parent = call.json(), _parent(call)
    name = _name(given, "")
    _free(parent, name)
    folder = call.mailbox().add_folder(parent, name)
    folder.extended = extended.read(given.get(_EXTENDED) or [], {})
    return _answer(call, 201, _json(folder))


def update(call: Call) -> Reply:
    """Rename a folder, or move it under another."""
    folder, given = folder_of(call), call.json()
    _movable(folder)
    name = _name(given, folder.name)
    if name.casefold() != folder.name.casefold() and folder.parent is not None:
        _free(folder.parent, name)
    folder.name = name
    folder.extended = extended.read(given.get(_EXTENDED) or [], folder.extended)
    folder.change = call.mailbox().next_change()
    return _answer(call, 200, _json(folder))


def delete(call: Call) -> Reply:
    """Move a folder to Deleted Items with all that is in it."""
    folder, mailbox = folder_of(call), call.mailbox()
    _movable(folder)
    deleted = mailbox.well_known(DELETED)
    if folder.inside(deleted):
        mailbox.remove_folder(folder)
    else:
        mailbox.move_folder(folder, deleted)
    return Reply(204)


def _name(given: dict[str, Any], before: str) -> str:
    plain = {name: value for name, value in given.items() if name != _EXTENDED}
    name = settle("contactFolder", plain, {"displayName": before}, {"displayName": text}, _READ_ONLY).get("displayName")
    if not name:
        raise failed_validation()
    return str(name)


def _free(parent: Folder, name: str) -> None:
    if parent.child(name) is not None:
        raise GraphError(409, "ErrorFolderExists", "A folder with the specified name already exists.")


def _movable(folder: Folder) -> None:
    if folder.well_known:
        raise bad_request("Distinguished folders cannot be changed.", "ErrorDeleteDistinguishedFolder")


def _answer(call: Call, status: int, body: dict[str, Any]) -> Reply:
    context = f"{call.base}/$metadata#users('{call.names['user']}')/contactFolders/$entity"
    return Reply(status, {"@odata.context": context, **body})
