"""Turns and locks of one process."""

# ruff: noqa: D102 - the port says what each method means

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from syncline.store.schedule import Schedule, Turn, Whose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime


class MemorySchedule(Schedule):
    """Turns by kind and name."""

    def __init__(self) -> None:
        self._turns: dict[tuple[Whose, str], Turn] = {}
        self._locks: dict[tuple[Whose, str], Lock] = {}
        self._guard = Lock()

    def turns(self, whose: Whose, names: Sequence[str] | None = None) -> list[Turn]:
        with self._guard:
            keys = sorted(key for key in self._turns if key[0] is whose)
            return [self._turns[key] for key in keys if names is None or key[1] in names]

    def add_turns(self, turns: Iterable[Turn]) -> None:
        with self._guard:
            for turn in turns:
                self._turns.setdefault((turn.whose, turn.name), turn)

    def save_turns(self, turns: Iterable[Turn]) -> None:
        with self._guard:
            self._turns.update({(turn.whose, turn.name): turn for turn in turns})

    def next_turn(self, turn: Turn, claimed: datetime) -> None:
        with self._guard:
            there = self._turns.get((turn.whose, turn.name))
            if there is not None:
                due = min(there.due, turn.due) if there.due < claimed else turn.due
                self._turns[turn.whose, turn.name] = replace(turn, due=due)

    def drop_turns(self, whose: Whose, names: Sequence[str]) -> None:
        with self._guard:
            for name in names:
                self._turns.pop((whose, name), None)

    def claim_turns(
        self, whose: Whose, now: datetime, until: datetime, limit: int, names: Sequence[str] | None = None
    ) -> list[Turn]:
        with self._guard:
            due = [turn for turn in self._turns.values() if turn.whose is whose and turn.due <= now]
            due = [turn for turn in due if names is None or turn.name in names]
            due = sorted(due, key=lambda turn: (turn.due, turn.name))[:limit]
            self._turns.update({(turn.whose, turn.name): replace(turn, due=until) for turn in due})
            return due

    def hasten(self, whose: Whose, names: Sequence[str], at: datetime) -> None:
        with self._guard:
            for name in names:
                turn = self._turns.get((whose, name))
                if turn is not None and turn.due > at:
                    self._turns[whose, name] = replace(turn, due=at)

    def held_now(self, whose: Whose, names: Sequence[str]) -> frozenset[str]:
        with self._guard:
            return frozenset(one for one in names if (lock := self._locks.get((whose, one))) and lock.locked())

    @contextmanager
    def holding(self, whose: Whose, name: str, *, wait: bool = False) -> Iterator[bool]:
        with self._guard:
            lock = self._locks.setdefault((whose, name), Lock())
        held = lock.acquire(blocking=wait)
        try:
            yield held
        finally:
            if held:
                lock.release()

    def still_held(self) -> None:
        """A lock of one's own process is not lost."""
