"""Who wants to be told what happens in which folders.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-stream-notifications-about-mailbox-events-by-using-ews-in-exchange
"""

from __future__ import annotations

import base64
import threading
import time
import uuid
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .errors import ItemError

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable
    from datetime import datetime, timedelta

    from .direct import OpenMailbox
    from .state.happening import Happening
    from .state.mailbox import Mailbox


@dataclass(slots=True)
class Pace:
    """How streaming passes time: real seconds, which a test makes short."""

    heartbeat: float = 30.0
    """Seconds of silence after which a connection says that it is there."""
    minute: float = 60.0
    """Seconds in a minute of ConnectionTimeout."""
    connections: int = 10
    """Hanging connections that one account may have at a time."""
    now: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class Subscription:
    """What one subscriber has not been told yet."""

    id: str
    owner: str
    mailbox: Mailbox
    folders: frozenset[str] | None
    kinds: frozenset[str]
    waiting: deque[Happening] = field(default_factory=deque)
    idle: timedelta | None = None
    """How long a pull subscription lives without being asked; None for a streaming one."""
    ends: datetime | None = None

    def mark(self, position: int) -> str:
        """Answer the watermark behind so many events."""
        return base64.b64encode(f"{self.id}|{position}".encode()).decode()

    def position(self, mark: str) -> int:
        """Read a watermark of this subscription."""
        try:
            identifier, _, position = base64.b64decode(mark, validate=True).decode().partition("|")
            number = int(position)
        except ValueError as error:
            raise ItemError("ErrorInvalidWatermark") from error
        if identifier != self.id or not 0 <= number <= len(self.waiting):
            raise ItemError("ErrorInvalidWatermark")
        return number


class Subscriptions:
    """All subscriptions of a server, and the connections that hang on them."""

    def __init__(self, randomness: random.Random) -> None:
        self.pace = Pace()
        self.closed = False
        """Set when the server stops: connections end."""
        self._random = randomness
        self._all: dict[str, Subscription] = {}
        self._hanging: dict[str, int] = {}
        self._news = threading.Condition()

    def __len__(self) -> int:
        return len(self._all)

    def add(
        self, owner: str, mailbox: OpenMailbox | Mailbox, folders: Iterable[str] | None, kinds: Iterable[str]
    ) -> str:
        """Subscribe; answers the subscription's id."""
        number = uuid.UUID(int=self._random.getrandbits(128), version=4)
        identifier = base64.b64encode(f"{mailbox.address.partition('@')[2]}/".encode() + number.bytes).decode()
        wanted = frozenset(folders) if folders is not None else None
        subscription = Subscription(identifier, owner, mailbox, wanted, frozenset(kinds))
        with self._news:
            self._all[identifier] = subscription
        mailbox.watchers.append(self._watcher(subscription))
        return identifier

    def find(self, identifier: str, owner: str) -> Subscription:
        """Answer a subscription of this account."""
        found = self._all.get(identifier)
        if found is None:
            raise ItemError("ErrorSubscriptionNotFound")
        if found.owner != owner:
            raise ItemError("ErrorSubscriptionAccessDenied")
        return found

    def keep_for_pulling(self, identifier: str, idle: timedelta, now: datetime) -> str:
        """Make a subscription one that is asked: what happens is kept for as long as it lives. Answers a watermark."""
        subscription = self._all[identifier]
        subscription.idle, subscription.ends = idle, now + idle
        return subscription.mark(0)

    def pull(self, identifier: str, owner: str, since: str, now: datetime) -> list[tuple[str, Happening]]:
        """Answer what happened since a watermark, each thing with its own."""
        found = self.find(identifier, owner)
        if found.idle is None or found.ends is None:
            raise ItemError("ErrorInvalidPullSubscriptionId")
        if now > found.ends:
            self.remove(identifier, owner)
            raise ItemError("ErrorExpiredSubscription")
        start = found.position(since)
        found.ends = now + found.idle
        with self._news:
            return [(found.mark(at + 1), one) for at, one in enumerate(found.waiting) if at >= start]

    def remove(self, identifier: str, owner: str) -> None:
        """End a subscription."""
        subscription = self.find(identifier, owner)
        with self._news:
            del self._all[subscription.id]
            self._news.notify_all()

    def expire(self) -> None:
        """Forget all subscriptions, as a server does that was restarted."""
        with self._news:
            self._all.clear()
            self._news.notify_all()

    def hang_up(self) -> None:
        """End all connections."""
        with self._news:
            self.closed = True
            self._news.notify_all()

    def enter(self, owner: str) -> None:
        """Count a connection that hangs."""
        with self._news:
            if self._hanging.get(owner, 0) >= self.pace.connections:
                raise ItemError("ErrorExceededConnectionCount")
            self._hanging[owner] = self._hanging.get(owner, 0) + 1

    def leave(self, owner: str) -> None:
        """A connection is over."""
        with self._news:
            self._hanging[owner] -= 1

    def wait(self, identifiers: Iterable[str], seconds: float) -> dict[str, list[Happening]]:
        """Wait until there is news about one of the subscriptions; answers it, empty if there was none."""
        wanted = list(identifiers)
        with self._news:
            self._news.wait_for(lambda: self.closed or self._has_news(wanted), max(seconds, 0))
            return {one: self._take(one) for one in wanted if one in self._all and self._all[one].waiting}

    def missing(self, identifiers: Iterable[str]) -> list[str]:
        """Answer those that are no subscriptions any more."""
        return [one for one in identifiers if one not in self._all]

    def _has_news(self, identifiers: list[str]) -> bool:
        return any(one not in self._all or self._all[one].waiting for one in identifiers)

    def _take(self, identifier: str) -> list[Happening]:
        waiting = self._all[identifier].waiting
        taken = list(waiting)
        waiting.clear()
        return taken

    def _watcher(self, subscription: Subscription) -> Callable[[Happening], None]:
        def watch(happening: Happening) -> None:
            if happening.kind not in subscription.kinds or not happening.concerns(subscription.folders):
                return
            with self._news:
                if subscription.id in self._all:
                    subscription.waiting.append(happening)
                    self._news.notify_all()
                    return
            subscription.mailbox.watchers.remove(watch)

        return watch
