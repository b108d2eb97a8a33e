"""Who is told what happens, and the post that has not been delivered yet.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
https://learn.microsoft.com/graph/change-notifications-lifecycle-events
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from .moments import stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from syncline.sandbox.clock import Clock

    from .courier import Courier
    from .state.mailbox import Happening, Mailbox

LONGEST: Final = timedelta(minutes=10_080)
"""https://learn.microsoft.com/graph/api/resources/subscription (Outlook message, event, contact)"""
SHORTEST: Final = timedelta(minutes=45)
MOST: Final = 1000
"""Subscriptions on one mailbox."""
_PATIENCE: Final = timedelta(hours=4)
"""How long an undelivered notification is tried again."""


@dataclass(slots=True, eq=False)
class Subscription:
    """`resource` is as the client wrote it, `collection` contacts or events, `folder` an id or empty for all."""

    id: str
    app: str
    mailbox: Mailbox
    user: str
    resource: str
    collection: str
    folder: str
    changes: frozenset[str]
    expires: datetime
    notify: str
    lifecycle: str
    client_state: str | None
    immutable: bool
    challenged: bool = False

    def concerns(self, happening: Happening) -> bool:
        """Tell whether its owner wants to hear of something."""
        kind = "contacts" if happening.item.kind == "contact" else "events"
        home = {"contacts": "contacts", "events": "calendar"}[kind]
        if kind != self.collection or happening.change not in self.changes or happening.folder.kind != home:
            return False
        return not self.folder or happening.folder.id == self.folder

    def as_json(self) -> dict[str, Any]:
        """Answer the resource; the client state is not shown again."""
        return {
            "id": self.id,
            "resource": self.resource,
            "applicationId": self.app,
            "changeType": ",".join(one for one in ("created", "updated", "deleted") if one in self.changes),
            "clientState": None,
            "notificationUrl": self.notify,
            "notificationQueryOptions": None,
            "lifecycleNotificationUrl": self.lifecycle or None,
            "expirationDateTime": stamp(self.expires),
            "creatorId": self.app,
            "includeResourceData": False,
            "latestSupportedTlsVersion": "v1_2",
            "encryptionCertificate": None,
            "encryptionCertificateId": None,
            "notificationUrlAppId": None,
        }


@dataclass(frozen=True, slots=True)
class _Letter:
    url: str
    content: dict[str, Any]
    written: datetime
    subscription: Subscription
    lifecycle: bool


class Subscriptions:
    """All subscriptions of a tenant. Nothing is delivered until `deliver` is called."""

    def __init__(self, clock: Clock, new_id: Callable[[], str]) -> None:
        self.all: dict[str, Subscription] = {}
        self.tenant = ""
        self.courier: Courier | None = None
        """Who carries notifications; None: nobody can be told, and nobody can subscribe."""
        self.news = threading.Condition()
        """Notified when there is something to deliver."""
        self._clock = clock
        self._new_id = new_id
        self._waiting: deque[_Letter] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, subscription: Subscription) -> None:
        """Take a subscription in."""
        self.all[subscription.id] = subscription

    def expire(self) -> None:
        """Forget what was not renewed in time."""
        now = self._clock()
        for one in [one for one in list(self.all.values()) if one.expires <= now]:
            self.all.pop(one.id, None)

    def watch(self, happening: Happening) -> None:
        """Write to everybody who wants to hear of something."""
        self.expire()
        for one in list(self.all.values()):
            if one.mailbox is happening.folder.mailbox and one.concerns(happening):
                self._write(one, one.notify, _news(one, happening), lifecycle=False)

    def challenge(self, subscriptions: Iterable[Subscription] | None = None) -> None:
        """Ask for a new authorization: reauthorizationRequired."""
        self._tell("reauthorizationRequired", subscriptions)

    def remove(self, subscriptions: Iterable[Subscription] | None = None) -> None:
        """Take subscriptions away, as the service does now and then: subscriptionRemoved."""
        chosen = list(self.all.values() if subscriptions is None else subscriptions)
        self._tell("subscriptionRemoved", chosen)
        for one in chosen:
            self.all.pop(one.id, None)

    def miss(self, subscriptions: Iterable[Subscription] | None = None) -> None:
        """Lose what has not been delivered, and say so: missed."""
        chosen = list(self.all.values() if subscriptions is None else subscriptions)
        with self.news:
            kept = [one for one in self._waiting if one.lifecycle or one.subscription not in chosen]
            self._waiting = deque(kept)
        self._tell("missed", chosen)

    def deliver(self) -> int:
        """Deliver all that waits; answers how many notifications arrived. What fails is tried again for four hours."""
        with self.news:
            letters, self._waiting = list(self._waiting), deque()
        arrived = 0
        for letter in letters:
            if self.courier is not None and self.courier.deliver(letter.url, {"value": [letter.content]}):
                arrived += 1
            elif letter.written + _PATIENCE > self._clock():
                with self.news:
                    self._waiting.append(letter)
            elif not letter.lifecycle:
                self._tell("missed", [letter.subscription])
        return arrived

    def _tell(self, event: str, subscriptions: Iterable[Subscription] | None) -> None:
        for one in list(self.all.values() if subscriptions is None else subscriptions):
            if one.lifecycle:
                self._write(one, one.lifecycle, {"lifecycleEvent": event}, lifecycle=True)

    def _write(self, to: Subscription, url: str, content: dict[str, Any], *, lifecycle: bool) -> None:
        whole = {
            "subscriptionId": to.id,
            "subscriptionExpirationDateTime": stamp(to.expires),
            "tenantId": self.tenant,
            "clientState": to.client_state,
            **content,
        }
        with self.news:
            self._waiting.append(_Letter(url, whole, self._clock(), to, lifecycle))
            self.news.notify_all()


def _news(to: Subscription, happening: Happening) -> dict[str, Any]:
    kind = "Contact" if to.collection == "contacts" else "Event"
    identifier = happening.item.id(immutable=to.immutable)
    path = f"Users/{to.user}/{kind}s/{identifier}"
    data = {
        "@odata.type": f"#Microsoft.Graph.{kind}",
        "@odata.id": path,
        "@odata.etag": f'W/"{happening.item.change_key}"',
        "id": identifier,
    }
    return {"changeType": happening.change, "resource": path, "resourceData": data}
