"""A rep's mailbox on an Exchange server, behind the port."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from syncline.connectors.exchange.changes import next_page
from syncline.connectors.exchange.contact_write import new_contact
from syncline.connectors.exchange.create_items import create_items
from syncline.connectors.exchange.delete_items import delete_items
from syncline.connectors.exchange.edits import contact_changes, event_changes
from syncline.connectors.exchange.event_write import new_event
from syncline.connectors.exchange.find_items import find_items
from syncline.connectors.exchange.folders import Folders
from syncline.connectors.exchange.get_items import read_items, read_series
from syncline.connectors.exchange.kept import kept_items
from syncline.connectors.exchange.locate import Search
from syncline.connectors.exchange.properties import ITEM_MARKER
from syncline.connectors.exchange.restore_items import restore_items
from syncline.connectors.exchange.soap import folder_reference
from syncline.connectors.exchange.update_items import update_items
from syncline.connectors.outlook.mailbox import OutlookMailbox
from syncline.records.capability import EXCHANGE_CONTACT, EXCHANGE_EVENT
from syncline.records.record import Record
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.cursor import Cursor
    from syncline.connectors.mark import Mark
    from syncline.connectors.port import (
        Conflict,
        Draft,
        Edit,
        Intent,
        ItemError,
        Lost,
        Mention,
        Missing,
        Page,
        Trail,
        Whereabouts,
        Written,
    )
    from syncline.records.capability import Capabilities

_LATEST = datetime.max.replace(tzinfo=UTC)


class ExchangeMailbox(OutlookMailbox["Account", Folders]):
    """Implements `connectors.port.Mailbox` for one rep and one cycle: folders are looked at once."""

    def __init__(
        self,
        account: Account,
        cursors: Mapping[Collection, Cursor],
        mark: Mark,
        *,
        zone: str,
    ) -> None:
        """`zone` is the rep's own (IANA), in which all-day events that Syncline makes begin at midnight."""
        super().__init__(account, Folders(account, cursors, mark))
        self._search = Search(account)
        self._zone = zone

    def capabilities(self, collection: Collection) -> Capabilities:
        """Answer what Exchange holds; it is the same for every mailbox."""
        return EXCHANGE_CONTACT if collection is Collection.CONTACTS else EXCHANGE_EVENT

    def changes(self, collection: Collection, cursor: str | None) -> Page:
        """Answer a page of mentions and tombstones; a folder whose tag did not change costs nothing more."""
        return next_page(self._account, self._folders, collection, cursor)

    def read(self, collection: Collection, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """Read items; one call for each `read_batch` of them."""
        return read_items(self._account, collection, ids)

    def series(self, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """Read events that are series whole; see `connectors.port.ReadsSeries`."""
        return read_series(self._account, ids)

    def whole(self, collection: Collection, ids: Sequence[str]) -> list[str | Missing | ItemError]:  # noqa: ARG002
        """Answer the items as XML: all properties of EWS to be read, and the stream that brings them back."""
        return kept_items(self._account, ids)

    def create(self, collection: Collection, drafts: Sequence[Draft]) -> list[Written | ItemError]:
        """Make items in the collection's folder, each marked with its draft's key."""
        make = new_contact if collection is Collection.CONTACTS else partial(new_event, zone=self._zone)
        return create_items(self._account, self._folder(collection), drafts, make)

    def update(self, collection: Collection, edits: Sequence[Edit]) -> list[Written | Conflict | Missing | ItemError]:
        """Change the named fields of items that are still in the version seen."""
        if collection is Collection.CONTACTS:
            return update_items(self._account, contact_changes(self._account, edits))
        return update_items(self._account, event_changes(self._account, edits, self._zone))

    def delete(
        self,
        collection: Collection,  # noqa: ARG002 - an item's id says where it is
        targets: Sequence[Mention],
    ) -> list[Written | Conflict | Missing | ItemError]:
        """Move items to Deleted Items unless they changed."""
        return delete_items(self._account, targets)

    def restore(self, collection: Collection, losts: Sequence[Lost]) -> list[Written | ItemError]:
        """Move items back out of Deleted Items or what is recoverable, else upload what was exported before."""
        return restore_items(self._account, collection, self._folder(collection), losts, self._search)

    def made(self, collection: Collection, intents: Sequence[Intent]) -> dict[str, Record]:
        """Look for our mark in the folder. Copies that a person made carry it too: the oldest is ours."""
        wanted = [(ITEM_MARKER, intent.key) for intent in intents]
        found = find_items(self._account, [folder_reference(self._folder(collection))], wanted)
        records = read_items(self._account, collection, [one.id for one in found])
        marked = [one for one in records if isinstance(one, Record) and one.marker is not None]
        marked.sort(key=lambda one: one.created or _LATEST, reverse=True)
        return {one.marker: one for one in marked if one.marker is not None}

    def locate(self, collection: Collection, trails: Sequence[Trail]) -> list[Whereabouts]:
        """Look for items in their folder, in Deleted Items, in the recoverable items and in all folders of the kind."""
        return self._search.locate(collection, self._folder(collection), trails)

    def _folder(self, collection: Collection) -> str:
        return self._folders.known(collection) or self._folders.open(collection).id
