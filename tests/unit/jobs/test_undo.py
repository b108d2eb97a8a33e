"""SPEC 7.5: what is taken back goes in the journal's order, newest first, however much it is."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from syncline.jobs.undo import in_order
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.memory import MemoryStore
from syncline.store.rows import Action, JournalRow

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def row(number: int) -> JournalRow:
    return JournalRow(str(number), NOW, "rep", Collection.CONTACTS, Side.MAILBOX, "m1", Action.UPDATE, "changed")


def test_rows_of_one_cycle_are_put_into_the_order_in_which_they_were_written() -> None:
    store = MemoryStore()
    rows = [row(number) for number in range(2500)]
    store.commit(Changes(journal=rows))
    asked = random.Random(1).sample(rows, len(rows))
    assert in_order(store, asked) == rows[::-1]
