"""Many contacts at once, by listing their folder: https://learn.microsoft.com/graph/api/contactfolder-list-contacts.

Changes come without extended properties, and by id a call reads twenty contacts: a first load would be hundreds of
calls. Listed, a page is one. A listing may miss what moves while it runs, so that it is never more than a shorter way
to what the changes have told: what it does not show in the very version that was told is read by id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.connectors.microsoft365.contact_read import contact_record, item_id, version_of
from syncline.connectors.microsoft365.get_items import read_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from syncline.connectors.microsoft365.account import Account
    from syncline.connectors.microsoft365.items import Items
    from syncline.connectors.port import ItemError, Mention, Missing
    from syncline.records.record import Record

WORTH: Final = 40
"""More than so many contacts are looked for in a listing: fewer are two calls anyway."""
_MOST_KEPT: Final = 2000
"""Contacts that are kept because the changes have not told of them yet; then the listing is given up."""


class ContactListing:
    """The listing of one mailbox's folder during one cycle, read on as far as it is needed."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._told: dict[str, str] = {}
        self._pages: Iterator[list[Mapping[str, Any]]] | None = None
        self._kept: dict[str, Mapping[str, Any]] = {}

    def note(self, mentions: Sequence[Mention]) -> None:
        """Take note of the versions that changes have told."""
        self._told = {one.id: one.version for one in mentions}

    def read(self, items: Items, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """Read contacts, each in the version that was told or as it is now."""
        listed = self._listed(items, ids) if len(ids) > WORTH else {}
        others = [one for one in ids if one not in listed]
        read = dict(zip(others, read_items(items, others), strict=True)) if others else {}
        return [contact_record(listed[one]) if one in listed else read[one] for one in ids]

    def _listed(self, items: Items, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        wanted = {one for one in ids if one in self._told}
        if self._pages is None:
            self._pages = self._read_pages(items)
        while not wanted <= self._kept.keys() and len(self._kept) < _MOST_KEPT:
            page = next(self._pages, None)
            if page is None:
                break
            self._kept.update((item_id(one), one) for one in page)
        found = {one: self._kept.pop(one) for one in wanted if one in self._kept}
        return {one: item for one, item in found.items() if version_of(item) == self._told[one]}

    def _read_pages(self, items: Items) -> Iterator[list[Mapping[str, Any]]]:
        link = f"{items.home}?{items.query}&$top={self._account.settings.page_size}"
        while link:
            page = self._account.get("contacts", link)
            yield [one for one in page.get("value") or () if items.here(one)]
            link = str(page.get("@odata.nextLink") or "")
