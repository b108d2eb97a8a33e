"""A store that dies at its n-th commit, before or after it was carried out, as a process does that is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.records.words import Collection
    from syncline.store.changes import Changes


class Killed(BaseException):
    """The process is gone."""


class MortalStore(MemoryStore):
    """Dies at the commit of this number, counted from 0 when `arm` is called; None lives on."""

    def __init__(self) -> None:
        super().__init__()
        self._left: int | None = None
        self._carried_out = False

    def arm(self, number: int, *, carried_out: bool) -> None:
        self._left, self._carried_out = number, carried_out

    def disarm(self) -> bool:
        """Live on. Answers whether death came."""
        died = self._left is not None and self._left < 0
        self._left = None
        return died

    def commit(self, changes: Changes) -> None:
        self._mortally(lambda: super(MortalStore, self).commit(changes))

    def reset(self, rep: str, collection: Collection | None = None) -> None:
        self._mortally(lambda: super(MortalStore, self).reset(rep, collection))

    def save_setup(self, **rows: Any) -> None:
        self._mortally(lambda: super(MortalStore, self).save_setup(**rows))

    def _mortally(self, act: Callable[[], None]) -> None:
        if self._left is None:
            act()
            return
        self._left -= 1
        if self._left >= 0:
            act()
            return
        if self._carried_out:
            act()
        raise Killed
