"""Where items of a collection are, and how they are asked for and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from syncline.connectors.microsoft365 import contact_read, event_read
from syncline.connectors.microsoft365.contact_read import contact_record
from syncline.connectors.microsoft365.event_read import event_record
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.microsoft365.account import Account
    from syncline.records.record import Record


class Items:
    """The items of one collection in one folder of a mailbox."""

    def __init__(self, account: Account, collection: Collection, folder: str) -> None:
        self.account = account
        self.collection = collection
        self.folder = folder
        contacts = collection is Collection.CONTACTS
        self.name = "contacts" if contacts else "events"
        self.query = contact_read.QUERY if contacts else event_read.QUERY
        parent = "contactFolders" if contacts else "calendars"
        self.home = f"{account.user}/{parent}/{quote(folder)}/{self.name}"
        """The folder that syncs."""
        self._anywhere = f"{account.user}/{self.name}"

    def at(self, item: str) -> str:
        """Answer the path of an item, wherever in the mailbox it is: its immutable id tells."""
        return f"{self._anywhere}/{quote(item, safe='')}"

    def inside(self, item: str) -> str:
        """Answer the path of an item where it belongs."""
        return f"{self.home}/{quote(item, safe='')}"

    def here(self, item: Mapping[str, Any]) -> bool:
        """Whether an item that was read stands in the folder, as far as it tells: events do not."""
        return self.collection is Collection.EVENTS or item.get("parentFolderId") in {None, self.folder}

    def record(self, item: Mapping[str, Any]) -> Record:
        """Read an item."""
        if self.collection is Collection.CONTACTS:
            return contact_record(item)
        return event_record(item, self.account.address)
