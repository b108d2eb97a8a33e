"""What became of the wish to take one journal row back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.record import Value

ANNOUNCED = "undo_announced"
"""Reason of the journal row of an undo that was announced: whether it was carried out is not known."""
UNDO = "undo"
"""Reason of the journal row of an undo that was carried out."""


class Verdict(StrEnum):
    """How it ended. All but `UNDONE` left the record as it was."""

    UNDONE = "undone"
    ALREADY = "already"
    """The record holds what it held before, or is there again."""
    CHANGED_SINCE = "changed_since"
    """Somebody changed it since; `now` says what stands there. Only `force` overwrites that."""
    GONE = "gone"
    """The record is not there, or the rep cannot see it."""
    REPLACED = "replaced"
    """What was deleted has been copied anew since: bringing it back would make a second one."""
    NOT_KEPT = "not_kept"
    """The row does not hold what was there before."""
    REFUSED = "refused"
    """A server refused it; `code` and `message` say why."""


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """About one row. `row` is the journal row of the undo itself, empty where nothing was written."""

    id: str
    verdict: Verdict
    row: str = ""
    code: str = ""
    message: str = ""
    now: Mapping[str, Value | None] = field(default_factory=lambda: MappingProxyType({}))
    private: bool = False
    """`now` is for the rep alone."""
