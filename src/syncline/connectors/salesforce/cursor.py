"""Where the feed stopped, for each object on its own: a stamp, and inside a long page run the record after it.

Stamps are the org's own text (`2026-03-01T09:00:00.000+0000`), which sorts as time does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import ResyncError
from syncline.connectors.salesforce import soql

if TYPE_CHECKING:
    from collections.abc import Mapping

OVERLAP = timedelta(minutes=10)
"""A transaction that commits late carries the stamp of its beginning; ten minutes is the longest one may last."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Everything up to `stamp` was read; with `after`, of that very stamp only ids up to it."""

    stamp: str
    after: str | None = None

    def condition(self, column: str) -> str:
        """Write what follows this mark as a condition on the column that holds the stamp."""
        at = datetime.fromisoformat(self.stamp)
        if self.after is None:
            return f"{column} >= {soql.instant(at - OVERLAP)}"
        literal = soql.instant(at)
        return f"({column} > {literal} OR ({column} = {literal} AND Id > '{self.after}'))"


def write(marks: Mapping[str, Mark]) -> str:
    """Write a cursor."""
    told = {name: [mark.stamp] if mark.after is None else [mark.stamp, mark.after] for name, mark in marks.items()}
    return json.dumps(told, separators=(",", ":"))


def read(text: str, names: tuple[str, ...], later: Mapping[str, str]) -> dict[str, Mark]:
    """Read a cursor. Raises `ResyncError` if it is not one.

    `later` are objects that a cursor may not name yet; each starts where the one it is given for stands.
    """
    try:
        told: Any = json.loads(text)
        marks = {name: Mark(*told[name]) for name in names if name in told or name not in later}
        marks |= {name: Mark(marks[later[name]].stamp) for name in names if name not in marks}
        for mark in marks.values():
            datetime.fromisoformat(mark.stamp)
    except (ValueError, KeyError, TypeError) as error:
        raise ResyncError("The cursor of the feed is not one of ours.") from error
    if any(mark.after is not None and not soql.is_id(mark.after) for mark in marks.values()):
        raise ResyncError("The cursor of the feed is not one of ours.")
    return marks
