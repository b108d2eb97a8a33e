"""How a side tells that something changed, so that nobody has to ask: streams, subscriptions, and the web hook.

A notice says that there is something to read, never what: what is read decides. One that is lost is found by polling.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from syncline.connectors.errors import ConnectorError
    from syncline.records.words import Collection


@dataclass(frozen=True, slots=True)
class Heard:
    """A server told by itself that something happened in a collection: a cycle will find out what."""

    address: str
    collection: Collection


@dataclass(frozen=True, slots=True)
class Deaf:
    """A mailbox cannot be listened to; its polled cycles go on and will say the same."""

    address: str
    error: ConnectorError


@dataclass(frozen=True, slots=True)
class WebHook:
    """Where a server is to post that something changed, and the secret that it has to tell to be believed."""

    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A server's word to tell a web hook of changes in a collection. `id` and `resource` are its own."""

    collection: Collection
    id: str
    resource: str
    expires: datetime


class Notifier(Protocol):
    """A mail system that posts to a web hook when something changed. Methods raise the errors of `errors.py`."""

    @property
    def place(self) -> str:
        """The part of the pages' address that reads its posts."""

    @property
    def tells(self) -> frozenset[Collection]:
        """The collections that it can tell of at all."""

    def subscribe(self, address: str, collection: Collection, cursor: str | None, hook: WebHook) -> Subscription | None:
        """Ask to be told. `cursor` is where reading stopped; None is answered before there is anything to watch."""

    def renew(self, address: str, subscription: Subscription, cursor: str | None, hook: WebHook) -> Subscription | None:
        """Make sure that a subscription goes on; None if it is gone, or watches what is no longer read."""

    def unsubscribe(self, address: str, subscription: Subscription) -> None:
        """Ask to be told no more; what is gone already is as good."""


@runtime_checkable
class TellsTheHook(Protocol):
    """A connection to such a mail system."""

    def notifier(self) -> Notifier:
        """Answer who is asked."""


class NotToldError(Exception):
    """A server does not tell of this by itself: it is not switched on, or not allowed."""


@dataclass(frozen=True, slots=True)
class Change:
    """An org told of so many changes (none: a sign of life), and where the next line is to begin."""

    events: int
    replay: bytes


class ChangeFeed(Protocol):
    """What an org tells of changes by itself, over open lines."""

    def follow(self, topic: str, replay: bytes) -> Iterator[Change]:
        """Hear of changes after `replay` (empty: from now on) until the line breaks.

        Raises `ConnectorError`: `ResyncError` when `replay` is void; and `NotToldError`.
        """

    def close(self) -> None:
        """End all lines."""
