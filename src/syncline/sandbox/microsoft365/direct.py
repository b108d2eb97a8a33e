"""Mailboxes that seeding and tests edit directly: no HTTP, the same rules, the same log of changes.

Values are in the form of Graph's JSON. Nobody is told anything by mail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .calendar.expansion import occurrence
from .errors import item_not_found
from .moments import NEVER
from .resources import editing
from .shapes.contact import values_of
from .shapes.draft import settled
from .state import extended
from .state.folder import DELETED
from .state.item import Contact, Event, Item
from .state.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from .state.folder import Folder

_EXTENDED = "singleValueExtendedProperties"


class OpenMailbox(Mailbox):
    """What `Microsoft365Server.add_mailbox` makes. Every method takes the mailbox's lock itself."""

    def make_folder(self, name: str, *, parent: Folder | None = None) -> Folder:
        """Make a folder of contacts, under Contacts unless told otherwise."""
        with self.lock:
            return self.add_folder(parent or self.contacts, name)

    def create_contact(self, values: Mapping[str, Any], *, folder: Folder | None = None) -> Contact:
        """Put a contact into a folder, Contacts unless told otherwise."""
        given = dict(values)
        with self.lock:
            return self.add_contact(
                folder or self.contacts, values_of(given), extended.read(given.get(_EXTENDED, []), {})
            )

    def create_event(
        self, values: Mapping[str, Any], *, organizer: tuple[str, str] | None = None, uid: str = "",
        folder: Folder | None = None,
    ) -> Event:  # fmt: skip
        """Put an event into a calendar; with an `organizer` (name and address) it is somebody else's meeting.

        `uid` is what copies of one meeting have in common.
        """
        with self.lock:
            draft = settled(dict(values))
            name, address = organizer or (self.name, self.address)
            draft.values |= {
                "uid": uid or f"{self.guid.int ^ self.next_number():032X}",
                "organizer": {"name": name, "address": address},
                "responseStatus": {"response": "organizer" if organizer is None else "notResponded", "time": NEVER},
            }
            return self.add_event(
                folder or self.calendar, draft.values, draft.extended, draft.span, draft.body, draft.recurrence
            )

    def edit(self, item: Item, values: Mapping[str, Any]) -> None:
        """Change a contact, an event or a whole series as its owner would; None clears a property."""
        given = dict(values)
        with self.lock:
            if isinstance(item, Event):
                editing.change(item, given)
            else:
                item.values = values_of({n: v for n, v in given.items() if n != _EXTENDED}, item.values)
                item.extended = extended.read(given.get(_EXTENDED, []), item.extended)
            self.changed(item)

    def edit_occurrence(self, event: Event, day: date, values: Mapping[str, Any]) -> None:
        """Change the occurrence that a series has on a date."""
        with self.lock:
            instance = occurrence(event.shape, day.toordinal())
            if instance is None:
                raise item_not_found()
            editing.change_occurrence(event, instance, dict(values))
            self.changed(event)

    def cancel_occurrence(self, event: Event, day: date) -> None:
        """Take the occurrence that a series has on a date out of it."""
        with self.lock:
            editing.remove(event, occurrence(event.shape, day.toordinal()))

    def put_away(self, item: Item) -> None:
        """Move an item to Deleted Items."""
        with self.lock:
            self.move(item, self.well_known(DELETED))

    def put(self, item: Item, to: Folder) -> None:
        """Move an item to another folder."""
        with self.lock:
            self.move(item, to)

    def purge(self, item: Item) -> None:
        """Take an item away for good."""
        with self.lock:
            self.remove(item)

    def expire_deltas(self, code: str = "SyncStateNotFound") -> None:
        """Refuse every delta token handed out so far with 410: SyncStateNotFound, syncStateNotFound, resyncRequired."""
        with self.lock:
            self.epoch += 1
            self.expired_code = code
