"""A pair of records that are the same thing, per rep, with the values last agreed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct, structs

from syncline.records.record import EMPTY, Value, Values, overlaid
from syncline.records.words import Collection, Side

Seen: TypeAlias = Mapping[str, Value | None]
"""Fields in which what a side was last seen to hold differs from the base; None is an empty field."""

NOTHING_SEEN: Seen = MappingProxyType({})


class Ended(StrEnum):
    """Why a link ended. An ended link is remembered, so that what a person took out does not come back."""

    DELETED_IN_MAILBOX = "deleted_in_mailbox"
    DELETED_IN_SALESFORCE = "deleted_in_salesforce"
    MOVED_OUT = "moved_out"
    GONE_UNKNOWN = "gone_unknown"
    OUT_OF_SCOPE = "out_of_scope"
    BECAME_PRIVATE = "became_private"
    DESELECTED = "deselected"
    BECAME_UNREPRESENTABLE = "became_unrepresentable"
    CONFIGURATION = "configuration"
    DELETED_ON_BOTH = "deleted_on_both"


DELETED_IN: Mapping[Side, Ended] = MappingProxyType(
    {Side.MAILBOX: Ended.DELETED_IN_MAILBOX, Side.SALESFORCE: Ended.DELETED_IN_SALESFORCE}
)
"""How a link ends whose record was deleted on a side, and whose other record stays."""


class Link(Struct, frozen=True, gc=False):
    """Unique per rep and collection by each of its two record ids while live.

    What a side was last seen to hold is the base with that side's `seen` laid over it: a side may hold a shortened or
    reformatted copy of an agreed value without having changed anything.
    """

    id: str
    rep: str
    collection: Collection
    salesforce_id: str
    mailbox_id: str
    base: Values = EMPTY
    salesforce_seen: Seen = NOTHING_SEEN
    mailbox_seen: Seen = NOTHING_SEEN
    salesforce_version: str = ""
    mailbox_version: str = ""
    uid: str | None = None
    trace: str | None = None
    made_on: Side | None = None
    """The side on which Syncline made the record; None where it found both."""
    owner: str = ""
    """The Salesforce user who owned the record when it was last settled."""
    ended: Ended | None = None
    ended_at: datetime | None = None
    child: bool = False
    """The Salesforce event is that of somebody who is invited: it follows the organizer's, and is not ours to write."""
    keys: tuple[str, ...] = ()
    """What later arrivals are compared with (see `planner.match`)."""
    salesforce_sent: Seen = NOTHING_SEEN
    """What was sent to Salesforce and perhaps arrived: no answer came, or is awaited. None emptied a field."""
    mailbox_sent: Seen = NOTHING_SEEN

    @property
    def live(self) -> bool:
        """Whether the pair is in step or to be brought in step."""
        return self.ended is None

    def record_id(self, side: Side) -> str:
        """The id of the record on `side`."""
        return self.salesforce_id if side is Side.SALESFORCE else self.mailbox_id

    def version(self, side: Side) -> str:
        """The version of the record on `side` when it was last settled."""
        return self.salesforce_version if side is Side.SALESFORCE else self.mailbox_version

    def seen(self, side: Side) -> Seen:
        """Where `side` differs from the base."""
        return self.salesforce_seen if side is Side.SALESFORCE else self.mailbox_seen

    def sent(self, side: Side) -> Seen:
        """What was sent to `side` and perhaps arrived."""
        return self.salesforce_sent if side is Side.SALESFORCE else self.mailbox_sent

    def held(self, side: Side) -> Values:
        """What `side` was last seen to hold."""
        seen = self.seen(side)
        return overlaid(self.base, seen) if seen else self.base

    def with_version(self, side: Side, version: str) -> Link:
        """Answer the link as settled with the record on `side` in this version."""
        if side is Side.SALESFORCE:
            return structs.replace(self, salesforce_version=version)
        return structs.replace(self, mailbox_version=version)

    def with_seen(self, side: Side, seen: Seen) -> Link:
        """Answer the link with where `side` differs from the base."""
        if side is Side.SALESFORCE:
            return structs.replace(self, salesforce_seen=seen)
        return structs.replace(self, mailbox_seen=seen)

    def with_sent(self, side: Side, sent: Seen) -> Link:
        """Answer the link with what was sent to `side` and perhaps arrived; nothing once its answer is known."""
        if side is Side.SALESFORCE:
            return structs.replace(self, salesforce_sent=sent)
        return structs.replace(self, mailbox_sent=sent)
