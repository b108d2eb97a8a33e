"""The log of changes of a sandbox server, which makes synchronization exact and cheap.

A log keeps one entry per change. A *round* of a client reads the entries after its `base` up to the log's `top` at the
round's start, newest first, page by page. An entry counts in a round if no later entry of the same subject lies below
the round's top; so a page costs what it returns, and what changes while a client pages is told in the next round.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class ChangeKind(StrEnum):
    """What happened to a subject; the values are the elements with which EWS tells it."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"
    READ_FLAG = "ReadFlagChange"


@dataclass(slots=True)
class _Entry:
    subject: int
    entered: int
    content: int
    """Where in the log the subject last changed in more than its read flag."""
    gone: tuple[str, str] | None = None
    """Last id and change key of a subject that has left."""
    superseded: int = 0
    returned: bool = False


class Position(NamedTuple):
    """How far a client has read; `next` is the place below which the round goes on."""

    base: int = 0
    top: int = 0
    next: int = 0


class Change(NamedTuple):
    """One change to tell; `gone` carries the id and change key of a deletion."""

    kind: ChangeKind
    subject: int
    gone: tuple[str, str] | None
    returned: bool = False
    """Whether it left and came back."""


class Page(NamedTuple):
    """Changes of one answer, the position after them, and whether nothing is left."""

    changes: list[Change]
    position: Position
    complete: bool


class ChangeLog:
    """What has entered, changed and left one folder (or one mailbox's tree of folders)."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._live: dict[int, _Entry] = {}
        self._left: dict[int, _Entry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def enter(self, subject: int) -> None:
        """Record a new subject, or one that is back: who has not heard that it left need not hear it."""
        place = len(self._entries) + 1
        before = self._left.pop(subject, None)
        if before is not None:
            before.superseded = place
        entered = place if before is None else before.entered
        self._append(_Entry(subject, entered, place, returned=before is not None))

    def touch(self, subject: int, *, read_flag_only: bool = False) -> None:
        """Record a change of a subject that is there."""
        before = self._live[subject]
        place = len(self._entries) + 1
        self._append(_Entry(subject, before.entered, before.content if read_flag_only else place))

    def leave(self, subject: int, identifier: str, key: str) -> None:
        """Record that a subject has left, and what it was called last."""
        before = self._live[subject]
        self._append(_Entry(subject, before.entered, len(self._entries) + 1, (identifier, key)))
        self._left[subject] = self._live.pop(subject)

    def _append(self, entry: _Entry) -> None:
        before = self._live.get(entry.subject)
        self._entries.append(entry)
        if before is not None:
            before.superseded = len(self._entries)
        self._live[entry.subject] = entry

    def page(self, position: Position, limit: int) -> Page | None:
        """Answer at most `limit` changes after `position`; None if the position is not of this log."""
        base, top, place = position
        if not place:
            base, top, place = top, len(self._entries), len(self._entries) + 1
        if not 0 <= base <= top <= len(self._entries) or not base < place <= top + 1:
            return None
        changes: list[Change] = []
        while (place := place - 1) > base:
            change = self._effective(self._entries[place - 1], base, top)
            if change is None:
                continue
            if len(changes) == limit:
                return Page(changes, Position(base, top, place + 1), complete=False)
            changes.append(change)
        return Page(changes, Position(top, top), complete=top == len(self._entries))

    def _effective(self, entry: _Entry, base: int, top: int) -> Change | None:
        if 0 < entry.superseded <= top:
            return None
        known = entry.entered <= base
        if entry.gone is not None:
            return Change(ChangeKind.DELETE, entry.subject, entry.gone) if known else None
        if entry.subject not in self._live:
            return None
        if not known:
            return Change(ChangeKind.CREATE, entry.subject, None, entry.returned)
        kind = ChangeKind.READ_FLAG if entry.content <= base else ChangeKind.UPDATE
        return Change(kind, entry.subject, None, entry.returned)
