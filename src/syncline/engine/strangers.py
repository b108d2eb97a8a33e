"""What is new in the mailbox and could not be read yet: it may be anybody, so nothing is copied there meanwhile.

Not for long: what cannot be read at the second attempt either is hardly to be read at all, and holds up nobody.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.engine.free import linked
from syncline.engine.sight import UNREAD_KEY
from syncline.records.words import Side

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch

_ATTEMPTS = 1


def known_by(run: CollectionRun, batch: Batch) -> datetime | None:
    """Answer when it will be known who the strangers in the mailbox are, None if there are none."""
    seen = run.store.sightings_by_keys(run.rep.id, run.collection, Side.MAILBOX, [UNREAD_KEY])
    fresh = [one for one in seen if one.record is None and one.gone is None and one.attempts <= _ATTEMPTS]
    taken = linked(run, Side.MAILBOX, [one.record_id for one in fresh], batch) if fresh else set()
    dues = [one.due for one in fresh if one.record_id not in taken and one.due is not None]
    return max(*dues, run.now) + timedelta(seconds=1) if dues else None
