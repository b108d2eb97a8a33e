"""What servers were asked to tell our web hook of, and until when they will (SPEC 6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from syncline.records.words import Collection


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """One subscription, or channel, with all that ending it takes: the rep may have left, or have moved, since.

    `id` and `resource` are the server's words, `hook` is where it was told to post.
    """

    rep: str
    collection: Collection
    mail: str
    address: str
    id: str
    resource: str
    hook: str
    expires: datetime


class Subscriptions(Protocol):
    """One row at most of each rep and collection. Every method is a transaction of its own, or part of the caller's."""

    def subscriptions(self, reps: Sequence[str] | None = None) -> list[SubscriptionRow]:
        """All of these reps, or of everybody, by rep and collection."""

    def save_subscriptions(self, rows: Iterable[SubscriptionRow]) -> None:
        """Add or replace."""

    def drop_subscription(self, rep: str, collection: Collection) -> None:
        """Forget one; none is as good."""
