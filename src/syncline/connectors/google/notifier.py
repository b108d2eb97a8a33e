"""Who tells our web hook of changes in accounts of a domain: Calendar alone; People tells nobody anything."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from syncline.connectors.google.channels import Channel, open_channel, renew_channel, stop_channel
from syncline.connectors.notices import Subscription
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.connectors.google.account import Account
    from syncline.connectors.notices import WebHook


class CalendarNotifier:
    """See `Notifier`. Whether a channel still lives cannot be asked: it is replaced well before it ends."""

    place = "google"
    tells = frozenset({Collection.EVENTS})

    def __init__(self, of: Callable[[str], Account], clock: Callable[[], datetime]) -> None:
        """`of` answers an account as its single operations take it."""
        self._of = of
        self._clock = clock

    def subscribe(
        self,
        address: str,
        collection: Collection,
        cursor: str | None,  # noqa: ARG002 - the primary calendar is always there
        hook: WebHook,
    ) -> Subscription | None:
        """One call for the calendar, none for contacts."""
        if collection not in self.tells:
            return None
        return _kept(open_channel(self._of(address), _new_id(), hook.secret, hook.url))

    def renew(
        self,
        address: str,
        subscription: Subscription,
        cursor: str | None,  # noqa: ARG002 - as above
        hook: WebHook,
    ) -> Subscription | None:
        """Two calls when it is time for another channel, none before."""
        old = _channel(subscription)
        if not old.due(self._clock()):
            return subscription
        return _kept(renew_channel(self._of(address), old, _new_id(), hook.secret, hook.url))

    def unsubscribe(self, address: str, subscription: Subscription) -> None:
        """One call."""
        stop_channel(self._of(address), _channel(subscription))


def _new_id() -> str:
    """Answer an id that was never used: those of all installations of the project are in one pot."""
    return uuid.uuid4().hex


def _channel(subscription: Subscription) -> Channel:
    return Channel(subscription.id, subscription.resource, subscription.expires, "")


def _kept(channel: Channel) -> Subscription:
    return Subscription(Collection.EVENTS, channel.id, channel.resource, channel.expires)
