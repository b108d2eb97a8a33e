"""Which rows are taken back: an undo is a row of its own, and may itself be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.engine.undo.outcome import UNDO
from syncline.store.rows import JournalFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.store.port import Store
    from syncline.store.rows import JournalRow


def taken_back(store: Store, rows: Sequence[JournalRow]) -> dict[str, str]:
    """Answer which of these rows are taken back now, with the row that did it: its own undo takes that back in turn."""
    undoes: dict[str, str] = {}
    asked = {row.id for row in rows}
    while asked:
        found = [
            row
            for row in store.journal(limit=100 * len(asked), only=JournalFilter(undoes=tuple(asked)))
            if row.reason == UNDO
        ]
        for row in reversed(found):
            undoes[row.undoes] = row.id
        asked = {row.id for row in found}
    return {row.id: undoes[row.id] for row in rows if row.id in undoes and not _back_again(undoes, undoes[row.id])}


def _back_again(undoes: dict[str, str], undo: str) -> bool:
    """Whether an undo was itself taken back."""
    return undo in undoes and not _back_again(undoes, undoes[undo])
