"""Which folders are synced, and whether they still stand where they should (SPEC 3.9 and 4.1).

Ids of folders never change, whoever renames or moves them; the calendar is the default one, which cannot be deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from syncline.connectors.errors import FOLDER_REPLACED, ResyncError, StopCollectionError
from syncline.connectors.mark import Mark, NoFolderYetError
from syncline.connectors.microsoft365.folder_calls import (
    default_calendar,
    deleted_items,
    list_folders,
    look_at,
    make_folder,
    stamp,
)
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.microsoft365.account import Account
    from syncline.connectors.microsoft365.cursor import Cursor
    from syncline.connectors.microsoft365.folder_calls import Folder

FOLDER_NAME = "Salesforce_Sync"


class Folders:
    """The folders of one mailbox during one cycle. Calls are made when first needed."""

    def __init__(self, account: Account, cursors: Mapping[Collection, Cursor], mark: Mark) -> None:
        self._account = account
        self._mark = mark
        self.adopted = False
        self._checked: Folder | None = None
        self._current = {collection: cursor.folder for collection, cursor in cursors.items()}
        self._deleted: str | None = None
        self._asked_for_deleted = False

    def known(self, collection: Collection) -> str | None:
        """Answer the id of the folder that is read."""
        return self._current.get(collection)

    def id(self, collection: Collection) -> str:
        """Answer the id of the folder that is read, or that is to be read."""
        return self._current.get(collection) or self.open(collection)[0]

    def open(self, collection: Collection) -> tuple[str, str]:
        """Answer folder and parent to list from the start; Salesforce_Sync is made if it is not there.

        Raises `StopCollectionError` if it syncs into another org, `StopRepError` if another installation syncs it.
        """
        if collection is Collection.EVENTS:
            calendar = default_calendar(self._account)
            if calendar is None:
                raise StopCollectionError("the mailbox has no default calendar", code="no_calendar")
            self._current[collection] = calendar
            return calendar, ""
        folder = self._find()
        self._checked = folder
        self._current[collection] = folder.id
        return folder.id, folder.parent

    def follow(self, cursor: Cursor) -> None:
        """Look whether the contacts folder of a cursor is where it was, once in a cycle.

        Raises `StopCollectionError` if it is not, `ResyncError` if another took its place.
        """
        if self._checked is not None and self._checked.id == cursor.folder:
            return
        folder = look_at(self._account, cursor.folder)
        if folder is None or folder.parent != cursor.parent or folder.name.casefold() != FOLDER_NAME.casefold():
            self._displaced(cursor, folder)
        owner = self._mark.owner(folder.marker)
        if owner != self._mark.installation:
            self._claim(folder, owner)
        self._checked = folder

    def deleted_items(self) -> str | None:
        """Answer the id of Deleted Items, None if the app may not see it."""
        if not self._asked_for_deleted:
            self._deleted = deleted_items(self._account)
            self._asked_for_deleted = True
        return self._deleted

    def _find(self) -> Folder:
        here = list(list_folders(self._account))
        found = next((one for one in here if _named(one)), None)
        if found is None:
            found = self._make(here)
            self._note(found)
            return found
        owner = self._mark.owner(found.marker)
        self.adopted = owner is not None
        if owner != self._mark.installation:
            self._claim(found, owner)
        return found

    def _note(self, made: Folder) -> None:
        """A folder that was just made is ours."""
        self.adopted = False
        self._checked = made

    def _make(self, others: list[Folder]) -> Folder:
        if any(one.marker == self._mark.text() for one in others):
            raise StopCollectionError(f"{FOLDER_NAME} was renamed", code="folder_renamed")
        if self._mark.only_looking:
            raise NoFolderYetError
        return make_folder(self._account, FOLDER_NAME, self._mark.text())

    def _claim(self, folder: Folder, owner: str | None) -> None:
        if self._mark.may_claim(owner):
            stamp(self._account, folder.id, self._mark.text())

    def _displaced(self, cursor: Cursor, folder: Folder | None) -> NoReturn:
        """Say what became of the folder, and whether another stands in its place."""
        for other in list_folders(self._account):
            if _named(other) and other.id != cursor.folder:
                self._mark.owner(other.marker)
                detail = f"a new folder {FOLDER_NAME} took the place of the one that was read"
                raise ResyncError(detail, code=FOLDER_REPLACED)
        if folder is None or (folder.parent != cursor.parent and folder.parent == self.deleted_items()):
            raise StopCollectionError(f"{FOLDER_NAME} was deleted", code="folder_deleted")
        if folder.parent != cursor.parent:
            raise StopCollectionError(f"{FOLDER_NAME} was moved", code="folder_moved")
        raise StopCollectionError(f"{FOLDER_NAME} was renamed", code="folder_renamed")


def _named(folder: Folder) -> bool:
    return folder.name.casefold() == FOLDER_NAME.casefold()
