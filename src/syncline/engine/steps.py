"""What one batch comes to: decisions about linked pairs, newcomers to copy, and rows for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syncline.store.changes import Changes

if TYPE_CHECKING:
    from syncline.connectors.port import ItemError, Missing
    from syncline.planner.decision import Create, Delete, Settle
    from syncline.records.record import Record
    from syncline.store.rows import Sighting


@dataclass(slots=True)
class Batch:
    """Decisions that need writes, and the changes that need none.

    `sightings` are all that the batch is about (those of the other half of a pair included), by spot: what is not
    carried out in the end is put back from here.
    """

    settles: list[Settle] = field(default_factory=list)
    creates: list[Create] = field(default_factory=list)
    deletes: list[Delete] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
    sightings: dict[tuple[str, str], Sighting] = field(default_factory=dict)
    """By side and record id."""
    read_ahead: dict[tuple[str, str], Record | Missing | ItemError] = field(default_factory=dict)
    """What was asked for all at once, because each of it may be looked at; by side and record id."""
    unheard: dict[str, Sighting] = field(default_factory=dict)
    """Mailbox records that no listing has told of yet, as they lie in the store, by id."""
