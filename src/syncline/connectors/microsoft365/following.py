"""The next page of changes; the first of a cycle comes with a look at its folder, both in one call.

A folder that was renamed or put away tells nothing of it in its changes, so that it is looked at in every cycle
(SPEC 4.1); by itself that would double the calls of a cycle that has nothing to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.microsoft365.delta import delta_page, page_with_a_look

if TYPE_CHECKING:
    from syncline.connectors.microsoft365.account import Account
    from syncline.connectors.microsoft365.cursor import Cursor
    from syncline.connectors.microsoft365.delta import DeltaPage
    from syncline.connectors.microsoft365.folders import Folders
    from syncline.records.words import Collection


class Following:
    """Reads the changes of one collection in one mailbox during one cycle."""

    def __init__(self, account: Account, folders: Folders, collection: Collection) -> None:
        self._account = account
        self._folders = folders
        self._collection = collection

    def page(self, cursor: Cursor, operation: str, link: str) -> DeltaPage:
        """Read the page of a link. Raises what is wrong with the folder of the cursor before what is with the link."""
        look = self._folders.unseen(self._collection, cursor)
        if look is None:
            return delta_page(self._account, operation, link)
        seen, page = page_with_a_look(self._account, operation, link, look)
        self._folders.saw(self._collection, cursor, seen)
        return page()
