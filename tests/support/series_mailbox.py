"""A mailbox in memory whose events may be series: listed as recurring, told whole when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.record import Record
from syncline.records.recurrence.exceptions import exceptions_text, read_exceptions
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.recurrence.text import recurrence_text
from syncline.records.words import Collection
from tests.support.memory_sides import MemoryMailbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import ItemError, Missing
    from syncline.records.record import Value
    from syncline.records.recurrence.exceptions import Change

EVENTS = Collection.EVENTS


@dataclass(slots=True)
class SeriesMailbox(MemoryMailbox):
    """Implements `ReadsSeries` besides."""

    def read(self, collection: Collection, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        answers = MemoryMailbox.read(self, collection, ids)
        return [_stub(one) if isinstance(one, Record) and RECURRENCE in one.values else one for one in answers]

    def series(self, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        return MemoryMailbox.read(self, EVENTS, ids)

    def repeat(self, record_id: str, rule: str | None) -> None:
        """Make an event a series, or single again; what was done to single occurrences goes, as on Exchange."""
        start = str(self.shelves[EVENTS].records[record_id].values["Start"])
        changes: dict[str, Value | None] = {RECURRENCE: None, EXCEPTIONS: None}
        if rule is not None:
            changes[RECURRENCE] = recurrence_text(read_rrule(rule, start))
        self.shelves[EVENTS].edit(record_id, changes)

    def alter(self, record_id: str, original: str, change: Change | None) -> None:
        """Change one occurrence, or cancel it."""
        held = str(self.shelves[EVENTS].records[record_id].values.get(EXCEPTIONS, ""))
        done = exceptions_text({**read_exceptions(held), original: change})
        self.shelves[EVENTS].edit(record_id, {EXCEPTIONS: done})


def _stub(record: Record) -> Record:
    plain = {label: value for label, value in record.values.items() if label not in {RECURRENCE, EXCEPTIONS}}
    return structs.replace(record, values=plain, not_representable="recurring")
