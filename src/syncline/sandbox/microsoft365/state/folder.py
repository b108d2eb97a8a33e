"""A folder: its items and the log of what happened to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from syncline.sandbox.changes import ChangeLog
from syncline.sandbox.microsoft365.ids import folder_id

if TYPE_CHECKING:
    from .extended import Extended
    from .item import Item
    from .mailbox import Mailbox
    from .shape import Shape

CONTACTS: Final = "contacts"
CALENDAR: Final = "calendar"
DELETED: Final = "deleteditems"
ROOT: Final = "msgfolderroot"


class Birth(NamedTuple):
    """A folder that every mailbox has; `kind` says what may be put into it."""

    well_known: str
    name: str
    kind: str


TREE: Final = (
    Birth(ROOT, "Top of Information Store", "mail"),
    Birth("inbox", "Inbox", "mail"),
    Birth("drafts", "Drafts", "mail"),
    Birth("sentitems", "Sent Items", "mail"),
    Birth(DELETED, "Deleted Items", "mail"),
    Birth(CONTACTS, "Contacts", "contacts"),
    Birth(CALENDAR, "Calendar", "calendar"),
)


@dataclass(slots=True, eq=False)
class Folder:
    """`well_known` is empty for a person's own folders. Names are told apart without regard to case."""

    mailbox: Mailbox
    number: int
    parent: Folder | None
    name: str
    kind: str
    well_known: str = ""
    change: int = 1
    items: dict[int, Item] = field(default_factory=dict)
    children: dict[int, Folder] = field(default_factory=dict)
    extended: Extended = field(default_factory=dict)
    log: ChangeLog = field(default_factory=ChangeLog)
    shapes: dict[int, list[tuple[int, Shape]]] = field(default_factory=dict)
    """When each event was, from which entry of the log on; of those that have left too."""
    id: str = ""
    shared_by: Mailbox | None = None
    """Whose calendar it is, where a colleague shared it and it stands among this mailbox's."""

    def __post_init__(self) -> None:
        self.id = self.id or folder_id(self.mailbox.guid, self.number)

    def shape_at(self, number: int, base: int) -> Shape | None:
        """When an event was as of an entry of the log; None before it was there."""
        return next((shape for place, shape in reversed(self.shapes[number]) if place <= base), None)

    def child(self, name: str) -> Folder | None:
        """The subfolder of this name."""
        wanted = name.casefold()
        return next((one for one in self.children.values() if one.name.casefold() == wanted), None)

    def inside(self, other: Folder) -> bool:
        """Tell whether this folder is `other` or somewhere below it."""
        place: Folder | None = self
        while place is not None and place is not other:
            place = place.parent
        return place is other
