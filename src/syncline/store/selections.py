"""Which events people chose for Salesforce by an Outlook add-in, beside those that bear the category (SPEC 5.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class SelectionRow:
    """A person's last word about one event of a rep's calendar. One that was taken back stays, as such."""

    rep: str
    record_id: str
    uid: str
    """The event's iCalendar UID, by which it is known after its mailbox got new ids; empty where it has none."""
    selected: bool
    at: datetime
    pending: bool = True
    """No cycle has looked at the event since."""


class Selections(Protocol):
    """One row at most of each rep and event. Every method is a transaction of its own, or part of the caller's."""

    def selections(self, rep: str) -> list[SelectionRow]:
        """All of a rep, by record id."""

    def save_selections(self, rows: Iterable[SelectionRow]) -> None:
        """Add or replace."""

    def settle_selections(self, rows: Iterable[SelectionRow]) -> None:
        """A cycle looks at these events; where somebody said something else meanwhile, that still waits."""
