"""What is to be done about one record or one pair, as values that can be printed, compared and tested."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from syncline.records.record import Record
from syncline.records.words import Side

if TYPE_CHECKING:
    from syncline.planner.merge import Merged
    from syncline.records.link import Ended, Link
    from syncline.records.record import Values


class Why(StrEnum):
    """The reasons that a decision gives; they stand in the journal and in reports."""

    CHANGED = "changed"
    FIRST_MATCH = "first_match"
    NEW = "new"
    DELETED_ON_OTHER_SIDE = "deleted_on_other_side"
    LEFT_SCOPE = "left_scope"
    EDITED_AND_DELETED = "edited_and_deleted"
    ANSWERED = "answered"
    PRIVATE = "private"
    NOT_SELECTED = "not_selected"
    DIRECTION = "direction"
    OUTSIDE_WINDOW = "outside_window"
    NOT_REPRESENTABLE = "not_representable"
    IN_SERIES = "in_series"
    """The calendar has it already, as an occurrence of a series."""


@dataclass(frozen=True, slots=True)
class Settle:
    """Carry out a merge (which may write on neither, one or both sides) and keep the link."""

    link: Link
    merged: Merged
    salesforce: Record | None
    mailbox: Record | None
    why: Why = Why.CHANGED

    def record(self, side: Side) -> Record | None:
        """What was read on `side`; None where nothing new was seen there."""
        return self.salesforce if side is Side.SALESFORCE else self.mailbox

    def held(self, side: Side) -> Values:
        """What `side` held when the merge was planned."""
        record = self.record(side)
        return record.values if record is not None else self.link.held(side)

    def version(self, side: Side) -> str:
        """In which version the record on `side` was planned with."""
        record = self.record(side)
        return record.version if record is not None else self.link.version(side)


class Create(Struct, frozen=True, gc=False):
    """Copy a record to `side` and link the two."""

    side: Side
    source: Record


@dataclass(frozen=True, slots=True)
class Delete:
    """Take the record on `side` away, journaled whole first, and end the link."""

    side: Side
    link: Link
    ended: Ended
    why: Why


@dataclass(frozen=True, slots=True)
class End:
    """End the link and touch no record. `ask` makes an unresolved item about the surviving record on that side."""

    link: Link
    ended: Ended
    ask: Side | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """The Salesforce record was merged into another: let the link follow and read that one."""

    link: Link
    master: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing can be said now (the record cannot be read): the link stays, the record is asked for again later."""

    link: Link
    side: Side


Decision: TypeAlias = "Settle | Create | Delete | End | Follow | Wait"
