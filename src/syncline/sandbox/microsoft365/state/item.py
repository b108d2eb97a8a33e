"""One thing in a folder: a contact or an event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from syncline.sandbox.microsoft365.bodies import EMPTY, Body
from syncline.sandbox.microsoft365.ids import change_key, immutable_id, item_id

from .shape import Shape, Span

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.sandbox.recurrence import Recurrence

    from .extended import Extended
    from .folder import Folder


@dataclass(slots=True, eq=False)
class Item:
    """`values` are by the names and in the form of Graph's JSON; what is not there is null.

    `number` is the item's for life; `place` changes when it moves, and with it the ordinary id.
    """

    folder: Folder
    number: int
    place: int
    values: dict[str, Any]
    extended: Extended
    created: datetime
    modified: datetime
    change: int
    kind: ClassVar[str] = "item"

    @property
    def change_key(self) -> str:
        """The version; an entity tag is W/"..." around it."""
        return change_key(self.folder.mailbox.guid, self.change)

    def id(self, *, immutable: bool, day: int = 0) -> str:
        """Answer one of both ids; `day` is the ordinal of an occurrence's original date."""
        guid = self.folder.mailbox.guid
        return immutable_id(guid, self.number, day) if immutable else item_id(guid, self.place, day)


@dataclass(slots=True, eq=False)
class Contact(Item):
    """A person."""

    photo: bytes | None = None
    photo_type: str = "image/jpeg"
    kind: ClassVar[str] = "contact"


@dataclass(slots=True)
class Override:
    """What one occurrence of a series has of its own: `None` and missing values are as in the series."""

    values: dict[str, Any] = field(default_factory=dict)
    span: Span | None = None
    body: Body | None = None
    extended: Extended = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Event(Item):
    """A single event, or a series with what differs from it.

    `overrides` and `cancelled` are by the ordinal of the occurrence's original date.
    """

    span: Span = field(kw_only=True)
    body: Body = EMPTY
    recurrence: Recurrence | None = None
    overrides: dict[int, Override] = field(default_factory=dict)
    cancelled: set[int] = field(default_factory=set)
    kind: ClassVar[str] = "event"

    @property
    def shape(self) -> Shape:
        """When the event is."""
        moved = {day: one.span for day, one in self.overrides.items()}
        return Shape(self.span, self.recurrence, moved, frozenset(self.cancelled))
