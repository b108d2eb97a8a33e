"""A person's word about one rep: pause, go on, match anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.store.changes import Changes
from syncline.store.rows import MARKED
from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from syncline.store.port import SetUp, Store
    from syncline.store.rows import RepRow

_AGAIN = timedelta(days=1)


def pause(store: Store, rep: RepRow, now: datetime, *, paused: bool) -> RepRow:
    """Keep a rep from syncing, or let them go on; links are kept. Answers the row as it is now."""
    return _changed(store, rep, now, paused=paused)


def mark_for_reset(store: Store, rep: RepRow, now: datetime) -> RepRow:
    """Match a rep's records anew at the next cycle, which is due at once. Answers the row as it is now."""
    return _changed(store, rep, now, reset=MARKED)


def first_today(store: SetUp, rep: str, now: datetime) -> bool:
    """Whether a rep has not asked for a reset of their own within a day; notes that they do now (SPEC 7.6)."""
    name = f"resync:{rep}"
    before = store.setting(name)
    if before and now - datetime.fromisoformat(before) < _AGAIN:
        return False
    store.save_setup(settings={name: now.isoformat()})
    return True


def _changed(store: Store, before: RepRow, now: datetime, **fields: Any) -> RepRow:
    after: RepRow = replace(before, **fields)
    if after != before:
        store.commit(Changes(reps=[after]))
        store.hasten(Whose.REP, [before.id], now)
        store.hasten(Whose.ORG, [before.org], now)  # who goes on has no turn before the org was read
    return after
