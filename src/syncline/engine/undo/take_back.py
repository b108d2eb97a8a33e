"""Take journal rows of one rep back, the newest first; one that cannot be taken back never stops another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import ConnectorError
from syncline.engine.run import requests
from syncline.engine.undo.outcome import UndoOutcome, Verdict
from syncline.engine.undo.put_back import put_back
from syncline.engine.undo.remove_again import remove_again
from syncline.engine.undo.restore import restore
from syncline.store.rows import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from syncline.engine.undo.run import UndoRun
    from syncline.store.rows import JournalRow


def _nothing_to_put_back(_run: UndoRun, rows: Sequence[JournalRow]) -> list[UndoOutcome]:
    return [UndoOutcome(row.id, Verdict.NOT_KEPT) for row in rows]


_WAYS: Mapping[Action, Callable[[UndoRun, Sequence[JournalRow]], list[UndoOutcome]]] = {
    Action.UPDATE: put_back,
    Action.LOST_IN_CONFLICT: put_back,
    Action.DELETE: restore,
    Action.RESTORE: remove_again,
    Action.PAIRED_AGAIN: _nothing_to_put_back,
}


def take_back(run: UndoRun, rows: Sequence[JournalRow]) -> list[UndoOutcome]:
    """Take rows back that are in the journal's order, newest first. Answers one outcome for each, in that order."""
    outcomes: dict[str, UndoOutcome] = {}
    stopped: ConnectorError | None = None
    for some in _groups(rows):
        if stopped is None:
            try:
                outcomes.update((one.id, one) for one in _WAYS[some[0].action](run, some))
            except ConnectorError as error:
                stopped = error
        if stopped is not None:
            outcomes.update((row.id, _stopped(row, stopped)) for row in some)
    return [outcomes[row.id] for row in rows]


def _stopped(row: JournalRow, error: ConnectorError) -> UndoOutcome:
    return UndoOutcome(row.id, Verdict.REFUSED, code=error.code, message=error.detail)


def _groups(rows: Sequence[JournalRow]) -> Iterator[Sequence[JournalRow]]:
    """Cut rows into requests: of one kind on one side, and no record twice, so that each write sees the one before."""
    left = list(rows)
    while left:
        wave: dict[tuple[str, str], list[JournalRow]] = {}
        seen: set[tuple[str, str]] = set()
        later: list[JournalRow] = []
        for row in left:
            record = (row.side, row.link_id or row.record_id)
            if record in seen:
                later.append(row)
                continue
            seen.add(record)
            kind = f"{row.collection}/{_WAYS[row.action].__name__}"
            wave.setdefault((row.side, kind), []).append(row)
        for group in wave.values():
            yield from requests(group)
        left = later
