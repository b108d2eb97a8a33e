"""A person takes back what Syncline did in a house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.jobs.undo import Undo
from syncline.store.rows import Action, JournalFilter
from tests.support.house import House, Plug

if TYPE_CHECKING:
    from syncline.engine.undo.outcome import UndoOutcome
    from syncline.store.rows import JournalRow


def undo(house: House, *rows: JournalRow, force: bool = False) -> list[UndoOutcome]:
    """Take rows back, as Anna of the office."""
    house.wait(minutes=1)
    return Undo(house.store, Plug(house), house.clock, "anna", force).run(rows)


def undone(house: House, *rows: JournalRow, force: bool = False) -> JournalRow:
    """Take rows back, which must succeed; answers the journal row of the last one's undo."""
    outcomes = undo(house, *rows, force=force)
    assert [one.verdict for one in outcomes] == ["undone"] * len(rows), outcomes
    (row,) = house.store.journal(only=JournalFilter(ids=(outcomes[-1].row,)))
    return row


def newest(house: House, *actions: Action) -> JournalRow:
    """The newest row of these kinds, or of any."""
    return next(row for row in house.store.journal() if row.action in (actions or tuple(Action)))
