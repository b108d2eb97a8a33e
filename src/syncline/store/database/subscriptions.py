"""Subscriptions in the database."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from syncline.records.words import Collection
from syncline.store.database.session import LISTED, Part
from syncline.store.database.table import Table, texts
from syncline.store.subscriptions import SubscriptionRow, Subscriptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TABLE = Table(
    "store_subscription",
    ("rep", "collection"),
    texts("rep", "collection", "mail", "address", "id", "resource", "hook") | {"expires": "timestamptz"},
)


class SubscriptionTable(Part, Subscriptions):
    """Few and rarely written."""

    def subscriptions(self, reps: Sequence[str] | None = None) -> list[SubscriptionRow]:
        found = self._session.rows(
            "SELECT rep, collection, mail, address, id, resource, hook, expires FROM store_subscription "
            "WHERE %s OR rep = ANY(" + LISTED + ") ORDER BY rep, collection",
            reps is None,
            list(reps or ()),
        )
        return [SubscriptionRow(row[0], Collection(row[1]), *row[2:]) for row in found]

    def save_subscriptions(self, rows: Iterable[SubscriptionRow]) -> None:
        latest = {(row.rep, row.collection): row for row in rows}
        with self._session.transaction("keeping subscriptions"):
            self._session.upsert(_TABLE, [asdict(row) for _, row in sorted(latest.items())])

    def drop_subscription(self, rep: str, collection: Collection) -> None:
        with self._session.transaction("dropping a subscription"):
            self._session.execute(
                "DELETE FROM store_subscription WHERE rep = %s AND collection = %s", rep, collection.value
            )
