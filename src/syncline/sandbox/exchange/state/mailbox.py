"""A mailbox: its tree of folders, its items by id, and every way in which they change.

Whoever reads or writes holds `lock`; the server takes it around each operation, a test around its own edits.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from syncline.sandbox.changes import ChangeLog

from .folder import Folder
from .happening import EventKind, Happening, Thing
from .item import ExtendedKey, ExtendedValue, Item
from .tree import TREE

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from syncline.sandbox.clock import Clock


class Mailbox:
    """One person's store."""

    def __init__(
        self, address: str, password: str, *, name: str, aliases: Iterable[str], guid: uuid.UUID, clock: Clock
    ) -> None:
        self.address = address
        self.password = password
        self.name = name
        self.aliases = tuple(aliases)
        self.guid = guid
        self.clock = clock
        self.lock = threading.RLock()
        self.folders: dict[str, Folder] = {}
        self.items: dict[str, Item] = {}
        self.log = ChangeLog()
        """Changes of the tree of folders, by folder number."""
        self.sync_epoch = 0
        """Counted up to make every sync state handed out before invalid."""
        self.trouble = ""
        """A response code that everything asked of this mailbox earns, such as ErrorMailboxMoveInProgress."""
        self.full = False
        """Nothing can be made or made larger any more: ErrorQuotaExceeded."""
        self.largest = 0
        """Bytes of XML that an item may have, 0 for any number: ErrorMessageSizeExceeded."""
        self.watchers: list[Callable[[Happening], None]] = []
        """Told what happens, by the thread that makes it happen."""
        self._number = 0x100
        self._change = 0x1000
        self._distinguished: dict[str, Folder] = {}
        self._plant()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Primary address and aliases."""
        return (self.address, *self.aliases)

    @property
    def legacy_dn(self) -> str:
        """The mailbox's name in the directory (X.500), as contacts that were picked from it hold."""
        return f"/o=Acme/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn={self.guid.hex}"

    def distinguished(self, name: str) -> Folder | None:
        """The folder of a well-known name; None if this mailbox has none."""
        return self._distinguished.get(name)

    def well_known(self, name: str) -> Folder:
        """The folder of a well-known name that every mailbox has."""
        return self._distinguished[name]

    def lose(self, name: str) -> None:
        """Let a well-known folder be missing, as in a damaged mailbox."""
        self.remove_folder(self._distinguished.pop(name))

    def next_number(self) -> int:
        """Take a number that nothing in this mailbox has had."""
        self._number += 1
        return self._number

    def next_change(self) -> int:
        """Take the next change number."""
        self._change += 1
        return self._change

    def add_folder(self, parent: Folder, name: str, folder_class: str = "IPF.Note") -> Folder:
        """Make a folder; the caller has looked whether the name is free."""
        now = self.clock()
        folder = Folder(self, self.next_number(), parent, name, folder_class, now, now, change=self.next_change())
        self._keep(folder)
        self._tell(EventKind.CREATED, _folder_thing(folder))
        return folder

    def change_folder(self, folder: Folder) -> None:
        """Record that a folder's own properties have changed."""
        folder.change = self.next_change()
        folder.modified = self.clock()
        self.log.touch(folder.number)
        self._tell(EventKind.MODIFIED, _folder_thing(folder))

    def move_folder(self, folder: Folder, to: Folder) -> None:
        """Hang a folder under another parent; its id and its items' ids stay."""
        before = _folder_thing(folder)
        if folder.parent is not None:
            del folder.parent.children[folder.number]
        folder.parent = to
        to.children[folder.number] = folder
        folder.change = self.next_change()
        folder.modified = self.clock()
        self.log.touch(folder.number)
        self._tell(EventKind.MOVED, _folder_thing(folder), before)

    def remove_folder(self, folder: Folder) -> None:
        """Take a folder away for good, with everything in it."""
        for child in list(folder.children.values()):
            self.remove_folder(child)
        for item in list(folder.items.values()):
            self.remove_item(item)
        gone = _folder_thing(folder)
        if folder.parent is not None:
            del folder.parent.children[folder.number]
        del self.folders[folder.id]
        self._tell(EventKind.DELETED, gone)
        self.log.leave(folder.number, folder.id, folder.change_key)

    def add_item(
        self,
        kind: str,
        folder: Folder,
        values: dict[str, Any],
        extended: Mapping[ExtendedKey, ExtendedValue] | None = None,
        *,
        by: str = "",
    ) -> Item:
        """Put a new item, whose values are in their normal form, into a folder."""
        now = self.clock()
        change = self.next_change()
        item = Item(kind, folder, self.next_number(), values, dict(extended or {}), now, now, by or self.name, change)
        self._enter(item, now)
        self._tell(EventKind.CREATED, _item_thing(item))
        return item

    def change_item(self, item: Item, *, by: str = "", read_flag_only: bool = False) -> None:
        """Record that an item's values have changed: a new change key, a new time, a new entry in the log."""
        now = self.clock()
        item.change = self.next_change()
        item.modified = now
        item.modified_by = by or self.name
        item.folder.committed = now
        item.folder.log.touch(item.number, read_flag_only=read_flag_only)
        self._tell(EventKind.MODIFIED, _item_thing(item))

    def remove_item(self, item: Item) -> None:
        """Take an item away for good."""
        self._tell(EventKind.DELETED, _item_thing(item))
        self._leave(item)

    def move_item(self, item: Item, to: Folder) -> Item:
        """Move an item to a folder of this mailbox or another's; it is the same item under a new id."""
        moved = self._duplicate(item, to)
        moved.created, moved.modified, moved.modified_by = item.created, item.modified, item.modified_by
        before = _item_thing(item)
        self._leave(item)
        to.mailbox._tell(EventKind.MOVED, _item_thing(moved), before)  # noqa: SLF001 - the same class
        return moved

    def copy_item(self, item: Item, to: Folder) -> Item:
        """Put a copy of an item into a folder."""
        copy = self._duplicate(item, to)
        to.mailbox._tell(EventKind.COPIED, _item_thing(copy), _item_thing(item))  # noqa: SLF001 - the same class
        return copy

    def _duplicate(self, item: Item, to: Folder) -> Item:
        owner = to.mailbox
        now = self.clock()
        number, change = owner.next_number(), owner.next_change()
        copy = Item(
            item.kind, to, number, dict(item.values), dict(item.extended), now, now, self.name, change,
            list(item.attachments), search_key=item.search_key,
        )  # fmt: skip
        owner._enter(copy, now)  # noqa: SLF001 - the same class
        return copy

    def _leave(self, item: Item) -> None:
        folder = item.folder
        del folder.items[item.number]
        del self.items[item.id]
        folder.deleted_total += 1
        folder.committed = self.clock()
        folder.log.leave(item.number, item.id, item.change_key)

    def _tell(self, kind: EventKind, thing: Thing, before: Thing | None = None) -> None:
        if self.watchers:
            happening = Happening(kind, self.clock(), thing, before)
            for watcher in list(self.watchers):
                watcher(happening)

    def _enter(self, item: Item, now: datetime) -> None:
        folder = item.folder
        folder.items[item.number] = item
        self.items[item.id] = item
        folder.committed = now
        folder.log.enter(item.number)

    def _keep(self, folder: Folder) -> None:
        self.folders[folder.id] = folder
        if folder.parent is not None:
            folder.parent.children[folder.number] = folder
        self.log.enter(folder.number)

    def _plant(self) -> None:
        now = self.clock()
        for birth in TREE:
            parent = self._distinguished.get(birth.parent)
            folder = Folder(
                self, self.next_number(), parent, birth.name, birth.folder_class, now, now, birth.distinguished
            )
            self._distinguished[birth.distinguished] = folder
            self._keep(folder)


def _item_thing(item: Item) -> Thing:
    return Thing(False, item.id, item.change_key, item.folder.id, item.folder.change_key)  # noqa: FBT003 - a record


def _folder_thing(folder: Folder) -> Thing:
    parent = folder.parent
    above = (parent.id, parent.change_key) if parent is not None else ("", "")
    return Thing(True, folder.id, folder.change_key, *above)  # noqa: FBT003 - a record
