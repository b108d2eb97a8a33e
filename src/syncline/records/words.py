"""The words that the specification uses, as values."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """One of the two places a record lives in."""

    SALESFORCE = "salesforce"
    MAILBOX = "mailbox"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.MAILBOX if self is Side.SALESFORCE else Side.SALESFORCE


class Collection(StrEnum):
    """What kind of record."""

    CONTACTS = "contacts"
    EVENTS = "events"


class Direction(StrEnum):
    """Which way values may flow. `NONE` does not sync the collection at all."""

    BOTH = "both"
    TO_SALESFORCE = "to_salesforce"
    TO_MAILBOX = "to_mailbox"
    NONE = "none"

    def may_write(self, side: Side) -> bool:
        """Whether Syncline may write on `side`."""
        one_way = Direction.TO_SALESFORCE if side is Side.SALESFORCE else Direction.TO_MAILBOX
        return self is Direction.BOTH or self is one_way


class Gone(StrEnum):
    """How a record left its collection, as far as it was observed."""

    DELETED = "deleted"
    MOVED = "moved"
    UNKNOWN = "unknown"
    MERGED = "merged"
    HIDDEN = "hidden"
    """Salesforce: the record exists, and the rep cannot see it."""


def flow(side: Side) -> Direction:
    """Name the direction in which a write on `side` flows."""
    return Direction.TO_SALESFORCE if side is Side.SALESFORCE else Direction.TO_MAILBOX
