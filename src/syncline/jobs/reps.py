"""A person's word about one rep: pause, go on, match anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from syncline.store.changes import Changes
from syncline.store.rows import MARKED

if TYPE_CHECKING:
    from syncline.store.port import Store
    from syncline.store.rows import RepRow


def pause(store: Store, rep: RepRow, *, paused: bool) -> RepRow:
    """Keep a rep from syncing, or let them go on; links are kept. Answers the row as it is now."""
    return _changed(store, rep, paused=paused)


def mark_for_reset(store: Store, rep: RepRow) -> RepRow:
    """Match a rep's records anew at the next cycle. Answers the row as it is now."""
    return _changed(store, rep, reset=MARKED)


def _changed(store: Store, before: RepRow, **fields: Any) -> RepRow:
    after: RepRow = replace(before, **fields)
    if after != before:
        store.commit(Changes(reps=[after]))
    return after
