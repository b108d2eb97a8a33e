"""`DatabaseStore`: the whole port over PostgreSQL."""

# ruff: noqa: D102 - the port says what each method means

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.words import Collection
from syncline.store.database.attention import Attention
from syncline.store.database.cursors import Cursors
from syncline.store.database.feed import Feed
from syncline.store.database.history import HistoryTable
from syncline.store.database.journal import Journal
from syncline.store.database.links import Links
from syncline.store.database.meters import Counts
from syncline.store.database.schedule import Turns
from syncline.store.database.selections import SelectionTable
from syncline.store.database.session import Session
from syncline.store.database.setup import SetUpTables
from syncline.store.database.sightings import Sightings
from syncline.store.database.statistics import Statistics
from syncline.store.database.subscriptions import SubscriptionTable
from syncline.store.database.tallies import TallyTable
from syncline.store.port import LinkTakenError, Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from types import TracebackType
    from typing import Self

    from syncline.store.changes import Changes
    from syncline.store.secrets import SecretBox


class DatabaseStore(
    Cursors,
    Links,
    Sightings,
    Feed,
    Journal,
    Attention,
    SetUpTables,
    Statistics,
    Turns,
    Counts,
    SubscriptionTable,
    TallyTable,
    HistoryTable,
    SelectionTable,
    Store,
):
    """Uses Django's connection `alias`, one per thread. Django must be set up, the tables migrated: see `open_store`.

    Every method may raise `StoreUnavailableError`; after it the next call opens a new connection.
    """

    def __init__(
        self,
        box: SecretBox,
        alias: str = "default",
        on_close: Callable[[], None] | None = None,
        on_loss: Callable[[], object] | None = None,
    ) -> None:
        session = Session(alias)
        SetUpTables.__init__(self, session, box)
        Statistics.__init__(self, session)
        self._on_close = on_close
        self._on_loss = on_loss

    def commit(self, changes: Changes) -> None:
        try:
            self._commit(changes, afresh=False)
        except LinkTakenError:
            if not changes.links:
                raise
            self._commit(changes, afresh=True)
        self._wrote("links", len(changes.links))
        self._wrote("sightings", len(changes.sightings))

    def _commit(self, changes: Changes, *, afresh: bool) -> None:
        with self._session.transaction("committing"):
            self._write_links(changes.links, afresh=afresh)
            self._write_cursors(changes.cursors)
            self._write_sightings(changes.settled, changes.sightings)
            self._write_inbox(changes.consumed, changes.inbox)
            self._write_intents(changes.intents_done, changes.intents)
            self._write_journal(changes.journal_dropped, changes.journal)
            self._write_attention(changes)
            self._write_reps(changes.reps)
            if changes.feed is not None:
                self._write_feed(changes.feed)

    def glancing(self, rep: str) -> AbstractContextManager[None]:
        return self._session.glancing(rep)

    def reset(self, rep: str, collection: Collection | None = None) -> None:
        of = tuple(Collection) if collection is None else (collection,)
        with self._session.transaction("resetting"):
            self._forget_live_links(rep, of)
            self._forget_cursors(rep, of)
            self._forget_sightings(rep, of)
            self._forget_intents(rep, of)
            self._forget_attention(rep, ("", *of) if collection is None else of)
            if collection is None:
                self._forget_inbox(rep)

    def disconnect(self) -> None:
        """Close this thread's connection: at the end of every thread. The next call opens another."""
        self._session.close()

    def revive(self) -> None:
        self.disconnect()
        if self._on_loss is not None:
            self._on_loss()

    def close(self) -> None:
        """Close this thread's connection, and stop the embedded database if nobody else uses it."""
        self.disconnect()
        if self._on_close is not None:
            self._on_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
