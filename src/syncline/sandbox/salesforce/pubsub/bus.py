"""The event bus: what has changed, kept for a while, by topic and replay id."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.pubsub.avro import encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.sandbox.clock import Clock
    from syncline.sandbox.salesforce.tables import Row

ENTITIES: Final = ("Contact", "Event", "Account")


@dataclass(frozen=True, slots=True)
class Happened:
    """One change event."""

    number: int
    entity: str
    payload: bytes

    @property
    def replay_id(self) -> bytes:
        """Opaque to clients: https://developer.salesforce.com/docs/platform/pub-sub-api/guide/replay-ids.html."""
        return replay_id(self.number)


def replay_id(number: int) -> bytes:
    """Write a place in the stream."""
    return number.to_bytes(8, "big")


class Bus:
    """Shared by all subscribers. `selected` are the objects for which Change Data Capture is switched on."""

    def __init__(self, clock: Clock) -> None:
        self.selected: set[str] = set(ENTITIES)
        self.news = threading.Condition()
        self.first = 1
        """The oldest place that a subscriber may go on from: what was before is not kept any more."""
        self._clock = clock
        self._happened: list[Happened] = []
        self._numbers = count(1)
        self._transactions = count(1)

    @property
    def latest(self) -> int:
        """The place of the newest event."""
        return self._happened[-1].number if self._happened else self.first - 1

    def commit(self, changes: Iterable[tuple[str, str, Row | None, Row | None]]) -> None:
        """Tell of a transaction: table, record, the row before and after."""
        told: dict[tuple[str, str], list[Row | None]] = {}
        for entity, record_id, before, after in changes:
            if entity in self.selected:
                told.setdefault((entity, record_id), [before, after])[1] = after
        transaction = next(self._transactions)
        with self.news:
            for sequence, ((entity, record_id), (before, after)) in enumerate(told.items(), 1):
                event = self._event(entity, record_id, before, after, transaction, sequence)
                if event is not None:
                    self._happened.append(Happened(next(self._numbers), entity, encode(entity, event)))
            self.news.notify_all()

    def forget(self) -> None:
        """Let everything so far be older than what is kept (72 hours)."""
        with self.news:
            self.first = self.latest + 1
            self._happened.clear()
            self._numbers = count(self.first)

    def after(self, place: int, entity: str, most: int) -> Sequence[Happened]:
        """Answer the oldest events of an entity after a place."""
        return [one for one in self._happened if one.number > place and one.entity == entity][:most]

    def _event(
        self, entity: str, record_id: str, before: Row | None, after: Row | None, transaction: int, sequence: int
    ) -> dict[str, Any] | None:
        kind = _kind(before, after)
        row = after or {}
        if not kind:
            return None
        changed = sorted(name for name in row if before is not None and before.get(name) != row[name])
        return {
            "ChangeEventHeader": {
                "entityName": entity, "recordIds": [record_id], "changeType": kind,
                "changeOrigin": "com/salesforce/api/rest/66.0", "transactionKey": f"{transaction:08d}-0000",
                "sequenceNumber": sequence, "commitTimestamp": int(self._clock().timestamp() * 1000),
                "commitNumber": transaction, "commitUser": str(row.get("LastModifiedById") or ""),
                "nulledFields": [name for name in changed if row[name] is None], "diffFields": [],
                "changedFields": changed if kind == "UPDATE" else [],
            },
            "LastModifiedById": str(row.get("LastModifiedById") or ""),
            "LastModifiedDate": str(row.get("LastModifiedDate") or ""),
        }  # fmt: skip


def _kind(before: Row | None, after: Row | None) -> str:
    """Answer the type of a change; empty for what nobody is told of (the recycle bin being emptied)."""
    if after is None or before == after:
        return ""
    gone, was_gone = bool(after.get("IsDeleted")), before is not None and bool(before.get("IsDeleted"))
    if gone:
        return "" if was_gone else "DELETE"
    if before is None:
        return "CREATE"
    return "UNDELETE" if was_gone else "UPDATE"
