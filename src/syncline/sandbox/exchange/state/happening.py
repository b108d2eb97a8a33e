"""What subscribers are told: one thing that happened to an item or a folder.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/notification-subscriptions-mailbox-events-and-ews-in-exchange
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class EventKind(StrEnum):
    """The element that tells an event."""

    COPIED = "CopiedEvent"
    CREATED = "CreatedEvent"
    DELETED = "DeletedEvent"
    MODIFIED = "ModifiedEvent"
    MOVED = "MovedEvent"


class Thing(NamedTuple):
    """An item or a folder, and the folder it is in: ids with change keys."""

    is_folder: bool
    id: str
    key: str
    parent: str
    parent_key: str


class Happening(NamedTuple):
    """`before` is where a moved or copied thing was."""

    kind: EventKind
    at: datetime
    thing: Thing
    before: Thing | None = None

    def concerns(self, folders: frozenset[str] | None) -> bool:
        """Whether it happened in one of these folders; None means all."""
        if folders is None:
            return True
        places = {self.thing.parent, self.thing.id} | ({self.before.parent} if self.before else set())
        return not places.isdisjoint(folders)
