"""What changed in the contacts folder: https://learn.microsoft.com/graph/api/contact-delta.

The listing cannot tell extended properties, among them some phones, so that it is asked for versions alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.connectors.microsoft365.contact_read import item_id, version_of
from syncline.connectors.microsoft365.cursor import Cursor, read_cursor
from syncline.connectors.microsoft365.delta import delta_page
from syncline.connectors.microsoft365.items import Items
from syncline.connectors.port import Mention, Page
from syncline.records.words import Collection

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.connectors.microsoft365.account import Account
    from syncline.connectors.microsoft365.folders import Folders

_OPERATION = "contacts/delta"


def contact_page(account: Account, folders: Folders, text: str | None, now: datetime) -> Page:
    """Answer the page that follows a cursor, or the first of a listing. The folder is looked at once in a cycle."""
    if text is None:
        folder, parent = folders.open(Collection.CONTACTS)
        home = Items(account, Collection.CONTACTS, folder).home
        cursor = Cursor(folder, parent, f"{home}/delta?$select=id,changeKey", now, resting=False)
    else:
        cursor = read_cursor(text)
        folders.follow(cursor)
    page = delta_page(account, _OPERATION, cursor.link)
    if text is not None and page.empty and not page.more and cursor.fresh(now):
        return Page(text, more=False)
    after = replace(cursor, link=page.link, at=now, resting=not page.more)
    mentions = tuple(Mention(item_id(one), version_of(one)) for one in page.items)
    return Page(after.text(), page.more, mentions=mentions, gone=tuple(page.removed))
