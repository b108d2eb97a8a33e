"""Which folders are synced, and whether they still stand where they should (SPEC 3.9 and 4.1).

All that is known about a mailbox's folders comes from one call per cycle, whatever the number of collections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from syncline.connectors.errors import FOLDER_REPLACED, ResyncError, StopCollectionError
from syncline.connectors.exchange.folder_calls import find_child, find_marked, look_at, make_contacts_folder, stamp
from syncline.connectors.exchange.soap import distinguished, folder_reference
from syncline.connectors.mark import NoFolderYetError
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.cursor import Cursor
    from syncline.connectors.exchange.folder_calls import Folder
    from syncline.connectors.mark import Mark

FOLDER_NAME = "Salesforce_Sync"


class Folders:
    """The folders of one mailbox during one cycle. Calls are made when first needed."""

    def __init__(self, account: Account, cursors: Mapping[Collection, Cursor], mark: Mark) -> None:
        self._account = account
        self._cursors = cursors
        self._mark = mark
        self.adopted = False
        self._seen: dict[str, Folder | None] = {}
        self._current = {collection: cursor.folder for collection, cursor in cursors.items()}

    def known(self, collection: Collection) -> str | None:
        """Answer the id of the folder that is read."""
        return self._current.get(collection)

    def open(self, collection: Collection) -> Folder:
        """Answer the folder to list from the start; Salesforce_Sync is made if it is not there.

        Raises `StopCollectionError` if it syncs into another org, `StopRepError` if another installation syncs it.
        """
        folder = self._find_contacts() if collection is Collection.CONTACTS else self._find_calendar()
        self._seen[folder.id] = folder
        self._current[collection] = folder.id
        return folder

    def follow(self, collection: Collection, cursor: Cursor) -> Folder:
        """Answer the folder that a cursor goes on with.

        Raises `StopCollectionError` if it is not where it was, `ResyncError` if another took its place.
        """
        self._look(cursor)
        folder = self._seen[cursor.folder]
        if collection is Collection.EVENTS:
            return self._own_calendar(folder or self._migrated())
        if folder is None or folder.parent != cursor.parent or folder.name.casefold() != FOLDER_NAME.casefold():
            self._displaced(cursor, folder)
        owner = self._owner(folder)
        if owner != self._mark.installation:
            self._claim(folder, owner)
        self._current[collection] = cursor.folder
        return folder

    def _look(self, cursor: Cursor) -> None:
        if cursor.folder in self._seen:
            return
        ids = sorted({cursor.folder, *(one.folder for one in self._cursors.values())} - self._seen.keys())
        folders = look_at(self._account, [folder_reference(one) for one in ids])
        self._seen.update(zip(ids, folders, strict=True))

    def _find_calendar(self) -> Folder:
        return self._own_calendar(look_at(self._account, [distinguished("calendar")])[0] or _no_calendar())

    def _own_calendar(self, folder: Folder) -> Folder:
        """Mark the calendar as ours: where events sync alone, nothing else tells a second installation (SPEC 3.9)."""
        if folder.marker != self._mark.calendar_text():
            owner = self._mark.calendar_owner(folder.marker)
            if self._mark.may_claim(None if owner == self._mark.installation else owner):
                stamp(self._account, folder.id, self._mark.calendar_text(), kind="CalendarFolder")
        return folder

    def _find_contacts(self) -> Folder:
        found = self._search()
        for other in [] if found else find_marked(self._account, self._mark.text()):
            self._where_it_is(other, other.parent if other.name.casefold() != FOLDER_NAME.casefold() else "")
        folder = found[0] if found else self._make()
        if folder is None:
            raise StopCollectionError("the new folder vanished", code="folder_deleted")
        owner = self._owner(folder)
        self.adopted = bool(found) and owner is not None
        if owner != self._mark.installation:
            self._claim(folder, owner)
        return folder

    def _search(self) -> list[Folder]:
        return find_child(self._account, "contacts", FOLDER_NAME)

    def _make(self) -> Folder | None:
        if self._mark.only_looking:
            raise NoFolderYetError
        made = make_contacts_folder(self._account, FOLDER_NAME, self._mark.text())
        return look_at(self._account, [folder_reference(made)])[0]

    def _owner(self, folder: Folder) -> str | None:
        """Answer the installation that syncs the folder. Raises `StopCollectionError` if into another org."""
        return self._mark.owner(folder.marker)

    def _claim(self, folder: Folder, owner: str | None) -> None:
        """Mark a folder as ours, if it may be."""
        if self._mark.may_claim(owner):
            stamp(self._account, folder.id, self._mark.text())

    def _displaced(self, cursor: Cursor, folder: Folder | None) -> NoReturn:
        """Say what became of the folder, and whether another stands in its place."""
        for other in self._search():
            if other.id != cursor.folder:
                self._owner(other)
                detail = f"a new folder {FOLDER_NAME} took the place of the one that was read"
                raise ResyncError(detail, code=FOLDER_REPLACED)
        self._where_it_is(folder, cursor.parent)

    def _where_it_is(self, folder: Folder | None, home: str) -> NoReturn:
        """Raise what says where the folder went that stood in `home`."""
        if folder is None or (folder.parent != home and folder.parent == self._deleted_items()):
            raise StopCollectionError(f"{FOLDER_NAME} was deleted", code="folder_deleted")
        if folder.parent != home:
            raise StopCollectionError(f"{FOLDER_NAME} was moved", code="folder_moved")
        raise StopCollectionError(f"{FOLDER_NAME} was renamed", code="folder_renamed")

    def _migrated(self) -> NoReturn:
        """The calendar cannot be deleted: where its id is not known any more, the mailbox has new ids everywhere."""
        self._find_calendar()
        raise ResyncError("the calendar has a new id", code=FOLDER_REPLACED)

    def _deleted_items(self) -> str | None:
        folder = look_at(self._account, [distinguished("deleteditems")])[0]
        return folder.id if folder else None


def _no_calendar() -> NoReturn:
    raise StopCollectionError("the mailbox has no default calendar", code="no_calendar")
