"""Change notifications: Graph tells our web hook that something changed in a mailbox, and a cycle finds out what.

https://learn.microsoft.com/graph/api/resources/subscription. One to contacts or events lives less than seven days and
is renewed before. It is made for immutable ids and without the data of the items. Its secret (`clientState`) comes back
with each notification: who cannot tell it is not Graph.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from syncline.connectors.microsoft365.account import IMMUTABLE, Request, told
from syncline.connectors.microsoft365.contact_read import time_of
from syncline.connectors.microsoft365.refusals import NOT_FOUND, error_of
from syncline.connectors.notices import Subscription
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.connectors.microsoft365.account import Account
    from syncline.connectors.notices import WebHook

LIFETIME = timedelta(minutes=10_080 - 120)
"""Two hours less than Graph allows: our clock may be ahead of its."""
_CHANGES = "created,updated,deleted"


class Subscriptions:
    """The subscriptions of one mailbox."""

    def __init__(self, account: Account, clock: Callable[[], datetime]) -> None:
        self._account = account
        self._clock = clock

    def make(self, collection: Collection, hook: WebHook, folder: str = "") -> Subscription:
        """Subscribe; Graph asks the web hook (https) first whether it is ours. `folder` is that of the contacts.

        Raises what a refusal means; `BadAnswerError` when Graph could not reach the web hook.
        """
        body = {
            "changeType": _CHANGES,
            "notificationUrl": hook.url,
            "lifecycleNotificationUrl": hook.url,
            "resource": self._resource(collection, folder),
            "expirationDateTime": self._ends(),
            "clientState": hook.secret,
        }
        answer = self._asked("subscription:create", Request("POST", "/subscriptions", body, prefer=IMMUTABLE))
        return Subscription(collection, str(answer["id"]), folder, self._expiry(answer))

    def renew(self, subscription: Subscription) -> Subscription | None:
        """Renew, which also answers `reauthorizationRequired`; None if Graph does not know it any more."""
        request = Request("PATCH", self._path(subscription), {"expirationDateTime": self._ends()}, prefer=IMMUTABLE)
        reply = self._account.ask("subscription:renew", request)
        if reply.status == NOT_FOUND:
            return None
        if not reply.ok:
            raise error_of(reply, "subscription:renew")
        return replace(subscription, expires=self._expiry(told(reply, "subscription:renew")))

    def end(self, subscription: Subscription) -> None:
        """Unsubscribe; one that is gone already is as good."""
        reply = self._account.ask("subscription:delete", Request("DELETE", self._path(subscription)))
        if not reply.ok and reply.status != NOT_FOUND:
            raise error_of(reply, "subscription:delete")

    def _resource(self, collection: Collection, folder: str) -> str:
        inside = "events" if collection is Collection.EVENTS else f"contactFolders/{folder}/contacts"
        return f"{self._account.user}/{inside}"

    def _path(self, subscription: Subscription) -> str:
        return f"/subscriptions/{quote(subscription.id)}"

    def _ends(self) -> str:
        return (self._clock() + LIFETIME).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _expiry(self, answer: Mapping[str, Any]) -> datetime:
        return time_of(answer.get("expirationDateTime")) or self._clock() + LIFETIME

    def _asked(self, operation: str, request: Request) -> Mapping[str, Any]:
        reply = self._account.ask(operation, request)
        if not reply.ok:
            raise error_of(reply, operation)
        return told(reply, operation)
