"""Carry announced undos out: journal first, then one write, then what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from syncline.connectors.port import Conflict, ItemError, Missing, Written
from syncline.engine.undo.outcome import UndoOutcome, Verdict
from syncline.store.changes import Changes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from syncline.engine.undo.run import UndoRun
    from syncline.store.rows import JournalRow


class Work(Protocol):
    """A row that is to be taken back, and the row that announces it."""

    @property
    def row(self) -> JournalRow:
        """What is taken back."""

    @property
    def announced(self) -> JournalRow:
        """What the journal says before the write."""


AnyWork = TypeVar("AnyWork", bound=Work)


def carry_out(
    run: UndoRun,
    works: Sequence[AnyWork],
    write: Callable[[], Sequence[Written | Conflict | Missing | ItemError]],
    record: Callable[[AnyWork, Written, Changes], UndoOutcome],
) -> list[UndoOutcome]:
    """Write, and record what was written with `record`; what was not written leaves no row in the journal.

    `write` answers one result for each work, in order. Nothing is written for no works.
    """
    if not works:
        return []
    run.store.commit(Changes(journal=[work.announced for work in works]))
    outcome = Changes()
    outcomes: list[UndoOutcome] = []
    for work, answer in zip(works, write(), strict=True):
        if isinstance(answer, Written):
            outcomes.append(record(work, answer, outcome))
        else:
            outcome.journal_dropped.append(work.announced.id)
            outcomes.append(_not_done(work.row, answer))
    run.store.commit(outcome)
    return outcomes


def _not_done(row: JournalRow, answer: Conflict | Missing | ItemError) -> UndoOutcome:
    if isinstance(answer, ItemError):
        return UndoOutcome(row.id, Verdict.REFUSED, code=answer.code, message=answer.message)
    return UndoOutcome(row.id, Verdict.GONE if isinstance(answer, Missing) else Verdict.CHANGED_SINCE)
