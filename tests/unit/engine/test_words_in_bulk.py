"""What a person says of a thousand rows at once is looked up together, not row by row."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from syncline.engine.held import let_go, refuse
from syncline.engine.resolving import AGAIN, resolve
from syncline.records.link import Link
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.memory import MemoryStore
from syncline.store.rows import HELD, HeldRow, Hold, Sighting, UnresolvedRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CONTACTS = Collection.CONTACTS
MANY = 300


class Counting(MemoryStore):
    """Counts the look-ups."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()

    def links_by_id(self, ids: Sequence[str]) -> list[Link]:
        self.asked["links"] += 1
        return super().links_by_id(ids)

    def sightings(self, rep: str, collection: Collection, side: Side, ids: Sequence[str]) -> list[Sighting]:
        self.asked["sightings"] += 1
        return super().sightings(rep, collection, side, ids)


def crowd() -> Counting:
    store, changes = Counting(), Changes()
    for number in range(MANY):
        link, theirs, mine = f"l{number}", f"s{number}", f"m{number}"
        changes.links.append(Link(link, "rep", CONTACTS, theirs, mine))
        for side, record in ((Side.SALESFORCE, theirs), (Side.MAILBOX, mine)):
            changes.sightings.append(Sighting("rep", CONTACTS, side, record, reason=HELD))
        row = HeldRow(f"h{number}", "rep", CONTACTS, Side.SALESFORCE, theirs, link, "delete:x", Hold.HELD, NOW)
        changes.held.append(row)
        changes.unresolved.append(UnresolvedRow("rep", CONTACTS, Side.MAILBOX, mine, "contradiction", NOW))
    store.commit(changes)
    return store


def _let_go(store: MemoryStore) -> None:
    let_go(store, [row.id for row in store.held()], NOW)
    assert len(store.due("rep", CONTACTS, NOW, 10_000)) == 2 * MANY


def _refuse(store: MemoryStore) -> None:
    refuse(store, [row.id for row in store.held()], NOW)
    assert store.live_links("rep", CONTACTS, "", 1) == []


def _look_again(store: MemoryStore) -> None:
    resolve(store, store.unresolved(), [AGAIN], NOW)
    assert len(store.due("rep", CONTACTS, NOW, 10_000)) == MANY


@pytest.mark.parametrize("said", [_let_go, _refuse, _look_again])
def test_many_rows_cost_few_questions(said: Callable[[MemoryStore], None]) -> None:
    store = crowd()
    said(store)
    assert store.asked.total() < 10
