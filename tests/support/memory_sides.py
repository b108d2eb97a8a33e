"""Both sides of a sync held in memory, behind the port: for tests of the engine, and for measuring it alone."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import (
    Acquaintance,
    Conflict,
    Draft,
    Edit,
    FeedPage,
    FeedRow,
    Intent,
    ItemError,
    Lost,
    Mention,
    Missing,
    OrgUser,
    Page,
    Relation,
    Trail,
    Whereabouts,
    Written,
)
from syncline.planner.keys import keys_of
from syncline.records.capability import (
    EXCHANGE_CONTACT,
    EXCHANGE_EVENT,
    SALESFORCE_CONTACT,
    SALESFORCE_EVENT,
    Capabilities,
    fit,
)
from syncline.records.record import Record, Value, Values
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

STAMP = "%Y-%m-%dT%H:%M:%S.000+0000"
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass(slots=True)
class MemoryClock:
    """A clock that moves a second at each reading."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def wait(self, **ahead: float) -> None:
        """Let time pass."""
        self.now += timedelta(**ahead)


def counter_ids() -> Callable[[], str]:
    """Answer ids that count up, so that runs can be compared."""
    numbers = itertools.count(1)
    return lambda: f"id-{next(numbers):08d}"


@dataclass(slots=True)
class Shelf:
    """One collection on one side: records by id, and a log of what changed."""

    prefix: str
    clock: Callable[[], datetime]
    records: dict[str, Record] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    where: dict[str, Whereabouts] = field(default_factory=dict)
    bin: dict[str, Record] = field(default_factory=dict)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    fail: Callable[[Values], ItemError | None] = lambda _values: None
    rewrite: Callable[[dict[str, Value]], dict[str, Value]] = lambda values: values
    """What the server does to values when it saves them."""
    stamps: bool = False
    """Versions are Salesforce's stamps."""

    def version(self) -> str:
        return self.clock().strftime(STAMP) if self.stamps else f"v{next(self.numbers)}"

    collection: Collection = Collection.CONTACTS
    index: dict[str, set[str]] = field(default_factory=dict)
    """Ids by the keys that matching asks for, as a server's own index."""

    def _file(self, record: Record) -> None:
        for key in keys_of(self.collection, record.values, record.uid):
            self.index.setdefault(key, set()).add(record.id)

    def matching(self, keys: set[str]) -> list[Record]:
        """Answer the records that have one of these keys."""
        ids = {one for key in keys for one in self.index.get(key, ())}
        found = [self.records[one] for one in sorted(ids) if one in self.records]
        return [one for one in found if keys.intersection(keys_of(self.collection, one.values, one.uid))]

    def put(self, values: Values, **facts: object) -> Record:
        """Save a new record, as a person or as Syncline does."""
        number = next(self.numbers)
        now = self.clock()
        record = Record(
            f"{self.prefix}{number:06d}", self.version(), self.rewrite(dict(values)), modified=now, created=now
        )
        trace = None if self.stamps else f"trace-{record.id}"
        record = structs.replace(record, trace=trace, **facts)
        self.records[record.id] = record
        self._file(record)
        self.log.append(record.id)
        return record

    def edit(self, record_id: str, changes: dict[str, Value | None]) -> Record:
        """Change fields of a record; None empties one."""
        old = self.records[record_id]
        values = {label: value for label, value in old.values.items() if label not in changes}
        values.update({label: value for label, value in changes.items() if value is not None})
        version = self.version()
        record = structs.replace(old, values=self.rewrite(values), version=version, modified=self.clock())
        self.records[record_id] = record
        self._file(record)
        self.log.append(record_id)
        return record

    def remove(self, record_id: str, where: Whereabouts = Whereabouts.DELETED) -> None:
        """Take a record out of the collection."""
        record = self.bin[record_id] = self.records.pop(record_id)
        self.where[record_id] = self.where[record.trace or record_id] = where
        self.log.append(record_id)

    def whereabouts(self, record_id: str, trace: str | None) -> Whereabouts:
        """Tell where a record is: by its trace, whatever its id is by now."""
        if trace and any(record.trace == trace for record in self.records.values()):
            return Whereabouts.HERE
        return self.where.get(trace or record_id) or self.where.get(record_id, Whereabouts.UNKNOWN)


@dataclass(slots=True)
class MemorySide(ABC):
    """What both sides do alike. `calls` counts calls by name; `before_write` lets somebody else in first."""

    clock: Callable[[], datetime]
    shelves: dict[Collection, Shelf] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    before_write: Callable[[], None] = lambda: None
    unreadable: set[str] = field(default_factory=set)
    """Records that the server fails to read, though they are there."""
    more: Capabilities = field(default_factory=dict)
    """What this side can hold of an event besides: what makes it a series, and who takes part."""

    @abstractmethod
    def capabilities(self, collection: Collection) -> Capabilities: ...

    @abstractmethod
    def _create(self, collection: Collection, draft: Draft) -> Written | ItemError: ...

    @abstractmethod
    def _update(self, shelf: Shelf, edit: Edit) -> Written | Conflict | Missing | ItemError: ...

    def _count(self, name: str) -> None:
        self.calls[name] = self.calls.get(name, 0) + 1

    def clock_offset(self) -> timedelta:
        return timedelta(0)

    def _told(self, collection: Collection, record_id: str) -> Record | Missing | ItemError:
        if record_id in self.unreadable:
            return ItemError("ErrorInternalServerError", "The record is broken.")
        return self.shelves[collection].records.get(record_id) or Missing(record_id)

    def whole(self, collection: Collection, ids: Sequence[str]) -> list[str | Missing | ItemError]:
        self._count("whole")
        records = self.shelves[collection].records
        return [repr(dict(records[one].values)) if one in records else Missing(one) for one in ids]

    def create(self, collection: Collection, drafts: Sequence[Draft]) -> list[Written | ItemError]:
        self._count("create")
        self.before_write()
        return [self._create(collection, draft) for draft in drafts]

    def update(self, collection: Collection, edits: Sequence[Edit]) -> list[Written | Conflict | Missing | ItemError]:
        self._count("update")
        self.before_write()
        return [self._update(self.shelves[collection], edit) for edit in edits]

    def delete(
        self, collection: Collection, targets: Sequence[Mention]
    ) -> list[Written | Conflict | Missing | ItemError]:
        self._count("delete")
        return [self._delete(self.shelves[collection], one) for one in targets]

    def _delete(self, shelf: Shelf, target: Mention) -> Written | Conflict | Missing | ItemError:
        if target.id not in shelf.records:
            return Missing(target.id)
        shelf.remove(target.id)
        return Written(target.id, "")

    def restore(self, collection: Collection, losts: Sequence[Lost]) -> list[Written | ItemError]:
        self._count("restore")
        return [self._restore(self.shelves[collection], lost) for lost in losts]

    def _restore(self, shelf: Shelf, lost: Lost) -> Written | ItemError:
        if lost.id not in shelf.records and lost.id not in shelf.bin:
            return ItemError("not_kept_whole", "It is gone.")
        if lost.id in shelf.bin:
            shelf.records[lost.id] = shelf.bin.pop(lost.id)
            shelf.edit(lost.id, {})
        record = shelf.records[lost.id]
        return Written(record.id, record.version, after=record.values, trace=record.trace)

    def made(self, collection: Collection, intents: Sequence[Intent]) -> dict[str, Record]:
        self._count("made")
        by_marker = {one.marker: one for one in self.shelves[collection].records.values()}
        return {one.key: by_marker[one.key] for one in intents if one.key in by_marker}


@dataclass(slots=True)
class MemoryMailbox(MemorySide):
    """A mailbox. `calls` counts calls by name."""

    page: int = 512
    adopted: bool = False

    def __post_init__(self) -> None:
        for collection, prefix in ((Collection.CONTACTS, "mc-"), (Collection.EVENTS, "me-")):
            self.shelves[collection] = Shelf(prefix, self.clock, collection=collection)

    side = Side.MAILBOX

    def capabilities(self, collection: Collection) -> Capabilities:
        return EXCHANGE_CONTACT if collection is Collection.CONTACTS else {**EXCHANGE_EVENT, **self.more}

    def changes(self, collection: Collection, cursor: str | None) -> Page:
        self._count("changes")
        shelf = self.shelves[collection]
        start = int(cursor or 0)
        ids = list(dict.fromkeys(shelf.log[start : start + self.page]))
        end = min(start + self.page, len(shelf.log))
        mentions = tuple(Mention(one, shelf.records[one].version) for one in ids if one in shelf.records)
        gone = tuple(one for one in ids if one not in shelf.records) if cursor else ()
        return Page(str(end), end < len(shelf.log), mentions=mentions, gone=gone)

    def read(self, collection: Collection, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        self._count("read")
        return [self._told(collection, one) for one in ids]

    def _create(self, collection: Collection, draft: Draft) -> Written | ItemError:
        shelf = self.shelves[collection]
        error = shelf.fail(draft.values)
        if error is not None:
            return error
        record = shelf.put(fit(self.capabilities(collection), draft.values), marker=draft.key, uid=draft.uid)
        return Written(record.id, record.version, trace=record.trace)

    def _update(self, shelf: Shelf, edit: Edit) -> Written | Conflict | Missing | ItemError:
        old = shelf.records.get(edit.id)
        if old is None:
            return Missing(edit.id)
        if old.version != edit.version:
            return Conflict(edit.id)
        error = shelf.fail(edit.whole)
        return error or Written(edit.id, shelf.edit(edit.id, dict(edit.changes)).version)

    def locate(self, collection: Collection, trails: Sequence[Trail]) -> list[Whereabouts]:
        self._count("locate")
        shelf = self.shelves[collection]
        return [shelf.whereabouts(trail.id, trail.trace) for trail in trails]

    def lag(self, collection: Collection) -> timedelta:
        return timedelta()

    def known(self, collection: Collection) -> str | None:
        return str(collection)


@dataclass(slots=True)
class MemoryOrg(MemorySide):
    """One rep's view of an org, the integration user's view included."""

    user_id: str = "005000000000001AAA"
    page: int = 2000
    hidden: set[str] = field(default_factory=set)
    masters: dict[str, str] = field(default_factory=dict)
    users_known: list[OrgUser] = field(default_factory=list)

    side = Side.SALESFORCE

    def __post_init__(self) -> None:
        for collection, prefix in ((Collection.CONTACTS, "003"), (Collection.EVENTS, "00U")):
            self.shelves[collection] = Shelf(prefix, self.clock, stamps=True, collection=collection)

    def check(self, collection: Collection) -> None:
        """Everything is permitted here."""

    def capabilities(self, collection: Collection) -> Capabilities:
        return SALESFORCE_CONTACT if collection is Collection.CONTACTS else {**SALESFORCE_EVENT, **self.more}

    def changes(self, collection: Collection, cursor: str | None) -> Page:
        if cursor == "done":
            return Page("done", more=False)
        self._count("changes")
        ids = sorted(one.id for one in self.shelves[collection].records.values() if self._listed(one))
        rest = [one for one in ids if one > (cursor or "")][: self.page]
        records = tuple(self.shelves[collection].records[one] for one in rest)
        return Page(rest[-1] if len(rest) == self.page else "done", len(rest) == self.page, records=records)

    def _listed(self, record: Record) -> bool:
        return record.owner == self.user_id and record.id not in self.hidden

    def read(self, collection: Collection, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        self._count("read")
        return [Missing(one) if one in self.hidden else self._told(collection, one) for one in ids]

    def existing(self, collection: Collection, ids: Sequence[str]) -> set[str]:
        return set(ids) & self.shelves[collection].records.keys()

    def find(self, collection: Collection, probes: Sequence[Record]) -> list[Record]:
        self._count("find")
        wanted = {key for probe in probes for key in keys_of(collection, probe.values, probe.uid)}
        return [one for one in self.shelves[collection].matching(wanted) if one.id not in self.hidden]

    def _create(self, collection: Collection, draft: Draft) -> Written | ItemError:
        shelf = self.shelves[collection]
        error = shelf.fail(draft.values)
        if error is not None:
            return error
        values = fit(self.capabilities(collection), draft.values)
        if collection is Collection.CONTACTS:
            values.setdefault("Surname", "Stand-in")
        record = shelf.put(values, owner=self.user_id, marker=draft.key)
        return Written(record.id, record.version, after=record.values)

    def _update(self, shelf: Shelf, edit: Edit) -> Written | Conflict | Missing | ItemError:
        old = shelf.records.get(edit.id)
        if old is None or edit.id in self.hidden:
            return Missing(edit.id)
        error = shelf.fail(edit.whole)
        if error is not None:
            return error
        new = shelf.edit(edit.id, dict(edit.changes))
        return Written(edit.id, new.version, after=new.values, before=old.values)

    def relate(
        self, collection: Collection, relations: Sequence[Relation]
    ) -> list[Written | Conflict | Missing | ItemError]:
        self._count("relate")
        return [Missing(one.id) for one in relations]

    def questions(self, collection: Collection, made: Mapping[str, Draft]) -> list[Written]:
        return []

    def acquainted(self, addresses: Sequence[str]) -> list[Acquaintance]:
        return []

    def accounts(self, names: Sequence[str]) -> dict[str, str]:
        self._count("accounts")
        return {}

    def start(self) -> str:
        return ",".join(str(len(self.shelves[one].log)) for one in Collection)

    def feed(self, cursor: str, *, attendees: bool = False) -> FeedPage:
        self._count("feed")
        rows: list[FeedRow] = []
        ends: list[int] = []
        for collection, start in zip(Collection, map(int, cursor.split(",")), strict=True):
            shelf = self.shelves[collection]
            name = "Contact" if collection is Collection.CONTACTS else "Event"
            rows += [self._row(shelf, name, one) for one in dict.fromkeys(shelf.log[start : start + self.page])]
            ends.append(min(start + self.page, len(shelf.log)))
        more = any(end < len(self.shelves[one].log) for one, end in zip(Collection, ends, strict=True))
        return FeedPage(tuple(rows), ",".join(map(str, ends)), more)

    def _row(self, shelf: Shelf, name: str, record_id: str) -> FeedRow:
        record = shelf.records.get(record_id)
        if record is None:
            stamp = self.clock().strftime(STAMP)
            return FeedRow(name, record_id, stamp, deleted=True, master=self.masters.get(record_id))
        return FeedRow(name, record_id, record.version, record.owner)

    def contacts_of(self, accounts: Sequence[str]) -> list[str]:
        self._count("contacts of accounts")
        return []

    def users(self, usernames: Sequence[str]) -> list[OrgUser]:
        wanted = {name.casefold() for name in usernames}
        return [user for user in self.users_known if user.username.casefold() in wanted]

    def members(self, profiles: Sequence[str]) -> list[OrgUser]:
        wanted = {name.casefold() for name in profiles}
        return [user for user in self.users_known if user.active and user.profile.casefold() in wanted]

    def org_id(self) -> str:
        return "00D000000000001EAA"
