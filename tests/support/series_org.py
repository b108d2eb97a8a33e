"""An org in memory in which series can be made as one: an event for each occurrence, and answers that are lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syncline.connectors.errors import UnavailableError
from syncline.records.fields import RECURRENCE
from syncline.records.recurrence.occurrences import occurrences
from syncline.records.recurrence.text import read_recurrence
from syncline.records.words import Collection
from tests.support.memory_sides import MemoryOrg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import Draft, ItemError
    from syncline.records.record import Record, Values

EVENTS = Collection.EVENTS


@dataclass(slots=True)
class SeriesOrg(MemoryOrg):
    """Implements `MakesSeries` besides."""

    lost_before: int = 0
    """How many of the next requests are never carried out."""
    lost_after: int = 0
    """How many are carried out, and their answer is lost."""
    most: int = 1000
    """How many occurrences of a series are made."""
    made_of: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def unfit(self, series: Values) -> str | None:
        return "monthly" if "MONTHLY" in str(series[RECURRENCE]) else None

    def make_series(self, drafts: Sequence[Draft]) -> list[ItemError | None]:
        if self.lost_before:
            self.lost_before -= 1
            raise UnavailableError("lost")
        for draft in drafts:
            self._make(draft.values)
        if self.lost_after:
            self.lost_after -= 1
            raise UnavailableError("lost")
        return [None] * len(drafts)

    def _make(self, values: Values) -> None:
        rule = read_recurrence(str(values[RECURRENCE]))
        plain = {label: value for label, value in values.items() if label != RECURRENCE}
        for one in list(occurrences(rule, str(values["Start"]), str(values["End"])))[: self.most]:
            times = {"Start": one.start, "End": one.end}
            record = self.shelves[EVENTS].put({**plain, **times}, owner=self.user_id)
            self.made_of[record.id] = _identity(values)

    def series_made(self, several: Sequence[Values]) -> list[list[Record]]:
        records = self.shelves[EVENTS].records
        return [
            [records[id_] for id_, of in self.made_of.items() if of == _identity(series) and id_ in records]
            for series in several
        ]


def _identity(series: Values) -> tuple[str, ...]:
    return tuple(str(series[label]) for label in ("Subject", "Start", RECURRENCE))
