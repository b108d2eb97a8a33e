"""A rep's mailbox in Microsoft 365, behind the port."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from syncline.connectors.microsoft365.contact_changes import changes_of
from syncline.connectors.microsoft365.contact_delta import contact_page
from syncline.connectors.microsoft365.contact_listing import ContactListing
from syncline.connectors.microsoft365.contact_write import new_contact
from syncline.connectors.microsoft365.create_items import create_items
from syncline.connectors.microsoft365.delete_items import delete_items
from syncline.connectors.microsoft365.event_delta import EventChanges
from syncline.connectors.microsoft365.event_write import event_changes, new_event
from syncline.connectors.microsoft365.folders import Folders
from syncline.connectors.microsoft365.get_items import read_items
from syncline.connectors.microsoft365.get_series import read_series
from syncline.connectors.microsoft365.held_back import HeldBack
from syncline.connectors.microsoft365.items import Items
from syncline.connectors.microsoft365.kept import kept_body, kept_items
from syncline.connectors.microsoft365.locate import Search
from syncline.connectors.microsoft365.made import find_made
from syncline.connectors.microsoft365.restore_items import restore_items
from syncline.connectors.microsoft365.update_items import Change, update_items
from syncline.connectors.outlook.mailbox import OutlookMailbox
from syncline.connectors.port import Edit
from syncline.records.capability import MICROSOFT365_CONTACT, MICROSOFT365_EVENT
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from syncline.connectors.mark import Mark
    from syncline.connectors.microsoft365.account import Account
    from syncline.connectors.microsoft365.cursor import Cursor
    from syncline.connectors.port import (
        Conflict,
        Draft,
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
    from syncline.planner.scope import Span
    from syncline.records.capability import Capabilities
    from syncline.records.record import Record


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of a mailbox: `zone` is the rep's own (IANA), `span` what is looked at of the calendar."""

    mark: Mark
    zone: str
    span: Span
    may_send_mail: bool


class Microsoft365Mailbox(OutlookMailbox["Account", Folders]):
    """Implements `connectors.port.Mailbox` for one rep and one cycle: folders are looked at once."""

    def __init__(
        self, account: Account, cursors: Mapping[Collection, Cursor], terms: Terms, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(account, Folders(account, cursors, terms.mark))
        self._search = Search(self._folders)
        self._held_back = HeldBack(account.address, may_send_mail=terms.may_send_mail)
        self._events = EventChanges(account, self._folders, terms.span, self._held_back)
        self._listing = ContactListing(account)
        self._zone = terms.zone
        self._clock = clock

    def capabilities(self, collection: Collection) -> Capabilities:
        """Answer what Microsoft 365 holds; it is the same for every mailbox."""
        return MICROSOFT365_CONTACT if collection is Collection.CONTACTS else MICROSOFT365_EVENT

    def changes(self, collection: Collection, cursor: str | None) -> Page:
        """Answer a page: contacts as mentions, events as records."""
        now = self._clock()
        if collection is Collection.CONTACTS:
            page = contact_page(self._account, self._folders, cursor, now)
            self._listing.note(page.mentions)
        else:
            page = self._events.page(cursor, now)
        self._search.note(page.gone)
        return page

    def read(self, collection: Collection, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """Read items; one call for each twenty of them, where they are many one for each page of the folder."""
        if not ids:
            return []
        items = self._items(collection)
        return self._listing.read(items, ids) if collection is Collection.CONTACTS else read_items(items, ids)

    def series(self, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """Read events that are series whole; see `connectors.port.ReadsSeries`."""
        return read_series(self._items(Collection.EVENTS), ids) if ids else []

    def whole(self, collection: Collection, ids: Sequence[str]) -> list[str | Missing | ItemError]:
        """Answer the items as JSON, contacts with their photo."""
        return kept_items(self._items(collection), ids) if ids else []

    def create(self, collection: Collection, drafts: Sequence[Draft]) -> list[Written | ItemError]:
        """Make items in the collection's folder, each marked with its draft's key."""
        make = new_contact if collection is Collection.CONTACTS else partial(new_event, zone=self._zone)
        return create_items(self._items(collection), drafts, make) if drafts else []

    def update(self, collection: Collection, edits: Sequence[Edit]) -> list[Written | Conflict | Missing | ItemError]:
        """Change the named fields of items that are still in the version seen; what is held back waits."""
        if not edits:
            return []
        items = self._items(collection)
        if collection is Collection.CONTACTS:
            return update_items(items, changes_of(items, edits))
        return update_items(items, [self._change(one) for one in self._held_back.checked(items, edits)])

    def _change(self, edit: Edit | ItemError | Missing) -> Change | ItemError | Missing:
        if not isinstance(edit, Edit):
            return edit
        changes = event_changes(edit.changes, edit.whole, self._zone)
        kept = kept_body(edit.kept) if edit.kept and "body" in changes else None
        return Change(edit.id, edit.version, changes if kept is None else {**changes, "body": kept})

    def delete(
        self, collection: Collection, targets: Sequence[Mention]
    ) -> list[Written | Conflict | Missing | ItemError]:
        """Move items to Deleted Items unless they changed; meetings whose cancellation would be mailed wait."""
        if not targets:
            return []
        items = self._items(collection)
        checked = targets if collection is Collection.CONTACTS else self._held_back.checked(items, targets)
        return delete_items(items, checked)

    def restore(self, collection: Collection, losts: Sequence[Lost]) -> list[Written | ItemError]:
        """Move contacts back out of Deleted Items, else make items anew of what was kept."""
        return restore_items(self._items(collection), losts, self._search, self._zone) if losts else []

    def made(self, collection: Collection, intents: Sequence[Intent]) -> dict[str, Record]:
        """Look for our mark in the folder."""
        return find_made(self._items(collection), [intent.key for intent in intents]) if intents else {}

    def locate(self, collection: Collection, trails: Sequence[Trail]) -> list[Whereabouts]:
        """Look for items in their folder, in Deleted Items and everywhere else."""
        return self._search.locate(self._items(collection), trails) if trails else []

    def _items(self, collection: Collection) -> Items:
        return Items(self._account, collection, self._folders.id(collection))
