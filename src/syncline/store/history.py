"""Who changed what: one row for every change that a person makes, wherever they make it (SPEC 7.9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


class Via(StrEnum):
    """Where a change was made."""

    PAGE = "page"
    API = "api"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change of `what` (`rep`, `configuration`, ...) called `name`. No secret stands in it.

    `who` is an account, the name of a token that belongs to none, or the user of the machine a command ran on.
    """

    at: datetime
    who: str
    via: Via
    what: str
    name: str
    changes: Mapping[str, tuple[str, str]]
    """Texts before and after, by what changed."""
    address: str = ""
    """Where a page or call was asked from."""
    id: int = 0
    """Given by the store; later rows have greater ones."""


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which rows are meant; empty: all. `who` is a part of a name, `before` the id of a row: only those older."""

    what: str = ""
    name: str = ""
    who: str = ""
    before: int = 0


ALL_HISTORY = HistoryFilter()


class History(Protocol):
    """Only ever grows."""

    def note(self, rows: Iterable[HistoryRow]) -> None:
        """Add rows; part of the caller's transaction where there is one."""

    def history(self, limit: int, only: HistoryFilter = ALL_HISTORY) -> list[HistoryRow]:
        """Answer rows, newest first."""
