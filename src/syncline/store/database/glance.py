"""What one look told about a rep at the beginning of a cycle: hardly any table holds anything that waits for anybody.

It is good for the thread that looked, until that thread writes anything: what others write meanwhile is for the next
cycle, which they see to (`Schedule.hasten`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, LiteralString

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_TABLES: tuple[LiteralString, ...] = ("error", "held", "inbox", "intent", "sighting", "unresolved")
LOOK: LiteralString = (
    "SELECT " + ", ".join(["EXISTS (SELECT FROM store_" + table + " WHERE rep = %s)" for table in _TABLES])  # noqa: S608 - ours
)
"""Takes the rep's id as often as there are tables."""
TIMES = len(_TABLES)


@dataclass(slots=True)
class Glance:
    """`found` is the answer to `LOOK`."""

    rep: str
    found: Sequence[bool]
    read: dict[tuple[str, str], Sequence[Sequence[Any]]] = field(default_factory=dict)
    """Rows that were read since, by statement and argument."""

    def nothing(self, table: str, rep: str | None) -> bool:
        """Whether a table is known to hold nothing of this rep."""
        return rep == self.rep and not self.found[_TABLES.index(table)]
