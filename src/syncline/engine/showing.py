"""What a mailbox may not show yet when everything is matched anew: what was made there just before.

Listings of some servers tell of a write minutes later. A copy that was made before the pairs were lost, and is not
listed yet, would be made once more; so no copies are made until a listing would tell of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syncline.engine.run import CollectionRun


def begin(run: CollectionRun) -> None:
    """Note that everything is matched anew, after a reset or a lost store, with a listing that begins in this round."""
    lag = run.mailbox.lag(run.collection)
    if lag:
        run.store.save_setup(settings={_setting(run): (run.now + lag).isoformat()})


def shown_by(run: CollectionRun) -> datetime | None:
    """Answer when the mailbox will have shown all that was made before, None if it has."""
    told = run.store.setting(_setting(run))
    until = datetime.fromisoformat(told) if told else run.now
    return until if until > run.now else None


def _setting(run: CollectionRun) -> str:
    return f"shown_by:{run.collection}:{run.rep.id}"
