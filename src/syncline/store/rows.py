"""The rows that the store keeps, as frozen values. Stamps are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from syncline.records.record import Record, Value, Values
from syncline.records.words import Collection, Gone, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.candidate import Candidate


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """Address and credentials of one org or one mail system. `secrets` are encrypted wherever they are at rest."""

    name: str
    kind: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    org_id: str = ""
    """Salesforce: the org that answered first. If another answers, everything stops until a person confirms."""


@dataclass(frozen=True, slots=True)
class ConfigurationRow:
    """Sync settings for a group of reps, in the words of the set-up file."""

    name: str
    org: str
    mail: str
    active: bool
    settings: Mapping[str, Any]
    activated_at: datetime | None = None


UNHEARD = "unheard"
"""Reason of the sighting of what was just made and no listing has told of yet: nothing is left to be done about it."""
HELD = "held"
"""Why a sighting is parked that waits for a person's word about a held action."""

MARKED = "marked"
IN_PROGRESS = "in_progress"


@dataclass(frozen=True, slots=True)
class RepRow:
    """A Salesforce user who syncs. `id` is `<org connection>/<user name, lower case>`.

    `configuration` is empty once the rep left every configuration; links are kept.
    """

    id: str
    org: str
    mail: str
    username: str
    configuration: str
    mailbox: str = ""
    """The address; empty until user and mailbox were linked, or as overridden in the set-up file."""
    overridden: bool = False
    user_id: str = ""
    zone: str = "UTC"
    paused: bool = False
    reset: str = ""
    """`marked` while a reset waits, `in_progress` until its first cycle has finished, else empty."""
    problem: str = ""
    """Code of what stops this rep as a whole (see the errors table), else empty."""
    profile: str = ""
    """The Salesforce profile that brings the rep into the configuration; empty where a person named the rep."""

    @property
    def linked(self) -> bool:
        """Whether the rep's Salesforce user and mailbox are known, and nothing stops the rep as a whole."""
        return bool(self.user_id and self.mailbox and not self.problem)


def rep_id_of(org: str, username: str) -> str:
    """Answer the id under which the store keeps a rep of an org connection."""
    return f"{org}/{username.lower()}"


@dataclass(frozen=True, slots=True)
class CursorRow:
    """Where reading stopped."""

    rep: str
    collection: Collection
    side: Side
    cursor: str
    complete: bool = False
    """Whether the first listing has come to its end."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """The feed's word to one rep that a Salesforce record changed.

    `name` is `Contact`, `Event`, or `Account`; then the account of the contact `record_id` changed, perhaps its name.
    Or it is `EventRelation`; then who takes part in the event `record_id`.
    """

    rep: str
    name: str
    record_id: str
    stamp: str
    deleted: bool = False
    master: str | None = None
    owner: str | None = None


class Sighting(Struct, frozen=True, gc=False):
    """What was last seen of a record and is not settled in a link.

    `due` is when it is to be planned (at once: any past instant); None means parked: nothing to do until it changes or
    a person decides. `gone` is a word of `Gone`; then `record` is None.
    """

    rep: str
    collection: Collection
    side: Side
    record_id: str
    version: str = ""
    record: Record | None = None
    gone: Gone | None = None
    keys: tuple[str, ...] = ()
    due: datetime | None = None
    reason: str = ""
    attempts: int = 0
    master: str | None = None
    """Salesforce, merged: the record that this one went into."""
    owner: str | None = None
    """Salesforce: who owns the record now, as the feed said."""


class IntentRow(Struct, frozen=True, gc=False):
    """A create that was announced. `source_id` is the record on the other side that it copies."""

    key: str
    rep: str
    collection: Collection
    side: Side
    source_id: str
    values: Values
    since: datetime
    source: Record | None = None
    """By what the copied record is known, without its values: it may be gone before an answer comes. None in rows of
    earlier versions."""
    due: datetime | None = None
    """When the server has surely done what it was asked to; None: at once."""


class Action(StrEnum):
    """What a journal row tells of."""

    UPDATE = "update"
    DELETE = "delete"
    LOST_IN_CONFLICT = "lost_in_conflict"
    RESTORE = "restore"
    """A record that Syncline had deleted was brought back, by the undo of that deletion."""
    PAIRED_AGAIN = "paired_again"
    """No write: the ids of a whole collection became void, and what is there was matched again. There is no record."""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One write of Syncline's: every value it overwrote, every record it deleted, whole.

    `record_id` is where the record stood then; `link_id` leads to where it stands now.
    """

    id: str
    at: datetime
    rep: str
    collection: Collection
    side: Side
    record_id: str
    action: Action
    reason: str
    before: Mapping[str, Value | None] = field(default_factory=lambda: MappingProxyType({}))
    after: Mapping[str, Value | None] = field(default_factory=lambda: MappingProxyType({}))
    whole: str = ""
    link_id: str = ""
    who: str = ""
    """The person whose word it was (an undo); empty for a cycle."""
    undoes: str = ""
    """Id of the row that this one takes back."""
    private: bool = False
    """About a private event: only its own rep may read the values."""


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which rows of the journal are asked for; what is None or empty does not narrow. `until` is not included."""

    ids: tuple[str, ...] | None = None
    undoes: tuple[str, ...] | None = None
    """Rows that take back one of these."""
    links: tuple[str, ...] | None = None
    """Rows about the records of one of these links."""
    records: tuple[str, ...] | None = None
    """Rows about one of these record ids."""
    naming: str = ""
    """Rows in whose values or kept record this text stands, case ignored."""
    collection: Collection | None = None
    side: Side | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: str = ""
    """Id of the last row of the page before: only rows that come later in the order of reading (older ones)."""
    down_to: str = ""
    """Id of the last row to look at: only it, and rows that come earlier in the order of reading (newer ones)."""


WHOLE_JOURNAL = JournalFilter()


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """A failing item, collection or rep (the latter without record). One per rep, collection, side and record."""

    rep: str
    collection: Collection | None
    side: Side | None
    record_id: str
    code: str
    message: str
    remedy: str
    at: datetime
    other_id: str = ""
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class ErrorFilter:
    """Which errors are asked for; what is None or empty does not narrow. `until` is not included."""

    code: str = ""
    collection: Collection | None = None
    side: Side | None = None
    since: datetime | None = None
    until: datetime | None = None
    whole: bool = False
    """Only what stops a rep, or one of their collections, as a whole."""
    after: ErrorRow | None = None
    """The last row of the page before: only rows that come later in the order of reading."""


EVERY_ERROR = ErrorFilter()


class Asked(StrEnum):
    """Where a question to a person stands."""

    OPEN = "open"
    ANSWERED = "answered"
    """The next cycle carries the answer out, as the rep."""
    IGNORED = "ignored"
    """Nobody is asked again, unless the question becomes another one. Survives a reset."""


@dataclass(frozen=True, slots=True)
class UnresolvedRow:
    """What only a person can decide. One per rep, collection, side, record."""

    rep: str
    collection: Collection
    side: Side
    record_id: str
    kind: str
    at: datetime
    candidates: tuple[Candidate, ...] = ()
    name: str = ""
    """What people call the record."""
    state: Asked = Asked.OPEN
    answers: tuple[str, ...] = ()
    """Ids of records that a person chose, or a word of `engine.resolving`."""

    def asks_the_same(self, other: UnresolvedRow) -> bool:
        """Whether the other is the same question about the same record, so that its answer still holds."""
        mine, theirs = ({one.id for one in row.candidates} for row in (self, other))
        return (self.kind, self.name, mine) == (other.kind, other.name, theirs)


class Hold(StrEnum):
    """Where a held action stands."""

    HELD = "held"
    ALLOWED = "allowed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A deletion (or bulk creation) that waits for a person. One per rep, collection, side and record.

    `side` and `record_id` name the record that would be deleted (or the one that would be copied).
    """

    id: str
    rep: str
    collection: Collection
    side: Side
    record_id: str
    link_id: str
    action: str
    state: Hold
    at: datetime


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A finished cycle of one rep: what it did, by collection and direction."""

    rep: str
    started: datetime
    finished: datetime
    counts: Mapping[str, Any]
    through: tuple[str, ...] = ()
    """The ways whose initial sync is over, as `contacts.to_salesforce`: once over it stays so until a reset."""
    first: tuple[str, ...] = ()
    """Those of them whose initial sync ended with this very cycle."""
    name: str = ""
    """The cycle's id: every line of the log that was written in it has the same."""


@dataclass(frozen=True, slots=True)
class FeedRowSeen:
    """A feed row already taken in, remembered as long as the feed's overlap may bring it again."""

    record_id: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Watcher:
    """A rep whose link holds a Salesforce record, and the version it was settled in."""

    rep: str
    collection: Collection
    salesforce_id: str
    version: str
    live: bool
