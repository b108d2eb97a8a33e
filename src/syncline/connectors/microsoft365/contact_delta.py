"""What changed in the contacts folder: https://learn.microsoft.com/graph/api/contact-delta.

The listing cannot tell extended properties, among them some phones, so that it is asked for versions alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from syncline.connectors.microsoft365.contact_read import item_id, version_of
from syncline.connectors.microsoft365.cursor import Cursor, read_cursor
from syncline.connectors.microsoft365.following import Following
from syncline.connectors.microsoft365.get_items import look_items
from syncline.connectors.microsoft365.items import Items
from syncline.connectors.port import ItemError, Mention, Missing, Page
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from syncline.connectors.microsoft365.account import Account
    from syncline.connectors.microsoft365.folders import Folders

_OPERATION = "contacts/delta"
_WHERE = "$select=id,changeKey,parentFolderId"


def contact_page(account: Account, folders: Folders, text: str | None, now: datetime) -> Page:
    """Answer the page that follows a cursor, or the first of a listing. The folder is looked at once in a cycle."""
    if text is None:
        folder, parent = folders.open(Collection.CONTACTS)
        home = Items(account, Collection.CONTACTS, folder).home
        cursor = Cursor(folder, parent, f"{home}/delta?$select=id,changeKey", now, resting=False)
    else:
        cursor = read_cursor(text)
    page = Following(account, folders, Collection.CONTACTS).page(cursor, _OPERATION, cursor.link)
    if text is not None and page.empty and not page.more and cursor.fresh(now):
        return Page(text, more=False)
    after = replace(cursor, link=page.link, at=now, resting=not page.more)
    back = _came_back(Items(account, Collection.CONTACTS, cursor.folder), page.removed)
    mentions = {one.id: one for one in (*map(_mention, page.items), *back)}
    gone = tuple(one for one in page.removed if one not in mentions)
    return Page(after.text(), page.more, mentions=tuple(mentions.values()), gone=gone)


def _came_back(items: Items, removed: Sequence[str]) -> list[Mention]:
    """Answer those that are in the folder all the same: who left and came back is told as removed alone.

    https://github.com/microsoftgraph/microsoft-graph-docs/issues/21752
    """
    found = look_items(items, removed, _WHERE) if removed else []
    return [_mention(one) for one in found if not isinstance(one, (Missing, ItemError))]


def _mention(item: Mapping[str, Any]) -> Mention:
    return Mention(item_id(item), version_of(item))
