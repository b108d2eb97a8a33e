"""Who tells our web hook of changes in mailboxes of a tenant: Graph, in contacts folders and calendars alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import ResyncError
from syncline.connectors.microsoft365.cursor import read_cursor
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.connectors.microsoft365.subscriptions import Subscriptions
    from syncline.connectors.notices import Subscription, WebHook


class GraphNotifier:
    """See `Notifier`. A resource is the contacts folder's id; it is empty for the calendar."""

    place = "microsoft365"
    tells = frozenset(Collection)

    def __init__(self, of: Callable[[str], Subscriptions]) -> None:
        """`of` answers the subscriptions of a mailbox."""
        self._of = of

    def subscribe(self, address: str, collection: Collection, cursor: str | None, hook: WebHook) -> Subscription | None:
        """One call, during which Graph asks the web hook whether it is ours."""
        folder = _folder(collection, cursor)
        if folder is None:
            return None
        return self._of(address).make(collection, hook, folder)

    def renew(
        self,
        address: str,
        subscription: Subscription,
        cursor: str | None,
        hook: WebHook,  # noqa: ARG002 - Graph knows it since it was subscribed to
    ) -> Subscription | None:
        """One call; none if the rep's contacts are in another folder now."""
        if _folder(subscription.collection, cursor) != subscription.resource:
            return None
        return self._of(address).renew(subscription)

    def unsubscribe(self, address: str, subscription: Subscription) -> None:
        """One call."""
        self._of(address).end(subscription)


def _folder(collection: Collection, cursor: str | None) -> str | None:
    """Answer the folder that is read; None before it is known."""
    if collection is Collection.EVENTS:
        return ""
    try:
        return read_cursor(cursor).folder if cursor else None
    except ResyncError:
        return None
