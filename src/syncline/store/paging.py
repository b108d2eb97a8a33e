"""Read a page at a time what may be too much for memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.store.rows import WHOLE_JOURNAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.records.link import Link
    from syncline.records.words import Collection
    from syncline.store.port import Store
    from syncline.store.rows import JournalFilter, JournalRow

_PAGE = 1000


def live_pages(store: Store, rep: str, collection: Collection, size: int = _PAGE) -> Iterator[list[Link]]:
    """Answer a rep's live links in the order of their ids; those of a page may be ended before the next is read."""
    after = ""
    while links := store.live_links(rep, collection, after, size):
        yield links
        after = links[-1].id


def journal_pages(
    store: Store, rep: str | None = None, only: JournalFilter = WHOLE_JOURNAL, size: int = _PAGE
) -> Iterator[list[JournalRow]]:
    """Answer the journal, or what a filter asks for, newest first."""
    while page := store.journal(rep=rep, limit=size, only=only):
        yield page
        only = replace(only, after=page[-1].id)
