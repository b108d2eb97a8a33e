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
    folder_seen,
    list_folders,
    looking_at,
    looking_at_calendar,
    make_folder,
    stamp,
    stamp_calendar,
)
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.microsoft365.account import Account, Request
    from syncline.connectors.microsoft365.cursor import Cursor
    from syncline.connectors.microsoft365.folder_calls import Folder
    from syncline.connectors.microsoft365.refusals import Reply

FOLDER_NAME = "Salesforce_Sync"


class Folders:
    """The folders of one mailbox during one cycle. Calls are made when first needed."""

    def __init__(self, account: Account, cursors: Mapping[Collection, Cursor], mark: Mark) -> None:
        self._account = account
        self._mark = mark
        self.adopted = False
        self._checked: set[str] = set()
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
            folder = self._own_calendar(default_calendar(self._account))
        else:
            folder = self._find()
        self._checked.add(folder.id)
        self._current[collection] = folder.id
        return folder.id, folder.parent

    def unseen(self, collection: Collection, cursor: Cursor) -> Request | None:
        """Answer how to look at the folder of a cursor; None if it was looked at in this cycle."""
        if cursor.folder in self._checked:
            return None
        if collection is Collection.EVENTS:
            return looking_at_calendar(self._account)
        return looking_at(self._account, cursor.folder)

    def saw(self, collection: Collection, cursor: Cursor, reply: Reply) -> None:
        """Take in what that look was answered.

        Raises `StopCollectionError` if the folder is not where it was, `ResyncError` if another took its place.
        """
        folder = folder_seen(reply)
        if collection is Collection.EVENTS:
            self._same_calendar(cursor, self._own_calendar(folder))
        elif folder is None or folder.parent != cursor.parent or not _named(folder):
            self._displaced(cursor, folder)
        else:
            self._own(folder)
        self._checked.add(cursor.folder)

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
            self.adopted = False
            return self._make(here)
        self.adopted = self._own(found) is not None
        return found

    def _make(self, others: list[Folder]) -> Folder:
        if any(one.marker == self._mark.text() for one in others):
            raise StopCollectionError(f"{FOLDER_NAME} was renamed", code="folder_renamed")
        if self._mark.only_looking:
            raise NoFolderYetError
        return make_folder(self._account, FOLDER_NAME, self._mark.text())

    def _own(self, folder: Folder) -> str | None:
        """Mark the folder as ours, if it may be and is not; answers who it was marked by."""
        owner = self._mark.owner(folder.marker)
        if owner != self._mark.installation and self._mark.may_claim(owner):
            stamp(self._account, folder.id, self._mark.text())
        return owner

    def _own_calendar(self, calendar: Folder | None) -> Folder:
        """Mark the calendar as ours: where events sync alone, nothing else tells a second installation (SPEC 3.9)."""
        if calendar is None:
            raise StopCollectionError("the mailbox has no default calendar", code="no_calendar")
        if calendar.marker != self._mark.calendar_text():
            owner = self._mark.calendar_owner(calendar.marker)
            if self._mark.may_claim(None if owner == self._mark.installation else owner):
                stamp_calendar(self._account, self._mark.calendar_text())
        return calendar

    def _same_calendar(self, cursor: Cursor, calendar: Folder) -> None:
        """The calendar cannot be deleted: where it has another id, the mailbox has new ids everywhere."""
        if calendar.id != cursor.folder:
            raise ResyncError("the calendar has a new id", code=FOLDER_REPLACED)

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
