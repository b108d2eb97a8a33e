"""The interface that every side implements, both ways: one rep's records in one place.

An endpoint belongs to one rep and one cycle; it is not shared between threads. Every method may raise the errors of
`errors.py`; what concerns one record only is an `ItemError` in the list of results. Result lists have the length and
the order of what was asked. Values are in the labels of `records.fields`, already in the form of `records.normal`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from msgspec import Struct

from syncline import catalogue
from syncline.records.candidate import Candidate
from syncline.records.record import EMPTY, Value, Values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from syncline.records.capability import Capabilities
    from syncline.records.record import Record
    from syncline.records.words import Collection, Side


class Duty(StrEnum):
    """What is to be done about a record that failed."""

    RETRY = "retry"
    """May go through by itself (a locked row, a busy server)."""
    MEND = "mend"
    """Somebody has to change something first (a validation rule, a missing permission)."""


@dataclass(frozen=True, slots=True)
class ItemError:
    """Why one record failed; the batch went on. `message` is the provider's, without values of the record."""

    code: str
    message: str
    duty: Duty = Duty.MEND

    @property
    def remedy(self) -> str:
        """What to do about it, out of the catalogue."""
        return catalogue.remedy(self.code)


@dataclass(frozen=True, slots=True)
class Conflict:
    """The record changed since the version that the write named. Nothing was written."""

    id: str


class Missing(Struct, frozen=True, gc=False):
    """No record of that id can be read: deleted, hidden from the rep, or moved away. Never proof of a deletion."""

    id: str


class Mention(Struct, frozen=True, gc=False):
    """A listing's word that a record exists in this version, without its values."""

    id: str
    version: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing or of changes. Committing `cursor` says that everything on the page was taken in.

    `records` came with their values, `mentions` without. `gone` are tombstones: ids that left the collection.
    """

    cursor: str
    more: bool
    records: tuple[Record, ...] = ()
    mentions: tuple[Mention, ...] = ()
    gone: tuple[str, ...] = ()


class Whereabouts(StrEnum):
    """What was found when looking for a record that left its collection."""

    HERE = "here"
    DELETED = "deleted"
    """Seen in Deleted Items, the recoverable items or the recycle bin: positively deleted."""
    ELSEWHERE = "elsewhere"
    """Seen in another folder: moved out by a person."""
    UNKNOWN = "unknown"
    """Not found anywhere. Not proof of anything."""


@dataclass(frozen=True, slots=True)
class Trail:
    """A record to look for: its last id and the trace that survives a move."""

    id: str
    trace: str | None


class Draft(Struct, frozen=True, gc=False):
    """A record to be made. `key` is stored as an intent before the call and stamped on the record where possible."""

    key: str
    values: Values
    uid: str | None = None
    people: tuple[str, ...] = ()
    """Addresses of those whom the event is to be related to, if the other side knows them (SPEC 5.5)."""


class Edit(Struct, frozen=True, gc=False):
    """Fields to be changed on an existing record; None empties a field.

    `version` is the one last seen. Where the provider has conditional writes, another version answers `Conflict`.
    `whole` are all values the record will hold afterwards, for providers in which fields hang together (start and end).
    """

    id: str
    version: str
    changes: Mapping[str, Value | None]
    whole: Values
    held: Values = EMPTY
    """What the side was known to hold: of what is a list of people, only those who were known are taken out."""
    kept: str = ""
    """What `whole` answered of an event when it held the `Body` that is put back: formatted, it goes back as it was."""


NOTHING_LEFT: Final[Mapping[str, ItemError]] = MappingProxyType({})


class Written(Struct, frozen=True, gc=False):
    """A write that happened.

    `after` is what the side holds now, when the answer told; None when it did not (then it holds what was sent, as far
    as is known). `before` is what it held the instant before, where the provider tells in the same request.
    """

    id: str
    version: str
    after: Values | None = None
    before: Values | None = None
    trace: str | None = None
    notes: tuple[str, ...] = ()
    """What a person should look at although the write happened, e.g. `company_unresolved` (SPEC 4.3)."""
    candidates: tuple[Candidate, ...] = ()
    """What a person may choose from, e.g. accounts with a similar name."""
    left: Mapping[str, ItemError] = NOTHING_LEFT
    """Fields of which not all could be written now, and why: they are to be tried again."""


class Intent(Struct, frozen=True, gc=False):
    """A create that was announced and whose answer is unknown. `since` is when it was announced, by our clock."""

    key: str
    values: Values
    since: datetime


@dataclass(frozen=True, slots=True)
class Lost:
    """A record that Syncline had deleted and that is to come back.

    `whole` is what the endpoint's own `whole` had answered before the deletion. `key` is that of an intent: the same
    for every attempt, announced at `since`, so that what an earlier attempt made is found and not made again.
    """

    id: str
    key: str
    whole: str
    values: Values
    since: datetime
    trace: str | None = None


class Endpoint(Protocol):
    """One rep's records on one side."""

    @property
    def side(self) -> Side:
        """Which side this is."""

    def clock_offset(self) -> timedelta:
        """How far the server's clock is ahead of ours, as its answers showed; zero before the first answer."""

    def capabilities(self, collection: Collection) -> Capabilities:
        """What this side can hold of each mapped field for this rep. A field that is not mapped is missing."""

    def changes(self, collection: Collection, cursor: str | None) -> Page:
        """Answer the page that follows `cursor`; None starts a listing of the whole collection.

        The mailbox lists everything, then changes for ever. Salesforce lists what is in the rep's scope once; at the
        end of that listing it answers an empty page without a call (changes come in by the feed).
        Raises `ResyncError` when the cursor is void.
        """

    def read(self, collection: Collection, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """Answer the records as they are now, as the rep sees them."""

    def whole(self, collection: Collection, ids: Sequence[str]) -> list[str | Missing | ItemError]:
        """Answer everything the provider tells of each record, as text (JSON or XML), for the journal."""

    def create(self, collection: Collection, drafts: Sequence[Draft]) -> list[Written | ItemError]:
        """Make records. Nobody is told by mail. When it raises, any of them may have been made."""

    def update(self, collection: Collection, edits: Sequence[Edit]) -> list[Written | Conflict | Missing | ItemError]:
        """Change fields of records. Nobody is told by mail."""

    def delete(
        self, collection: Collection, targets: Sequence[Mention]
    ) -> list[Written | Conflict | Missing | ItemError]:
        """Take records away: into Deleted Items, into the recycle bin. Nobody is told by mail."""

    def restore(self, collection: Collection, losts: Sequence[Lost]) -> list[Written | ItemError]:
        """Bring records back whole: out of Deleted Items or the recycle bin, else made anew of what was kept.

        One that is there already is answered as it is. The id may be new. Nobody is told by mail.
        """

    def made(self, collection: Collection, intents: Sequence[Intent]) -> dict[str, Record]:
        """Look for records that an earlier attempt may have made. Answers those found, by the intent's key.

        One that somebody edited since is answered as it was made, without a version: it has to be read.
        """


class Mailbox(Endpoint, Protocol):
    """A rep's account in a mail system. Its listing is complete, so candidates for a match are known without asking."""

    def locate(self, collection: Collection, trails: Sequence[Trail]) -> list[Whereabouts]:
        """Look for records that left the collection, before any deletion is believed."""

    def lag(self, collection: Collection) -> timedelta:
        """Answer how long after a write listings, and `made` too, may not tell of it: not found is not absent."""

    @property
    def adopted(self) -> bool:
        """Whether the contacts were in step with this org before: their folder bore our mark when it was opened.

        With a store that knows nothing of it, that store was lost. False before the first `changes`.
        """

    def known(self, collection: Collection) -> str | None:
        """Answer the id of the folder that is read, None before the first `changes`."""


@runtime_checkable
class Recognisable(Protocol):
    """A mailbox that can be told from every other one, by whatever address it was opened."""

    def recognised(self, collection: Collection) -> str | None:
        """Answer what no other mailbox has: the id of the folder that is read; None before the first `changes`."""


@runtime_checkable
class ReadsSeries(Protocol):
    """A mailbox that can tell a series as one: rule, and what was done to single occurrences."""

    def series(self, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """Answer events that `read` calls `recurring`, with `Recurrence` and `Exceptions` among their values."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Records that a person wants a record related to: a contact to one account, an event to people and a record."""

    id: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A record that one of an event's people is, or works for: `kind` is contact, lead or account."""

    kind: str
    id: str
    name: str
    address: str = ""
    """That by which a person is known; accounts have none."""
    company: str = ""


RELATED_MEANWHILE: Final = "related_meanwhile"
"""Note on an event that somebody had related by then, and that was left so."""


class Org(Endpoint, Protocol):
    """A rep's view of a Salesforce org: everything is read and written as the rep."""

    def existing(self, collection: Collection, ids: Sequence[str]) -> set[str]:
        """Answer which of these records exist, seen as the integration user: ids alone, no value of any of them.

        What the rep cannot read and this answers is hidden from the rep; what it leaves out may have been deleted.
        """

    def relate(
        self, collection: Collection, relations: Sequence[Relation]
    ) -> list[Written | Conflict | Missing | ItemError]:
        """Relate contacts to accounts, events to contacts, a lead, or another record.

        An account that stood there goes; an event that is related by then is left alone, and noted as such.
        """

    def questions(self, collection: Collection, made: Mapping[str, Draft]) -> list[Written]:
        """Answer what a person should be asked about records that were made, by id, without our hearing of it.

        Only those with notes are answered.
        """

    def acquainted(self, addresses: Sequence[str]) -> list[Acquaintance]:
        """Answer the contacts and leads with these addresses, and the contacts' accounts, as the rep sees them."""

    def accounts(self, names: Sequence[str]) -> dict[str, str]:
        """Answer the accounts that bear exactly these names, by name; where there are none or several, nothing."""

    def check(self, collection: Collection) -> None:
        """Look whether the rep may do what the configuration needs (SPEC 7.7). Asked once for both collections.

        Raises `StopCollectionError`, which names what is missing.
        """

    def find(self, collection: Collection, probes: Sequence[Record]) -> list[Record]:
        """Answer every record the rep can see that might be the same thing as one of the probes.

        Contacts: same email, or same first and last name. Events of the rep: same start and end, or same UID where the
        org has our key field. The answer may hold more than what truly matches.
        """


NOT_CREATEABLE: Final = "not_createable"
"""Why an org in which nobody may make series does not make any."""


@runtime_checkable
class MakesSeries(Protocol):
    """An org in which a series can be made as one; its occurrences are then events like any other.

    Values of series have the first occurrence's `Start` and `End`, and a `Recurrence` that ends after a count.
    """

    def unfit(self, series: Values) -> str | None:
        """Say why a series cannot be made as one, by the name of the rule; None if it can."""

    def make_series(self, drafts: Sequence[Draft]) -> list[ItemError | None]:
        """Make series. Nobody is told by mail. When it raises, any of them may have been made."""

    def series_made(self, several: Sequence[Values]) -> list[list[Record]]:
        """Answer the occurrences that there are of series of just this rule, start and kind, of the rep.

        There may be those of two series that are quite alike among them, and of one that was made long ago.
        """


SETUP: Final = "SetupAuditTrail"
"""Name of a feed's row that tells of a change in Setup: what anybody may do can be different now."""


EVENT_RELATION: Final = "EventRelation"
"""Name of a feed's row that tells of somebody who takes part in an event: invited, answered, or taken out."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A record of the org changed: id and stamp, no values.

    `name` is `Contact`, `Event`, `Account`, `User`, `SETUP` or `EVENT_RELATION`. `master` is the record that a merged
    contact went into. A relation's `owner` is that of its event.
    """

    name: str
    id: str
    stamp: str
    owner: str | None = None
    deleted: bool = False
    master: str | None = None
    account: str | None = None
    made: bool = False
    """An account that nobody has changed since it was made."""
    by: str | None = None
    """The id of the user who saved it last."""
    event: str | None = None
    """The event that a relation belongs to."""

    @property
    def about(self) -> str:
        """The record that is to be read: a relation's event, else the record itself."""
        return self.event or self.id


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One page of an org's changes, oldest first."""

    rows: tuple[FeedRow, ...]
    cursor: str
    more: bool
    young_since: str = ""
    """Records with this stamp or a later one may change once more and bear the same stamp; empty: none can."""
    tells_setup: bool = True
    """Whether the feed tells of changes in Setup; if not, each rep's permissions are asked for in every cycle."""


@dataclass(frozen=True, slots=True)
class OrgUser:
    """A Salesforce user as the integration user sees it. `zone` is an IANA name."""

    id: str
    username: str
    email: str
    active: bool
    zone: str
    profile: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an org has against settings. `path` leads there in the words of the set-up file (`contacts`, `where`, 0)."""

    path: tuple[str | int, ...]
    message: str
    remedy: str
    grave: bool = True
    """Whether it cannot work so; otherwise it is a warning."""


@dataclass(frozen=True, slots=True)
class OrgField:
    """One field of an org's contacts or events, as a person chooses it. `name` may lead through a relationship."""

    name: str
    label: str
    type: str
    goes_with: tuple[str, ...] = ()
    """Labels of mailbox fields that can be mapped to it; where values flow to Salesforce, only if it is `written`."""
    written: bool = True
    operators: tuple[str, ...] = ()
    """The operators with which a filter may ask for it; none: it cannot be asked for."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Active values of a picklist, with their labels."""


@dataclass(frozen=True, slots=True)
class OrgFields:
    """The fields of an org that the integration user sees, by label; those of the account after the contact's own."""

    contacts: tuple[OrgField, ...] = ()
    events: tuple[OrgField, ...] = ()


class OrgReader(Protocol):
    """The integration user's view of an org: which records changed, for everybody at once, and who its users are."""

    def start(self) -> str:
        """Answer the cursor of this instant, by the server's own stamps."""

    def feed(self, cursor: str, *, attendees: bool = False) -> FeedPage:
        """Answer what changed since `cursor`, overlapping by ten minutes because late commits carry earlier stamps.

        Who takes part in an event can change while the event's own stamp stays; that is told with `attendees`.
        """

    def contacts_of(self, accounts: Sequence[str]) -> list[str]:
        """Answer the ids of the contacts of these accounts: their renaming touches no contact."""

    def users(self, usernames: Sequence[str]) -> list[OrgUser]:
        """Answer the users of these user names (inactive ones too); an unknown name is missing from the answer."""

    def members(self, profiles: Sequence[str]) -> list[OrgUser]:
        """Answer the active users who have one of these profiles; case does not count in a profile's name."""

    def org_id(self) -> str:
        """Answer the id of the org that really answers."""
