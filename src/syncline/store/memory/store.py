"""`MemoryStore`: the whole port over dicts."""

# ruff: noqa: D102 - the port says what each method means

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING

from syncline.records.words import Collection
from syncline.store.memory.feed import FeedTable
from syncline.store.memory.history import MemoryHistory
from syncline.store.memory.ledger import Ledger
from syncline.store.memory.links import LinkTable
from syncline.store.memory.meters import MemoryMeters
from syncline.store.memory.schedule import MemorySchedule
from syncline.store.memory.selections import MemorySelections
from syncline.store.memory.setup import SetUpTable
from syncline.store.memory.sightings import SightingTable
from syncline.store.memory.subscriptions import MemorySubscriptions
from syncline.store.port import Store
from syncline.store.rows import EVERY_ERROR, WHOLE_JOURNAL, Asked, Hold, Watcher
from syncline.store.schedule import Whose
from syncline.store.tallies import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from syncline.records.link import Link
    from syncline.records.words import Side
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
    )


class MemoryStore(MemorySchedule, MemoryMeters, MemorySubscriptions, MemoryHistory, MemorySelections, Store):
    """Keeps everything as long as the process lives, secrets included. Rows are kept as they were given, not copied.

    One lock makes it safe for several threads, as the port asks.
    """

    def __init__(self) -> None:
        MemorySchedule.__init__(self)
        MemoryMeters.__init__(self)
        MemorySubscriptions.__init__(self)
        MemoryHistory.__init__(self)
        MemorySelections.__init__(self)
        self._lock = RLock()
        self._setup = SetUpTable()
        self._cursors: dict[tuple[str, Collection, Side], CursorRow] = {}
        self._links = LinkTable()
        self._sightings = SightingTable()
        self._feed = FeedTable()
        self._ledger = Ledger()

    def connections(self, *, secrets: bool = True) -> list[ConnectionRow]:
        with self._lock:
            found = self._setup.connections()
        return found if secrets else [replace(row, secrets={}) for row in found]

    def configurations(self) -> list[ConfigurationRow]:
        with self._lock:
            return self._setup.configurations()

    def reps(self, ids: Sequence[str] | None = None) -> list[RepRow]:
        with self._lock:
            found = self._setup.reps()
        return found if ids is None else [row for row in found if row.id in ids]

    def named_reps(self) -> list[RepRow]:
        return [row for row in self.reps() if row.configuration and not row.profile]

    def setting(self, name: str) -> str:
        with self._lock:
            return self._setup.setting(name)

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
        with self._lock:
            gone = (gone_connections, gone_configurations)
            self._setup.save(connections, configurations, reps, settings, gone)

    def cursors(self, rep: str) -> list[CursorRow]:
        with self._lock:
            rows = [row for row in self._cursors.values() if row.rep == rep]
        return sorted(rows, key=lambda row: (row.collection, row.side))

    def links(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Link]:
        with self._lock:
            return self._links.holding(rep, collection, side, ids)

    def links_by_trace(self, rep: str, collection: Collection, traces: Sequence[str]) -> list[Link]:
        with self._lock:
            return self._links.tracing(rep, collection, traces)

    def links_by_uid(self, rep: str, collection: Collection, uids: Sequence[str]) -> list[Link]:
        with self._lock:
            return self._links.bearing(rep, collection, uids)

    def links_by_keys(self, rep: str, collection: Collection, keys: Sequence[str]) -> list[Link]:
        with self._lock:
            return self._links.keyed(rep, collection, keys)

    def ended_by_keys(self, rep: str, collection: Collection, keys: Sequence[str]) -> list[Link]:
        with self._lock:
            return self._links.keyed(rep, collection, keys, live=False)

    def links_by_id(self, ids: Sequence[str]) -> list[Link]:
        with self._lock:
            return self._links.by_id(ids)

    def links_holding(self, records: Sequence[str]) -> list[Link]:
        with self._lock:
            return self._links.holding_any(records)

    def links_naming(self, text: str) -> list[Link]:
        with self._lock:
            return self._links.naming(text)

    def links_about(self, rep: str, words: Sequence[str], limit: int) -> list[Link]:
        with self._lock:
            return self._links.about(rep, words, limit)

    def live_links(self, rep: str, collection: Collection, after: str, limit: int) -> list[Link]:
        with self._lock:
            return self._links.live(rep, collection, after, limit)

    def count_links(self, rep: str, collection: Collection) -> int:
        with self._lock:
            return self._links.count(rep, collection)

    def watchers(self, org: str, salesforce_ids: Sequence[str]) -> list[Watcher]:
        with self._lock:
            reps = self._setup.reps_of(org)
            links = [link for link in self._links.with_salesforce(salesforce_ids) if link.rep in reps]
        return [
            Watcher(link.rep, link.collection, link.salesforce_id, link.salesforce_version, link.live) for link in links
        ]

    def due(self, rep: str, collection: Collection, now: datetime, limit: int) -> list[Sighting]:
        with self._lock:
            return self._sightings.due(rep, collection, now, limit)

    def next_due(self, rep: str) -> datetime | None:
        with self._lock:
            return self._sightings.next_due(rep)

    def sightings(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Sighting]:
        with self._lock:
            return self._sightings.of_records(rep, collection, side, ids)

    def sightings_by_keys(
        self, rep: str, collection: Collection, side: Side, keys: Sequence[str], *, besides: Sequence[str] = ()
    ) -> list[Sighting]:
        with self._lock:
            return self._sightings.keyed(rep, collection, side, keys, besides)

    def sightings_about(self, rep: str, words: Sequence[str], limit: int) -> list[Sighting]:
        with self._lock:
            return self._sightings.about(rep, words, limit)

    def parked(self, *, rep: str | None = None, reason: str) -> int:
        with self._lock:
            return self._sightings.parked(rep, reason)

    def inbox(self, rep: str, limit: int) -> list[InboxRow]:
        with self._lock:
            return self._feed.inbox(rep, limit)

    def reps_with_inbox(self) -> list[str]:
        with self._lock:
            return self._feed.reps()

    def feed_cursor(self, org: str) -> str:
        with self._lock:
            return self._feed.cursor(org)

    def feed_seen(self, org: str, ids: Sequence[str]) -> dict[str, str]:
        with self._lock:
            return self._feed.seen(org, ids)

    def intents(self, rep: str, collection: Collection) -> list[IntentRow]:
        with self._lock:
            return self._ledger.intents(rep, collection)

    def journal(
        self, *, rep: str | None = None, limit: int = 1000, only: JournalFilter = WHOLE_JOURNAL, skip: int = 0
    ) -> list[JournalRow]:
        with self._lock:
            return self._ledger.journal(rep, skip + limit, only)[skip:]

    def forget_journal(self, before: datetime) -> int:
        with self._lock:
            return self._ledger.forget_journal(before)

    def deletes_since(self, rep: str, collection: Collection, since: datetime, besides: Sequence[str] = ()) -> int:
        with self._lock:
            return self._ledger.deletes_since(rep, collection, since, besides)

    def errors(
        self,
        *,
        rep: str | None = None,
        reps: Sequence[str] | None = None,
        ids: Sequence[str] | None = None,
        only: ErrorFilter = EVERY_ERROR,
        limit: int | None = None,
    ) -> list[ErrorRow]:
        with self._lock:
            return self._ledger.errors(rep, reps, ids, only)[:limit]

    def unresolved(
        self, *, rep: str | None = None, reps: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> list[UnresolvedRow]:
        with self._lock:
            return self._ledger.unresolved(rep, reps, ids)

    def held(
        self, *, rep: str | None = None, reps: Sequence[str] | None = None, ids: Sequence[str] | None = None
    ) -> list[HeldRow]:
        with self._lock:
            return self._ledger.held(rep, reps, ids)

    def last_cycles(self, reps: Sequence[str] | None = None) -> dict[str, CycleRow]:
        with self._lock:
            return self._ledger.last_cycles(reps)

    def tally(self, now: datetime) -> Tally:
        turns = self.turns(Whose.REP)
        late = [(now - turn.due).total_seconds() for turn in turns if turn.due <= now]
        return Tally(
            reps=Counter(row.configuration for row in self.reps() if not row.paused),
            errors=Counter(row.code for row in self.errors()),
            held=sum(row.state is Hold.HELD for row in self.held()),
            unresolved=sum(row.state is not Asked.IGNORED for row in self.unresolved()),
            overdue=len(late),
            lateness=max(late, default=0.0),
            first_cycles=sum(not turn.pace for turn in turns),
        )

    def live_links_of(self, reps: Sequence[str]) -> dict[tuple[str, Collection], int]:
        counts = {(rep, one): self.count_links(rep, one) for rep in reps for one in Collection}
        return {key: count for key, count in counts.items() if count}

    def cursors_of(self, reps: Sequence[str]) -> list[CursorRow]:
        return [row for rep in sorted(set(reps)) for row in self.cursors(rep)]

    def disconnect(self) -> None:
        """There is nothing to let go of."""

    def revive(self) -> None:
        """Memory does not go away."""

    def commit(self, changes: Changes) -> None:
        with self._lock:
            self._links.check(changes.links)
            self._links.write(changes.links)
            self._cursors.update({(row.rep, row.collection, row.side): row for row in changes.cursors})
            self._sightings.settle(changes.settled)
            self._sightings.write(changes.sightings)
            self._feed.consume(changes.consumed)
            self._feed.put(changes.inbox)
            self._ledger.commit(changes)
            self._setup.write_reps(changes.reps)
            if changes.feed is not None:
                self._feed.commit(changes.feed)

    def wake(self, rep: str, collection: Collection, now: datetime) -> None:
        with self._lock:
            self._sightings.wake(rep, collection, now)

    def glancing(self, rep: str) -> AbstractContextManager[None]:  # noqa: ARG002 - looking costs nothing here
        return nullcontext()

    def reset(self, rep: str, collection: Collection | None = None) -> None:
        of: tuple[Collection, ...] = tuple(Collection) if collection is None else (collection,)
        with self._lock:
            self._links.forget_live(rep, of)
            self._cursors = {
                key: row for key, row in self._cursors.items() if row.rep != rep or row.collection not in of
            }
            self._sightings.forget(rep, of)
            if collection is None:
                self._feed.forget(rep)
            self._ledger.forget(rep, (*of, None) if collection is None else of)
