"""What one transaction writes: gathered first, committed at once. No transaction is ever open across a network call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from syncline.records.link import Link
    from syncline.records.words import Collection, Side
    from syncline.store.rows import (
        CursorRow,
        CycleRow,
        ErrorRow,
        FeedRowSeen,
        HeldRow,
        InboxRow,
        IntentRow,
        JournalRow,
        RepRow,
        Sighting,
        UnresolvedRow,
    )

Spot: TypeAlias = "tuple[str, Collection | None, Side | None, str]"
"""Rep, collection, side and record id: what a sighting, an error, an unresolved item is about."""


@dataclass(slots=True)
class FeedCommit:
    """A feed page taken in: its cursor together with what to remember of the overlap.

    What was seen with a stamp before `forget_before` (text in Salesforce's form) is forgotten.
    """

    org: str
    cursor: str
    seen: list[FeedRowSeen] = field(default_factory=list)
    forget_before: str = ""


@dataclass(slots=True)
class Changes:
    """Everything that one page or one batch changed. Rows replace rows of the same identity, the last of a list wins.

    What is settled, consumed, done or cleared goes first: a row written by the same commit stays.
    """

    cursors: list[CursorRow] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    settled: list[Spot] = field(default_factory=list)
    """Sightings that are done with."""
    inbox: list[InboxRow] = field(default_factory=list)
    consumed: list[InboxRow] = field(default_factory=list)
    """Inbox rows that were taken over into sightings, or told nothing new. A newer row for the same record stays."""
    intents: list[IntentRow] = field(default_factory=list)
    intents_done: list[str] = field(default_factory=list)
    journal: list[JournalRow] = field(default_factory=list)
    """Rows replace rows of the same id: a write is journaled before it is sent, then with what it really replaced."""
    journal_dropped: list[str] = field(default_factory=list)
    """Ids of rows whose write did not happen after all."""
    errors: list[ErrorRow] = field(default_factory=list)
    errors_cleared: list[Spot] = field(default_factory=list)
    unresolved: list[UnresolvedRow] = field(default_factory=list)
    unresolved_cleared: list[Spot] = field(default_factory=list)
    held: list[HeldRow] = field(default_factory=list)
    held_cleared: list[str] = field(default_factory=list)
    """Ids of held rows that are done with."""
    reps: list[RepRow] = field(default_factory=list)
    cycles: list[CycleRow] = field(default_factory=list)
    feed: FeedCommit | None = None

    def settle(self, spot: Spot) -> None:
        """Note that nothing is left to be done about a record, so that no error about it stands."""
        self.settled.append(spot)
        self.errors_cleared.append(spot)

    def forget(self, spot: Spot) -> None:
        """Note that nothing is left to be done about a record, and nothing to be asked about it."""
        self.settle(spot)
        self.unresolved_cleared.append(spot)
