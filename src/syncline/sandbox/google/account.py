"""One user of the Workspace domain: a calendar, contacts, and what the user has been given of the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from .calendar.state import Calendar
    from .people.state import AddressBook


@dataclass(slots=True, eq=False)
class Account:
    """`address` is the primary one, `aliases` are others that mean the same user. Whoever edits holds `lock`."""

    address: str
    name: str
    aliases: frozenset[str]
    calendars: dict[str, Calendar]
    """By calendar id; the primary one's id is the address."""
    book: AddressBook
    find: Callable[[str], Account | None]
    """Answers the user of the domain whose address this is."""
    lock: threading.RLock
    """One for the whole domain: a meeting is in several calendars."""
    has_calendar: bool = True
    """Whether the admin has the Calendar service switched on for this user."""
    has_contacts: bool = True
    """Whether the admin has the Contacts service switched on for this user."""

    @property
    def calendar(self) -> Calendar:
        """The primary calendar."""
        return self.calendars[self.address]

    def is_me(self, address: str) -> bool:
        """Whether an address is one of this user's."""
        return address.casefold() == self.address.casefold() or address.casefold() in self.aliases

    def find_calendar(self, name: str) -> Calendar | None:
        """The calendar with this id; `primary` means the user's own."""
        return self.calendar if name == "primary" or self.is_me(name) else self.calendars.get(name)
