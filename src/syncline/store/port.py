"""What the engine asks of a store, and nothing else. One suite runs on every implementation.

Reads answer values, and look nothing up where no ids, keys or traces are given. The only write of a cycle is `commit`,
which is one transaction. A store is used by one thread at a time per rep; different reps may be worked on at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from syncline.store.history import History
from syncline.store.meters import Meters
from syncline.store.rows import EVERY_ERROR, WHOLE_JOURNAL
from syncline.store.schedule import Schedule
from syncline.store.selections import Selections
from syncline.store.subscriptions import Subscriptions
from syncline.store.tallies import Tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from syncline.records.link import Link
    from syncline.records.words import Collection, Side
    from syncline.store.changes import Changes
    from syncline.store.rows import (
        ConfigurationRow,
        ConnectionRow,
        CursorRow,
        CycleRow,
        ErrorFilter,
        ErrorRow,
        HeldRow,
        InboxRow,
        IntentRow,
        JournalFilter,
        JournalRow,
        RepRow,
        Sighting,
        UnresolvedRow,
        Watcher,
    )


class LinkTakenError(Exception):
    """A record is already part of another live link of the same rep: the commit was refused whole."""


class SetUp(Protocol):
    """Connections, configurations, reps and guards, as the set-up file or the pages left them."""

    def connections(self, *, secrets: bool = True) -> list[ConnectionRow]:
        """All connections by name; without their secrets, nothing has to be opened with the key."""

    def configurations(self) -> list[ConfigurationRow]:
        """All configurations, by name."""

    def reps(self, ids: Sequence[str] | None = None) -> list[RepRow]:
        """All reps, those without a configuration included, by id; or those of these ids, unknown ones left out."""

    def named_reps(self) -> list[RepRow]:
        """Reps whom a person put into a configuration by name, by id: not those whom a profile brought there."""

    def setting(self, name: str) -> str:
        """Answer a named text of the installation (guards as JSON, ...), empty if never set."""

    def save_setup(
        self,
        *,
        connections: Iterable[ConnectionRow] = (),
        configurations: Iterable[ConfigurationRow] = (),
        reps: Iterable[RepRow] = (),
        settings: Mapping[str, str] | None = None,
        gone_connections: Iterable[str] = (),
        gone_configurations: Iterable[str] = (),
    ) -> None:
        """Write all of it in one transaction. Rows replace rows of the same name or id."""


class Store(SetUp, Schedule, Meters, Subscriptions, History, Selections, Tallies, Protocol):
    """What cycles and the feed read and write."""

    def cursors(self, rep: str) -> list[CursorRow]:
        """Where reading stopped, for each collection and side that has begun."""

    def links(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Link]:
        """Links, live and ended, that hold one of these records on `side`."""

    def links_by_trace(self, rep: str, collection: Collection, traces: Sequence[str]) -> list[Link]:
        """Links, live and ended, whose mailbox record carries one of these traces."""

    def links_by_uid(self, rep: str, collection: Collection, uids: Sequence[str]) -> list[Link]:
        """Live links whose mailbox record has one of these UIDs. Looks through all links of the rep."""

    def links_by_keys(self, rep: str, collection: Collection, keys: Sequence[str]) -> list[Link]:
        """Live links that have one of these keys."""

    def ended_by_keys(self, rep: str, collection: Collection, keys: Sequence[str]) -> list[Link]:
        """Ended links that have one of these keys."""

    def links_by_id(self, ids: Sequence[str]) -> list[Link]:
        """Links of these ids; unknown ids are left out."""

    def links_holding(self, records: Sequence[str]) -> list[Link]:
        """Links of all reps, live and ended, that hold one of these records on either side."""

    def links_naming(self, text: str) -> list[Link]:
        """Links of all reps, live and ended, in whose values this text stands, case ignored. Reads every link."""

    def links_about(self, rep: str, words: Sequence[str], limit: int) -> list[Link]:
        """Links of one rep, live ones first, that may be meant by words, all of them together, case ignored.

        What only names a field may count as well: whoever asks looks at the values. Reads every link of the rep.
        """

    def sightings_about(self, rep: str, words: Sequence[str], limit: int) -> list[Sighting]:
        """Unsettled records of one rep that may be meant by words, as `links_about` answers links."""

    def live_links(self, rep: str, collection: Collection, after: str, limit: int) -> list[Link]:
        """Live links in the order of their ids, from the first that is greater than `after`."""

    def count_links(self, rep: str, collection: Collection) -> int:
        """How many live links there are."""

    def watchers(self, org: str, salesforce_ids: Sequence[str]) -> list[Watcher]:
        """Every link of any rep of the org that holds one of these Salesforce records."""

    def due(self, rep: str, collection: Collection, now: datetime, limit: int) -> list[Sighting]:
        """Sightings that are to be planned, mailbox side first, then by record id; at most `limit`."""

    def next_due(self, rep: str) -> datetime | None:
        """When the earliest sighting of the rep is to be planned, but for `UNHEARD` ones; None when there is none."""

    def sightings(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Sighting]:
        """What is unsettled of these records."""

    def sightings_by_keys(
        self, rep: str, collection: Collection, side: Side, keys: Sequence[str], *, besides: Sequence[str] = ()
    ) -> list[Sighting]:
        """Unsettled records on `side` that have one of these keys, without the records of the ids in `besides`."""

    def inbox(self, rep: str, limit: int) -> list[InboxRow]:
        """What the feed left for the rep, oldest stamp first."""

    def reps_with_inbox(self) -> list[str]:
        """Ids of the reps for whom the feed left something."""

    def feed_cursor(self, org: str) -> str:
        """Where the feed of an org stopped, empty before its start."""

    def feed_seen(self, org: str, ids: Sequence[str]) -> dict[str, str]:
        """Answer the newest stamp remembered of each of these records; unknown ones are left out."""

    def intents(self, rep: str, collection: Collection) -> list[IntentRow]:
        """Creates whose answer never came, oldest first."""

    def journal(
        self, *, rep: str | None = None, limit: int = 1000, only: JournalFilter = WHOLE_JOURNAL, skip: int = 0
    ) -> list[JournalRow]:
        """What Syncline overwrote, deleted and brought back, newest first; without the first `skip` rows."""

    def forget_journal(self, before: datetime) -> int:
        """Remove rows older than this; answers how many."""

    def deletes_since(self, rep: str, collection: Collection, since: datetime, besides: Sequence[str] = ()) -> int:
        """How many deletions the journal holds since then, besides the rows of these ids."""

    def errors(
        self,
        *,
        rep: str | None = None,
        reps: Sequence[str] | None = None,
        ids: Sequence[str] | None = None,
        only: ErrorFilter = EVERY_ERROR,
        limit: int | None = None,
    ) -> list[ErrorRow]:
        """What fails, newest first; of one rep, of some, or of these short ids (`spot_id`); what is said together.

        Of one instant they are in the order of rep, collection, side and record.
        """

    def unresolved(
        self, *, rep: str | None = None, reps: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> list[UnresolvedRow]:
        """What only a person can decide, newest first; asked for as errors are."""

    def held(
        self, *, rep: str | None = None, reps: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> list[HeldRow]:
        """What waits for a person, and what a person refused, newest first; `ids` are those of the rows."""

    def parked(self, *, rep: str | None = None, reason: str) -> int:
        """How many sightings are parked for this reason."""

    def last_cycles(self, reps: Sequence[str] | None = None) -> dict[str, CycleRow]:
        """The last finished cycle of each rep, or of each of these."""

    def disconnect(self) -> None:
        """Let go of what this thread holds: to be called at the end of every thread that used the store."""

    def revive(self) -> None:
        """After the database went away: start it again where it is one of our own that died; else do nothing.

        Raises `StoreSetUpError` where it does not start.
        """

    def wake(self, rep: str, collection: Collection, now: datetime) -> None:
        """Let what is parked be planned at once, except what waits for a person's word about a held action."""

    def commit(self, changes: Changes) -> None:
        """Write everything or nothing. Raises `LinkTakenError` when a live link would share a record with another."""

    def glancing(self, rep: str) -> AbstractContextManager[None]:
        """Let what there is of a rep be looked up once, for as long as the block runs and this thread writes nothing.

        What others write meanwhile may go unseen; whoever does lets the rep's turn come again (`hasten`). Held by the
        thread that holds the rep's lock.
        """

    def reset(self, rep: str, collection: Collection | None = None) -> None:
        """Forget live links, cursors, sightings, inbox, intents, errors, unresolved and held items of a rep, at once.

        Of one collection or of both. Ended links, the journal, and what a person refused or ignored stay. The inbox is
        emptied only with both.
        """
