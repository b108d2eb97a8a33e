"""Counts over everybody, and over the reps of one list."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.words import Collection, Side
from syncline.store.database.session import LISTED, Part
from syncline.store.rows import CursorRow
from syncline.store.schedule import Whose
from syncline.store.tallies import Tallies, Tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import LiteralString

_REPS: LiteralString = "SELECT configuration, count(*) FROM store_rep WHERE NOT paused GROUP BY configuration"
_ERRORS: LiteralString = "SELECT code, count(*) FROM store_error GROUP BY code"
_WAITING: LiteralString = (
    "SELECT (SELECT count(*) FROM store_held WHERE state = 'held'),"
    " (SELECT count(*) FROM store_unresolved WHERE state <> 'ignored')"
)
_LATE: LiteralString = "SELECT count(*), min(due) FROM store_turn WHERE whose = %s AND due <= %s"
_FIRST: LiteralString = "SELECT count(*) FROM store_turn WHERE whose = %s AND pace = 0"
_LINKS: LiteralString = (
    "SELECT rep, collection, count(*) FROM store_link WHERE ended = '' AND rep = ANY(" + LISTED + ") GROUP BY 1, 2"
)
_CURSORS: LiteralString = (
    "SELECT rep, collection, side, cursor, complete FROM store_cursor WHERE rep = ANY(" + LISTED + ") ORDER BY 1, 2, 3"
)


class TallyTable(Part, Tallies):
    """Reads alone."""

    def tally(self, now: datetime) -> Tally:
        ((held, unresolved),) = self._session.rows(_WAITING)
        ((overdue, earliest),) = self._session.rows(_LATE, Whose.REP.value, now)
        return Tally(
            reps={row[0]: row[1] for row in self._session.rows(_REPS)},
            errors={row[0]: row[1] for row in self._session.rows(_ERRORS)},
            held=held,
            unresolved=unresolved,
            overdue=overdue,
            lateness=(now - earliest).total_seconds() if earliest else 0.0,
            first_cycles=self._session.one(_FIRST, Whose.REP.value),
        )

    def live_links_of(self, reps: Sequence[str]) -> dict[tuple[str, Collection], int]:
        return {(row[0], Collection(row[1])): row[2] for row in self._session.rows(_LINKS, list(reps))}

    def cursors_of(self, reps: Sequence[str]) -> list[CursorRow]:
        found = self._session.rows(_CURSORS, list(reps))
        return [CursorRow(row[0], Collection(row[1]), Side(row[2]), row[3], row[4]) for row in found]
