"""A person's word about one rep: pause, go on, match anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from syncline.store.changes import Changes
from syncline.store.rows import MARKED
from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import RepRow


def pause(store: Store, rep: RepRow, now: datetime, *, paused: bool) -> RepRow:
    """Keep a rep from syncing, or let them go on; links are kept. Answers the row as it is now."""
    return _changed(store, rep, now, paused=paused)


def mark_for_reset(store: Store, rep: RepRow, now: datetime) -> RepRow:
    """Match a rep's records anew at the next cycle, which is due at once. Answers the row as it is now."""
    return _changed(store, rep, now, reset=MARKED)


def _changed(store: Store, before: RepRow, now: datetime, **fields: Any) -> RepRow:
    after: RepRow = replace(before, **fields)
    if after != before:
        store.commit(Changes(reps=[after]))
        store.hasten(Whose.REP, [before.id], now)
        store.hasten(Whose.ORG, [before.org], now)  # who goes on has no turn before the org was read
    return after
