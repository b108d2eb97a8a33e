"""Subscriptions of one process."""

# ruff: noqa: D102 - the port says what each method means

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from syncline.store.subscriptions import SubscriptionRow, Subscriptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.records.words import Collection


class MemorySubscriptions(Subscriptions):
    """Rows by rep and collection."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, Collection], SubscriptionRow] = {}
        self._rows_lock = Lock()

    def subscriptions(self, reps: Sequence[str] | None = None) -> list[SubscriptionRow]:
        with self._rows_lock:
            found = sorted(self._rows.items())
        return [row for _, row in found if reps is None or row.rep in reps]

    def save_subscriptions(self, rows: Iterable[SubscriptionRow]) -> None:
        with self._rows_lock:
            self._rows.update({(row.rep, row.collection): row for row in rows})

    def drop_subscription(self, rep: str, collection: Collection) -> None:
        with self._rows_lock:
            self._rows.pop((rep, collection), None)
