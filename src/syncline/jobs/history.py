"""Note who changed what, wherever they did: on a page, in a call, by a command (SPEC 7.9)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from syncline.store.history import HistoryRow, Via

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from syncline.store.history import History


class OfRep(Protocol):
    """Anything that is some rep's."""

    @property
    def rep(self) -> str:
        """The rep's id."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Whoever changes something, where, and when."""

    who: str
    via: Via
    at: datetime
    address: str = ""

    def note(self, history: History, what: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Note a change of `what` (`rep`, `configuration`, ...) called `name`; nothing where nothing changed."""
        pairs = {key: (_text(before.get(key)), _text(after.get(key))) for key in sorted({*before, *after})}
        changes = {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
        if changes:
            self.told(history, what, name, changes)

    def told(self, history: History, what: str, name: str, changes: Mapping[str, Sequence[str]]) -> None:
        """Note a change that is told already, as texts before and after. Secrets must not stand in it."""
        pairs = {key: (before, after) for key, (before, after) in changes.items()}
        history.note([HistoryRow(self.at, self.who, self.via, what, name, pairs, self.address)])

    def each(self, history: History, what: str, rows: Iterable[OfRep], done: str) -> None:
        """Note what was done about rows of the list `what`, once for each rep whose they are."""
        counts = Counter(row.rep for row in rows)
        for rep, count in sorted(counts.items()):
            self.told(history, what, rep, {done: ("", str(count))})


def pairs_of(action: str, name: str, details: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Take the details of a change of the set-up apart: `contacts.direction: both -> none`."""
    pairs: dict[str, tuple[str, str]] = {}
    for detail in details:
        key, _, values = detail.partition(": ")
        before, arrow, after = values.partition(" -> ")
        pairs[key] = (before, after) if arrow else ("", values)
    return pairs or {action: ("", name)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)


def shown(row: HistoryRow) -> dict[str, Any]:
    """Answer a row as plain values."""
    return {
        "id": row.id,
        "time": row.at.isoformat(timespec="seconds"),
        "who": row.who,
        "via": row.via.value,
        "address": row.address,
        "what": row.what,
        "name": row.name,
        "changes": {key: list(pair) for key, pair in row.changes.items()},
    }
