"""When who is to be looked at next, shared by all workers; and the locks that keep two of them off one mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime


class Whose(StrEnum):
    """What a turn is about."""

    ORG = "org"
    REP = "rep"
    CONNECTION = "connection"
    """A connection that does not work, and when it may be tried again."""
    SUBSCRIPTION = "subscription"
    """What a server was asked to tell our web hook of a rep's mailbox, and when that is to be looked after."""
    PUSH = "push"
    """A rep whose changes a server tells of by itself, and until when that counts."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When a rep's cycle, or the reading of an org's feed, is due. `name` is a rep's id or a connection's name."""

    whose: Whose
    name: str
    due: datetime
    pace: float
    """Seconds from one turn to the next, as they turned out lately."""


class Schedule(Protocol):
    """Turns and locks. Every method is a transaction of its own, or part of the caller's."""

    def turns(self, whose: Whose, names: Sequence[str] | None = None) -> list[Turn]:
        """All turns of a kind, by name; or those of these names."""

    def add_turns(self, turns: Iterable[Turn]) -> None:
        """Add turns; those that are there are left as they are."""

    def save_turns(self, turns: Iterable[Turn]) -> None:
        """Add or replace turns."""

    def next_turn(self, turn: Turn, claimed: datetime) -> None:
        """Save a turn after its work was done, when it had been due at `claimed`.

        Whoever hastened it meanwhile did so for something that the work may not have seen: then it stays as early. One
        that was taken away stays away.
        """

    def drop_turns(self, whose: Whose, names: Sequence[str]) -> None:
        """Take turns away."""

    def claim_turns(
        self, whose: Whose, now: datetime, until: datetime, limit: int, names: Sequence[str] | None = None
    ) -> list[Turn]:
        """Take what is due, or what is due of these names, the longest overdue first; no other worker gets it as well.

        What was taken and never given back (`save_turns`) is due again at `until`. Answers the turns as they were.
        """

    def hasten(self, whose: Whose, names: Sequence[str], at: datetime) -> None:
        """Let turns be due at `at`, unless they are due earlier."""

    def held_now(self, whose: Whose, names: Sequence[str]) -> frozenset[str]:
        """Answer those of these names whose lock somebody holds at this moment: a cycle of theirs is running."""

    def holding(self, whose: Whose, name: str, *, wait: bool = False) -> AbstractContextManager[bool]:
        """Hold the lock of a rep's mailbox or of an org's feed while the block runs, or answer False at once.

        `wait` waits until it is free. The lock ends with the process that holds it, however that ends. One thread holds
        one lock of a name once.
        """

    def still_held(self) -> None:
        """Make sure that this thread's locks are held yet; to be asked before another server is written to.

        Raises `StoreUnavailableError` where the database let go of them: somebody else may be at work there by now.
        """
