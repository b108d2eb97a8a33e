"""How long the journal, and what is counted by the hour, are kept; what is older is forgotten once a day (SPEC 7.5)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.store.port import Store

DAYS = 180
_HOURS = timedelta(days=7)
"""How long counts by the hour are kept; budgets and pages look at the last day."""
_SAID, _DONE = "journal", "journal:forgotten"


def forget_old(store: Store, now: datetime) -> int:
    """Forget what is older than the set-up says; answers how many rows of the journal went."""
    today = now.date().isoformat()
    if store.setting(_DONE) == today:
        return 0
    said = store.setting(_SAID)
    days = (json.loads(said) if said else {}).get("retention_days", DAYS)
    gone = store.forget_journal(now - timedelta(days=days))
    store.forget_hours(now - _HOURS)
    store.save_setup(settings={_DONE: today})
    return gone
