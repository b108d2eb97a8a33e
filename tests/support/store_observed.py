"""Everything that a store answers, to compare two of them or one with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.records.words import Collection, Side
from tests.support.store_samples import OTHER, REP, later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.store.port import Store

_END = later(10_000)
_LINKS = [f"link{number}" for number in range(9)]
_RECORDS = [f"{side}{number}" for side in "ms" for number in range(9)]


def observed(
    store: Store,
    reps: Sequence[str] = (REP, OTHER),
    links: Sequence[str] = _LINKS,
    records: Sequence[str] = _RECORDS,
) -> dict[str, Any]:
    """Read by every method of the port, for these reps, link ids and records."""
    places = [(rep, collection) for rep in reps for collection in Collection]
    return {
        "links": store.links_by_id(links),
        "counts": [store.count_links(*place) for place in places],
        "cursors": [row for rep in reps for row in store.cursors(rep)],
        "inbox": [row for rep in reps for row in store.inbox(rep, 99)],
        "sightings": [
            row for place in places for side in (Side.MAILBOX, Side.SALESFORCE)
            for row in store.sightings(*place, side, records)
        ],
        "due": [row for place in places for row in store.due(*place, _END, 99)],
        "next": [store.next_due(rep) for rep in reps],
        "intents": [row for place in places for row in store.intents(*place)],
        "journal": store.journal(),
        "errors": store.errors(),
        "unresolved": store.unresolved(),
        "held": store.held(),
        "reps": store.reps(),
        "cycles": store.last_cycles(),
        "feed": (store.feed_cursor("acme"), store.feed_seen("acme", records)),
    }  # fmt: skip
