"""What a population consists of, before any server holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date, datetime

Card: TypeAlias = Mapping[str, str]
"""What one side knows of a contact, by Salesforce's field names; `Company`, `Email2` and `Email3` besides."""

Person: TypeAlias = tuple[str, str]
"""Name and address of somebody who takes part in a meeting."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rep lives, as Salesforce (IANA) and as Exchange (Windows) call the time zone."""

    iana: str
    windows: str


@dataclass(frozen=True, slots=True)
class Rep:
    """Somebody with a Salesforce user and a mailbox; the address is the user name too."""

    first: str
    last: str
    address: str
    password: str
    profile: str
    place: Place

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A single event: dates for whole days (the end is the day after the last), else wall times in `zone`."""

    subject: str
    start: datetime | date
    end: datetime | date
    zone: str
    """A Windows id."""
    location: str = ""
    body: str = ""
    private: bool = False
    shown_as: str = "Busy"
    """As EWS says it: Free, Tentative, Busy, OOF, WorkingElsewhere."""
    reminder: int | None = None
    """Minutes before the start."""
    attendees: tuple[Person, ...] = ()
    organizer: Person | None = None
    """Somebody else, whose meeting it is."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that is one rep's."""

    rep: Rep
    salesforce: tuple[Card, ...]
    """Contacts that the rep owns in Salesforce."""
    folder: tuple[Card, ...] | None
    """What is in Salesforce_Sync; None for a rep who has no such folder yet."""
    elsewhere: tuple[Card, ...]
    """Contacts outside that folder, which are nobody's business."""
    calendar: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody and everything that the sandbox starts with."""

    accounts: tuple[str, ...]
    desks: tuple[Desk, ...]
    colleague: Rep
    """A user of the org who syncs nothing."""
    others: tuple[Card, ...]
    """What the colleague owns."""
    outsider: Rep
    """Has a mailbox that the service account may not open, and no user."""
