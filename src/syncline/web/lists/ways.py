"""What the guide's tables 5 and 6 say of one direction of one collection (SPEC 7.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.engine.initial import told_by, way_name
from syncline.records.words import Collection, Direction, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from syncline.store.rows import CycleRow

NOT_SET = "configuration not set to sync"
NOT_STARTED = "Not started"
INITIAL = "Initial sync in progress"
COMPLETED = "Initial sync completed"
SYNCING = "Sync in progress"
IN_SYNC = "In sync"
LABELS = {
    (Direction.TO_MAILBOX, Side.MAILBOX): "Salesforce to mailbox",
    (Direction.TO_SALESFORCE, Side.SALESFORCE): "Mailbox to Salesforce",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Where reading of a rep stands. `cursors` says of each side that was begun whether its listing came to an end."""

    cursors: Mapping[tuple[Collection, Side], bool]
    last: CycleRow | None
    running: bool
    """A cycle of theirs runs at this moment."""
    resetting: bool


def words(reading: Reading, collection: Collection, direction: Direction) -> Iterable[tuple[str, str]]:
    """Answer label and word of both ways. `direction` is what is in force: none where nothing is."""
    for (way, side), label in LABELS.items():
        yield label, _word(reading, collection, way) if direction.may_write(side) else NOT_SET


def _word(reading: Reading, collection: Collection, way: Direction) -> str:
    """In the guide's words: the initial sync has its own, and what listed anew later is not initial again."""
    complete = reading.cursors.get((collection, told_by(collection, way)))
    name, last = way_name(collection, way), reading.last
    if reading.resetting or last is None or name not in last.through:
        return NOT_STARTED if complete is None else INITIAL
    if reading.running or not complete:
        return SYNCING
    return COMPLETED if name in last.first else IN_SYNC
