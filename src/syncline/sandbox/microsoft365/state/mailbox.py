"""A mailbox: its folders, its items by both ids, and every way in which they change.

Whoever reads or writes holds `lock`; the server takes it around each request, a test around its own edits.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from syncline.sandbox.microsoft365 import ids
from syncline.sandbox.microsoft365.errors import access_denied, item_not_found
from syncline.sandbox.microsoft365.quirks import Quirks

from .folder import CALENDAR, CONTACTS, DELETED, ROOT, TREE, Folder
from .item import Contact, Event, Item

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from syncline.sandbox.clock import Clock
    from syncline.sandbox.microsoft365.bodies import Body
    from syncline.sandbox.recurrence import Recurrence

    from .extended import Extended
    from .shape import Span

AnyItem = TypeVar("AnyItem", bound=Item)


class Happening(NamedTuple):
    """One change that subscribers may be told: created, updated or deleted."""

    change: str
    item: Item
    folder: Folder


class Mailbox:
    """One person's store."""

    def __init__(self, address: str, name: str, guid: uuid.UUID, clock: Clock) -> None:
        self.address = address
        self.name = name
        self.guid = guid
        self.clock = clock
        self.lock = threading.RLock()
        self.folders: dict[str, Folder] = {}
        self.items: dict[int, Item] = {}
        """Items by their number for life."""
        self.epoch = 0
        """Counted up to make every delta token handed out before invalid."""
        self.expired_code = "SyncStateNotFound"
        """The code with which an expired token is refused."""
        self.transactions: dict[str, int] = {}
        """Numbers of events by the transactionId with which they were made."""
        self.quirks = Quirks()
        self.watchers: list[Callable[[Happening], None]] = []
        self._places: dict[int, Item] = {}
        self._count = 0x100
        self._change = 0x1000
        self._well_known: dict[str, Folder] = {}
        for birth in TREE:
            parent = self._well_known.get(ROOT)
            folder = Folder(self, self.next_number(), parent, birth.name, birth.kind, birth.well_known)
            self._well_known[birth.well_known] = folder
            self._keep(folder)

    def well_known(self, name: str) -> Folder:
        """The folder of a well-known name."""
        return self._well_known[name]

    def folder(self, named: str) -> Folder:
        """Find a folder by its id or its well-known name; 404 if there is none."""
        found = self._well_known.get(named.lower()) or self.folders.get(named)
        if found is None:
            self._own(ids.parse(named))
            raise item_not_found()
        return found

    def item(self, identifier: str) -> tuple[Item, int]:
        """Find an item by either id; with it the ordinal of the occurrence that is meant, 0 for the whole."""
        parsed = ids.parse(identifier)
        self._own(parsed)
        found = (self.items if parsed.immutable else self._places).get(parsed.number)
        if found is None or parsed.folder:
            raise item_not_found()
        if found.number in self.quirks.forbidden:
            raise access_denied()
        return found, parsed.day

    def _own(self, parsed: ids.Parsed) -> None:
        if parsed.guid != self.guid.bytes:
            raise item_not_found()

    def next_number(self) -> int:
        """Take a number that nothing in this mailbox has had."""
        self._count += 1
        return self._count

    def next_change(self) -> int:
        """Take the next change number."""
        self._change += 1
        return self._change

    def add_folder(self, parent: Folder, name: str, kind: str = CONTACTS) -> Folder:
        """Make a folder; the caller has looked whether the name is free."""
        folder = Folder(self, self.next_number(), parent, name, kind, change=self.next_change())
        self._keep(folder)
        return folder

    def move_folder(self, folder: Folder, to: Folder) -> None:
        """Hang a folder under another parent; its id and its items' ids stay."""
        if folder.parent is not None:
            del folder.parent.children[folder.number]
        folder.parent = to
        to.children[folder.number] = folder
        folder.change = self.next_change()

    def remove_folder(self, folder: Folder) -> None:
        """Take a folder away for good, with everything in it."""
        for child in list(folder.children.values()):
            self.remove_folder(child)
        for item in list(folder.items.values()):
            self.remove(item)
        if folder.parent is not None:
            del folder.parent.children[folder.number]
        del self.folders[folder.id]

    def add_contact(self, folder: Folder, values: dict[str, Any], extended: Extended) -> Contact:
        """Put a new contact, whose values are in their normal form, into a folder."""
        return self._enter(Contact(*self._born(folder), values, extended, *self._stamps()))

    def add_event(
        self, folder: Folder, values: dict[str, Any], extended: Extended, span: Span, body: Body,
        recurrence: Recurrence | None,
    ) -> Event:  # fmt: skip
        """Put a new event into a calendar."""
        event = Event(
            *self._born(folder), values, extended, *self._stamps(), span=span, body=body, recurrence=recurrence
        )
        return self._enter(event)

    def changed(self, item: Item) -> None:
        """Record that an item has changed: a new version, a new time, a new entry in the log."""
        item.modified = self.clock()
        item.change = self.next_change()
        item.folder.log.touch(item.number)
        _remember(item)
        self._tell("updated", item, item.folder)

    def remove(self, item: Item) -> None:
        """Take an item away for good."""
        self._leave(item)
        del self.items[item.number]
        self._tell("deleted", item, item.folder)

    def move(self, item: Item, to: Folder) -> None:
        """Move an item: its ordinary id changes, the immutable one does not."""
        before = item.folder
        self._leave(item)
        item.folder, item.place, item.change = to, self.next_number(), self.next_change()
        item.modified = self.clock()
        self._arrive(item)
        self._tell("deleted", item, before)
        self._tell("created", item, to)

    def trash(self, item: Item) -> None:
        """Move an item to Deleted Items; what is there already goes for good."""
        deleted = self.well_known(DELETED)
        if item.folder.inside(deleted):
            self.remove(item)
        else:
            self.move(item, deleted)

    @property
    def calendar(self) -> Folder:
        """The default calendar."""
        return self._well_known[CALENDAR]

    @property
    def contacts(self) -> Folder:
        """The default folder of contacts."""
        return self._well_known[CONTACTS]

    def _born(self, folder: Folder) -> tuple[Folder, int, int]:
        return folder, self.next_number(), self.next_number()

    def _stamps(self) -> tuple[Any, Any, int]:
        now = self.clock()
        return now, now, self.next_change()

    def _enter(self, item: AnyItem) -> AnyItem:
        self.items[item.number] = item
        self._arrive(item)
        self._tell("created", item, item.folder)
        return item

    def _arrive(self, item: Item) -> None:
        item.folder.items[item.number] = item
        self._places[item.place] = item
        item.folder.log.enter(item.number)
        _remember(item)

    def _leave(self, item: Item) -> None:
        del item.folder.items[item.number]
        del self._places[item.place]
        item.folder.log.leave(item.number, item.id(immutable=False), item.id(immutable=True))

    def _tell(self, change: str, item: Item, folder: Folder) -> None:
        for watcher in list(self.watchers):
            watcher(Happening(change, item, folder))

    def _keep(self, folder: Folder) -> None:
        self.folders[folder.id] = folder
        if folder.parent is not None:
            folder.parent.children[folder.number] = folder


def _remember(item: Item) -> None:
    if isinstance(item, Event):
        item.folder.shapes.setdefault(item.number, []).append((len(item.folder.log), item.shape))
