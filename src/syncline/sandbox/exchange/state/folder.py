"""A folder: its items, its subfolders, and the log of what happened to its items."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syncline.sandbox.changes import ChangeLog
from syncline.sandbox.exchange.ids import change_key, folder_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from .item import ExtendedKey, ExtendedValue, Item
    from .mailbox import Mailbox

KINDS = {
    "IPF.Contact": "ContactsFolder",
    "IPF.Appointment": "CalendarFolder",
    "IPF.Task": "TasksFolder",
    "IPF.Note": "Folder",
}


@dataclass(slots=True, eq=False)
class Folder:
    """`distinguished` is the well-known name, empty for a person's own folders."""

    mailbox: Mailbox
    number: int
    parent: Folder | None
    name: str
    folder_class: str
    created: datetime
    modified: datetime
    distinguished: str = ""
    change: int = 1
    deleted_total: int = 0
    items: dict[int, Item] = field(default_factory=dict)
    children: dict[int, Folder] = field(default_factory=dict)
    extended: dict[ExtendedKey, ExtendedValue] = field(default_factory=dict)
    log: ChangeLog = field(default_factory=ChangeLog)
    committed: datetime | None = None
    """When the contents last changed."""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or folder_id(self.mailbox.guid, self.number)

    @property
    def kind(self) -> str:
        """Element name: the class decides it, and a class of one's own (IPF.Contact.Own) follows its family."""
        family = ".".join(self.folder_class.split(".")[:2])
        return KINDS.get(family, "Folder")

    @property
    def change_key(self) -> str:
        """The version of the folder itself; its contents do not move it."""
        return change_key(self.kind, self.mailbox.guid, self.change)

    def walk(self) -> Iterator[Folder]:
        """All folders below this one, parents before their children."""
        for child in self.children.values():
            yield child
            yield from child.walk()

    def child(self, name: str) -> Folder | None:
        """The subfolder of this name; Exchange compares names without case."""
        wanted = name.casefold()
        return next((folder for folder in self.children.values() if folder.name.casefold() == wanted), None)

    def inside(self, other: Folder) -> bool:
        """Tell whether this folder is `other` or somewhere below it."""
        place: Folder | None = self
        while place is not None:
            if place is other:
                return True
            place = place.parent
        return False
