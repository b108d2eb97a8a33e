"""What we made in the mailbox and no listing has told of yet: it is looked for if none does in time.

A server tells of no deletion where it never told of the item: what came and went between two listings
([MS-OXCFXICS] 3.2.5.3, the deletions of a download are those of ids that the client gave as its own).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.records.words import Side
from syncline.store.rows import UNHEARD, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.engine.run import CollectionRun
    from syncline.engine.steps import Batch
    from syncline.store.changes import Changes

_AT_LEAST = timedelta(seconds=1)
"""So that it is the next cycle's, which lists first."""


def unheard(run: CollectionRun, record_id: str, version: str) -> Sighting:
    """Answer the sighting of an item just made: it is looked for if no listing tells of it when each should."""
    due = run.now + 2 * run.mailbox.lag(run.collection) + _AT_LEAST
    return Sighting(*run.spot(Side.MAILBOX, record_id), version=version, due=due, reason=UNHEARD)


def note(run: CollectionRun, seen: Iterable[Sighting], batch: Batch) -> None:
    """Note what is still to be heard of, before it is read as the other half of a pair."""
    awaited = [one for one in seen if one.reason == UNHEARD and one.due is not None and one.due > run.now]
    batch.unheard.update({one.record_id: one for one in awaited})


def keep(batch: Batch, outcome: Changes) -> None:
    """Go on waiting for a listing to tell of it: that its pair is in step now says nothing about its deletion."""
    told = {seen.record_id for seen in outcome.sightings if seen.side is Side.MAILBOX}
    told |= {link.mailbox_id for link in outcome.links if not link.live}
    outcome.sightings += [seen for record_id, seen in batch.unheard.items() if record_id not in told]
