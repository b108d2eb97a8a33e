"""Connections on which nobody can go on: one rep tries again after a while, the others wait for what comes of it.

Kept as turns, so that all workers know: asking again and again with a refused password would lock the account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.store.schedule import Turn, Whose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from syncline.store.port import Store

LONGEST = 3600.0
"""Seconds after which a connection is tried again at the latest."""


@dataclass(frozen=True, slots=True)
class Ailing:
    """The connections that do not work, by name. `first` is how many seconds pass before the first new attempt."""

    store: Store
    first: float

    def closed(self, now: datetime) -> dict[str, datetime]:
        """Answer which connections are not to be used, and until when."""
        return {turn.name: turn.due for turn in self.store.turns(Whose.CONNECTION) if turn.due > now}

    def trials(self, names: Iterable[str], now: datetime) -> set[str]:
        """Answer which of these connections the caller is to try once: of all workers, one is asked to."""
        due = [turn for turn in self.store.turns(Whose.CONNECTION, sorted(names)) if turn.due <= now]
        taken = (self._taken(turn, now) for turn in due)
        return {name for name in taken if name}

    def failed(self, name: str, now: datetime, *, trial: bool) -> None:
        """Take note that nobody can go on; after a trial, the next one comes after twice the time."""
        known = next(iter(self.store.turns(Whose.CONNECTION, [name])), None)
        if known is None or trial:
            pace = min(known.pace * 2 if known else self.first, LONGEST)
            self.store.save_turns([Turn(Whose.CONNECTION, name, now + timedelta(seconds=pace), pace)])

    def well(self, name: str) -> None:
        """Take note that a connection works."""
        self.store.drop_turns(Whose.CONNECTION, [name])

    def _taken(self, turn: Turn, now: datetime) -> str:
        until = now + timedelta(seconds=turn.pace)
        return turn.name if self.store.claim_turns(Whose.CONNECTION, now, until, 1, [turn.name]) else ""
